import { effect, signal } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import type { Ui } from '../context.ts'

/**
 * The page behind a panel that covers it does not scroll. By a style sheet beside the page's own: taken out again, it leaves
 * nothing, whatever the page has changed meanwhile, and the page stands where it stood.
 */
export function lockScroll({ chat, page }: Ui, root: ShadowRoot, lifetime: AbortSignal): void {
  const lock = new CSSStyleSheet()
  lock.replaceSync('html,body{overflow:hidden!important;overscroll-behavior:none!important}')
  /** A page that hides the widget while it is open must not be stuck. */
  const shown = signal(false)
  const observer = new ResizeObserver(([size]) => (shown.value = size!.contentRect.width > 0))
  /** It is drawn when the chat is opened the first time. */
  const find = (): void => {
    const panel = root.querySelector('.panel')
    if (panel) observer.observe(panel)
    else if (!lifetime.aborted) requestAnimationFrame(find)
  }
  let watched = false
  const release = (): void => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== lock)
  }
  const stop = effect(() => {
    const covers = chat.open.value && page.phone.value
    if (covers && !watched) {
      watched = true
      find()
    }
    release()
    if (covers && shown.value) document.adoptedStyleSheets.push(lock)
  })
  onEnd(lifetime, () => {
    stop()
    observer.disconnect()
    release()
  })
}

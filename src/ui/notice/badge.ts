import { effect } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'

const INSTALLED = '(display-mode: standalone), (display-mode: minimal-ui), (display-mode: window-controls-overlay)'

/**
 * The number of unread Messages on the icon of a page that was installed as an app. A page in a tab is left alone, and so
 * is a badge of the page's own as long as there is nothing unread.
 */
export function followBadge(unread: () => number, lifetime: AbortSignal): void {
  if (!('setAppBadge' in navigator) || !matchMedia(INSTALLED).matches) return
  let ours = false
  const ignore = (): void => {}
  function clear(): void {
    if (ours) navigator.clearAppBadge().catch(ignore)
    ours = false
  }
  const stop = effect(() => {
    const count = unread()
    if (count === 0) return clear()
    ours = true
    navigator.setAppBadge(count).catch(ignore)
  })
  onEnd(lifetime, () => {
    stop()
    clear()
  })
}

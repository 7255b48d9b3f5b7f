import { signal, type ReadonlySignal } from '@preact/signals'

/** What the browser tells about the page, as signals. */
export interface Page {
  readonly visible: ReadonlySignal<boolean>
  readonly online: ReadonlySignal<boolean>
  /** The panel covers the whole window: a phone, or a desktop at a zoom that leaves as little room. The same condition stands in styles.css. */
  readonly phone: ReadonlySignal<boolean>
  /** Asked for at the moment of use. */
  readonly now: () => number
}

const PHONE = '(max-width: 480px), (max-height: 420px)'

export function watchPage(lifetime: AbortSignal): Page {
  const query = matchMedia(PHONE)
  const visible = signal(!document.hidden)
  const online = signal(navigator.onLine)
  const phone = signal(query.matches)
  const options = { signal: lifetime }
  document.addEventListener('visibilitychange', () => (visible.value = !document.hidden), options)
  addEventListener('online', () => (online.value = true), options)
  addEventListener('offline', () => (online.value = false), options)
  query.addEventListener('change', () => (phone.value = query.matches), options)
  return { visible, online, phone, now: Date.now }
}

/**
 * Keep `--parlour-height` and `--parlour-top` of `element` at what is really visible: an on-screen keyboard shrinks the
 * visual viewport, not the layout viewport that `100dvh` knows.
 */
export function followKeyboard(element: HTMLElement, lifetime: AbortSignal): void {
  const view = window.visualViewport
  if (!view) return
  const follow = (): void => {
    element.style.setProperty('--parlour-height', `${view.height}px`)
    element.style.setProperty('--parlour-top', `${view.offsetTop}px`)
  }
  follow()
  view.addEventListener('resize', follow, { signal: lifetime })
  view.addEventListener('scroll', follow, { signal: lifetime })
}

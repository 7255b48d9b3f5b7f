import { attempt } from '../../lib/attempt.ts'

/**
 * What is shown last is on top of the top layer. A modal dialog or a full screen of the page that has the widget in it was
 * shown after us and would cover us: we go up again. One that has not is meant to cover us.
 */
export function stayOnTop(element: HTMLElement, host: HTMLElement, lifetime: AbortSignal): void {
  const rise = (around: EventTarget | null): void => {
    if (!(around instanceof Node) || !around.contains(host)) return
    attempt(() => {
      element.hidePopover()
      element.showPopover()
    })
  }
  const options = { signal: lifetime, capture: true }
  document.addEventListener('toggle', ({ target }) => rise(target), options)
  document.addEventListener('fullscreenchange', () => rise(document.fullscreenElement), options)
}

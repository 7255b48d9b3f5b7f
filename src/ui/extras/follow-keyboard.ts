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

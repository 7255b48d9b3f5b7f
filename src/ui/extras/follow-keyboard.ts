/**
 * Keep `--parlour-height` and `--parlour-top` of `element` at what is really visible: an on-screen keyboard shrinks the
 * visual viewport, not the layout viewport that `100dvh` knows. So does a visitor who zooms in with two fingers, and
 * wants to see letters grow, not the panel shrink: then it stays as it was.
 */
export function followKeyboard(element: HTMLElement, lifetime: AbortSignal): void {
  const view = window.visualViewport
  if (!view) return
  const follow = (): void => {
    if (view.scale > 1.01) return
    element.style.setProperty('--parlour-height', `${view.height}px`)
    element.style.setProperty('--parlour-top', `${view.offsetTop}px`)
  }
  follow()
  view.addEventListener('resize', follow, { signal: lifetime })
  view.addEventListener('scroll', follow, { signal: lifetime })
}

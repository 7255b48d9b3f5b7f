/** Tab at either end comes round again: only where the panel covers everything else. */
export function wrapTab(event: KeyboardEvent, panel: HTMLElement): void {
  const { activeElement } = panel.getRootNode() as ShadowRoot
  const stops = [...panel.querySelectorAll<HTMLElement>('button, input, select, textarea, [tabindex="0"]')].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility?.({ visibilityProperty: true }) !== false,
  )
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
  if (activeElement === from || activeElement === panel) {
    event.preventDefault()
    to?.focus()
  }
}

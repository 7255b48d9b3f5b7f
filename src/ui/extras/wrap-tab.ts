const CAN_FOCUS = 'a[href], button, input, select, textarea, [tabindex="0"]'

/** In the order in which Tab goes through them; what the page has put into a slot stands where the slot is. */
function stopsIn(panel: HTMLElement): HTMLElement[] {
  return [...panel.querySelectorAll<HTMLElement>(`${CAN_FOCUS}, slot`)].flatMap((element) =>
    element instanceof HTMLSlotElement
      ? element
          .assignedElements()
          .flatMap((own) => [own, ...own.querySelectorAll('*')].filter((each) => each.matches(CAN_FOCUS)) as HTMLElement[])
      : element,
  )
}

/** Tab at either end comes round again: only where the panel covers everything else. */
export function wrapTab(event: KeyboardEvent, panel: HTMLElement): void {
  const root = panel.getRootNode() as ShadowRoot
  // Content of the page is focused there, not here.
  const active = root.activeElement ?? document.activeElement
  const stops = stopsIn(panel).filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility?.({ visibilityProperty: true }) !== false,
  )
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
  if (active === from || active === panel) {
    event.preventDefault()
    to?.focus()
  }
}

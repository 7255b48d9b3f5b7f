import { onEnd } from '../lib/lifetime.ts'

/** Marks where the focus goes by itself: the composer, or the one button of a state. */
export const FOCUS_HERE = 'data-parlour-focus'

export interface FocusKeeper {
  /** The panel opened by the visitor's own act: remember where the focus was and move it in. */
  enter(): void
  /** The panel closes: give the focus back, if we have it. */
  leave(launcher: HTMLElement | null): void
}

function usable(element: Element | null): boolean {
  return !!element?.isConnected && !(element as HTMLButtonElement).disabled
}

/** The focused element, also inside shadow roots. */
function deepActiveElement(): HTMLElement | null {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active === document.body ? null : (active as HTMLElement | null)
}

/**
 * Watch over the focus within `panel`: a state that replaces the focused control must not drop the focus to the page
 * (WCAG 2.4.3). A MutationObserver, so that no component has to think of it.
 */
export function keepFocus(root: ShadowRoot, panel: HTMLElement, lifetime: AbortSignal): FocusKeeper {
  /** Where the focus is, as long as it is with us. */
  let held: Element | null = null
  let opener: HTMLElement | null = null

  const target = (): HTMLElement => {
    const best = panel.querySelector<HTMLElement>(`[${FOCUS_HERE}]`)
    // Not drawn where the host has filled its slot.
    return best?.getClientRects().length ? best : panel
  }
  const options = { signal: lifetime }
  panel.addEventListener('focusin', (event) => (held = event.target as Element), options)
  panel.addEventListener(
    'focusout',
    () => {
      const left = held
      // A removed control reports this too, but is gone by then; one that the visitor left is still there.
      queueMicrotask(() => {
        if (held === left && usable(left) && !root.activeElement) held = null
      })
    },
    options,
  )
  const observer = new MutationObserver(() => {
    const lost = held && !usable(held) && (!root.activeElement || root.activeElement === held)
    if (lost || (held && root.activeElement === panel && target() !== panel)) target().focus()
  })
  observer.observe(panel, { subtree: true, childList: true, attributeFilter: ['disabled'] })
  onEnd(lifetime, () => observer.disconnect())

  return {
    enter() {
      const active = deepActiveElement()
      opener = active && active.getRootNode() !== root ? active : null
      target().focus({ preventScroll: true })
    },
    leave(launcher) {
      const ours = held || panel.contains(root.activeElement)
      held = null
      if (ours) (usable(opener) ? opener : launcher)?.focus({ preventScroll: true })
      opener = null
    },
  }
}

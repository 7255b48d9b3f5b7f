import { signal, type ReadonlySignal } from '@preact/signals-core'

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
  function follow<Value>(target: EventTarget, events: readonly string[], read: () => Value): ReadonlySignal<Value> {
    const state = signal(read())
    for (const event of events) target.addEventListener(event, () => (state.value = read()), { signal: lifetime })
    return state
  }
  const narrow = matchMedia(PHONE)
  return {
    visible: follow(document, ['visibilitychange'], () => !document.hidden),
    online: follow(window, ['online', 'offline'], () => navigator.onLine),
    phone: follow(narrow, ['change'], () => narrow.matches),
    now: Date.now,
  }
}

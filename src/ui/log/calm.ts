import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'

/** So many at once nobody reads as they come. */
const MANY = 2
/** From one drawing to the next, as long as so many come. */
const PAUSE_MS = 200

/**
 * The same list, but where many are added to its end at once it changes only five times a second: drawing what is gone before
 * it is seen would take the time in which the visitor types.
 */
export function calmly<Item>(source: ReadonlySignal<readonly Item[]>, lifetime: AbortSignal): ReadonlySignal<readonly Item[]> {
  const calm = signal(source.peek())
  let resting: ReturnType<typeof setTimeout> | undefined

  function follow(next: readonly Item[]): void {
    const before = calm.peek()
    calm.value = next
    if (before.length === 0 || next[0] !== before[0] || next.length - before.length < MANY) return
    resting = setTimeout(() => {
      resting = undefined
      follow(source.peek())
    }, PAUSE_MS)
  }
  const stop = effect(() => {
    const next = source.value
    untracked(() => resting === undefined && follow(next))
  })
  onEnd(lifetime, () => {
    stop()
    clearTimeout(resting)
  })
  return calm
}

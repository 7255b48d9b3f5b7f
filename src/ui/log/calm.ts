import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core'
import { browserFrame } from '../../lib/frame.ts'
import { onEnd } from '../../lib/lifetime.ts'

/** So many with one frame nobody reads as they come. */
const MANY = 2
/** Frames from one drawing to the next, as long as so many come. */
const PAUSE_FRAMES = 3

/**
 * The same list, but where many are added to its end at once it changes only with every third frame: drawing what is gone before
 * it is seen would take the time in which the visitor types.
 */
export function calmly<Item>(source: ReadonlySignal<readonly Item[]>, lifetime: AbortSignal): ReadonlySignal<readonly Item[]> {
  const calm = signal(source.peek())
  let cancel: (() => void) | null = null

  function rest(frames: number): void {
    cancel = browserFrame(() => {
      cancel = null
      if (frames > 1) rest(frames - 1)
      else follow(source.peek())
    })
  }
  function follow(next: readonly Item[]): void {
    const before = calm.peek()
    calm.value = next
    if (before.length > 0 && next[0] === before[0] && next.length - before.length >= MANY) rest(PAUSE_FRAMES)
  }
  const stop = effect(() => {
    const next = source.value
    untracked(() => cancel === null && follow(next))
  })
  onEnd(lifetime, () => {
    stop()
    cancel?.()
  })
  return calm
}

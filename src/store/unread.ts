import { computed, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { createBell } from '../lib/bell.ts'
import type { Bell } from '../lib/bell.ts'
import type { TimelineEntry } from './chat.ts'

/** How far our User has read, and how many of the others' Messages lie above. Counted by looking at each: indexes have gaps. */
export interface Unread {
  readonly count: ReadonlySignal<number>
  /** The highest index that is read, -1 = none. */
  readonly horizon: ReadonlySignal<number>
  /** Read up to here, by us or in another tab; never backwards. */
  advance(index: number): void
  /** The service says so: nothing to tell it. */
  told(index: number | null): void
  /** How far the service knows of it. */
  readonly toldIndex: number
  /** Rings when there is more to tell it. */
  readonly advanced: Bell
}

export function createUnread(entries: ReadonlySignal<readonly TimelineEntry[]>): Unread {
  const horizon = signal(-1)
  const advanced = createBell()
  let toldIndex = -1

  return {
    count: computed(() => {
      const read = horizon.value
      let count = 0
      // From the newest back: what is read lies below.
      for (let at = entries.value.length - 1; at >= 0; at -= 1) {
        const { index, own, deleted } = entries.value[at]!
        if (index === null) continue
        if (index <= read) break
        if (!own && !deleted) count += 1
      }
      return count
    }),
    horizon,
    advance(index) {
      if (index <= horizon.peek()) return
      horizon.value = index
      advanced.ring()
    },
    told(index) {
      if (index === null) return
      toldIndex = Math.max(toldIndex, index)
      if (index > horizon.peek()) horizon.value = index
    },
    get toldIndex() {
      return toldIndex
    },
    advanced,
  }
}

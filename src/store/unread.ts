import { computed, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { backoffMs } from '../lib/backoff.ts'
import { createBell } from '../lib/bell.ts'
import type { Clock } from '../lib/clock.ts'
import type { TimelineEntry } from './chat.ts'
import type { Link } from './link.ts'

/** The service hears of our reading at most this often. */
const PAUSE_MS = 500

export interface UnreadOptions {
  readonly channelSid: string
  readonly entries: ReadonlySignal<readonly TimelineEntry[]>
  readonly link: Link
  readonly clock: Clock
  readonly random: () => number
}

/** How far our User has read, and how many of the others' Messages lie above. Counted by looking at each: indexes have gaps. */
export interface Unread {
  readonly count: ReadonlySignal<number>
  /** The highest index that is read, -1 = none. */
  readonly horizon: ReadonlySignal<number>
  /** Read up to here, by us or in another tab; never backwards. */
  advance(index: number): void
  /** The service says so: nothing to tell it. */
  told(index: number | null): void
  /** Tells the service, until `signal` ends. Never rejects. */
  run(signal: AbortSignal): Promise<void>
}

export function createUnread({ channelSid, entries, link, clock, random }: UnreadOptions): Unread {
  const horizon = signal(-1)
  let toldIndex = -1
  const advanced = createBell()

  async function tell(signal: AbortSignal): Promise<void> {
    for (let failures = 0; toldIndex < horizon.peek();) {
      const service = await link.live(signal)
      const index = horizon.peek()
      try {
        await service.advanceHorizon(channelSid, index)
        toldIndex = Math.max(toldIndex, index)
      } catch {
        signal.throwIfAborted()
        failures += 1
        // It is told together with the next one, or not at all: the count on this page is right anyway.
        if (failures > 5) return
        await clock.sleep(backoffMs(failures, random), signal)
      }
    }
  }
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
    async run(signal) {
      while (!signal.aborted) {
        await advanced
          .wait(signal)
          .then(() => tell(signal))
          .then(() => clock.sleep(PAUSE_MS, signal))
          .catch(() => {})
      }
    },
  }
}

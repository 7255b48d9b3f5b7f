import { backoffMs } from '../../lib/backoff.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Link } from '../link.ts'
import type { Unread } from '../unread.ts'

/** The service hears of our reading at most this often. */
const PAUSE_MS = 500
const ATTEMPTS = 6

export interface ReadingOptions {
  readonly channelSid: string
  readonly unread: Unread
  readonly link: Link
  readonly clock: Clock
  readonly random: () => number
}

/** Tells the service how far our User has read, until `signal` ends. Never rejects. */
export async function tellReading({ channelSid, unread, link, clock, random }: ReadingOptions, signal: AbortSignal): Promise<void> {
  async function tell(): Promise<void> {
    for (let failures = 0; unread.toldIndex < unread.horizon.peek();) {
      const service = await link.live(signal)
      const index = unread.horizon.peek()
      try {
        await service.advanceHorizon(channelSid, index)
        unread.told(index)
      } catch {
        signal.throwIfAborted()
        failures += 1
        // It is told together with the next one, or not at all: the count on this page is right anyway.
        if (failures >= ATTEMPTS) return
        await clock.sleep(backoffMs(failures, random), signal)
      }
    }
  }
  while (!signal.aborted) {
    await unread.advanced
      .wait(signal)
      .then(tell)
      .then(() => clock.sleep(PAUSE_MS, signal))
      .catch(() => {})
  }
}

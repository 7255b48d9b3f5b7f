import type { Clock } from '../../src/lib/clock.ts'

export interface FakeClock extends Clock {
  /** Lets `ms` pass: wakes the sleepers in order, and lets each do all it can at its moment. */
  advance(ms: number): Promise<void>
  /** Moves the wall clock alone, as a user or NTP does. */
  jump(ms: number): void
  /** How many sleep now. */
  readonly sleeping: number
}

const realSetTimeout = globalThis.setTimeout

/** Lets everything that is due run: promises, and what real I/O (a mocked fetch) puts into later turns. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => realSetTimeout(resolve, 0))
}

/** A clock that stands still until it is told to move. Starts at 2026-01-01T00:00:00Z, monotonic 0. */
export function createFakeClock(): FakeClock {
  let wall = Date.UTC(2026, 0, 1)
  let elapsed = 0
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()

  const next = (until: number) => [...sleepers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0]

  function moveTo(at: number): void {
    wall += at - elapsed
    elapsed = at
  }

  return {
    now: () => wall,
    monotonic: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = {
          at: elapsed + Math.max(ms, 0),
          wake: () => {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', onAbort)
            resolve()
          },
        }
        function onAbort(): void {
          sleepers.delete(sleeper)
          reject(signal?.reason)
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', onAbort, { once: true })
      }),
    async advance(ms) {
      const until = elapsed + ms
      await settle()
      for (let sleeper = next(until); sleeper; sleeper = next(until)) {
        moveTo(Math.max(sleeper.at, elapsed))
        sleeper.wake()
        await settle()
      }
      moveTo(until)
    },
    jump: (ms) => void (wall += ms),
    get sleeping() {
      return sleepers.size
    },
  }
}

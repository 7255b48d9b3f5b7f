import { abortable } from './abortable.ts'

/** Time, injected, so that tests own it. */
export interface Clock {
  /** Wall clock, ms since the epoch; may jump. */
  now(): number
  /** Monotonic, ms; never jumps back. */
  monotonic(): number
  /** Resolves after `ms`, rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A timer above this fires at once (HTML: 32-bit signed). */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    abortable(signal, (resolve) => {
      const timer = setTimeout(resolve, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS))
      return () => clearTimeout(timer)
    }),
}

import { untilEnd } from '../lib/lifetime.ts'

export interface SharedFlight<Result> {
  /** The outcome of the flight under way, or of `take`. Rejects with the signal's reason when that aborts first. */
  join(take: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal): Promise<Result>
  /** Ends the flight for all who joined. */
  cancel(): void
}

/** One operation at a time, shared by all who ask meanwhile; it is aborted when the last of them has given up. */
export function createSharedFlight<Result>(): SharedFlight<Result> {
  let current: { readonly outcome: Promise<Result>; readonly abort: AbortController; passengers: number } | null = null

  function takeOff(take: (signal: AbortSignal) => Promise<Result>): NonNullable<typeof current> {
    const abort = new AbortController()
    const own = { outcome: take(abort.signal), abort, passengers: 0 }
    const landed = (): void => {
      if (current === own) current = null
    }
    own.outcome.then(landed, landed)
    return own
  }

  return {
    async join(take, signal) {
      signal.throwIfAborted()
      const flight = (current ??= takeOff(take))
      flight.passengers += 1
      try {
        return await untilEnd(flight.outcome, signal)
      } finally {
        flight.passengers -= 1
        // The last of them has given up.
        if (signal.aborted && flight.passengers === 0) {
          flight.abort.abort(signal.reason)
          if (current === flight) current = null
        }
      }
    },
    cancel() {
      current?.abort.abort(new DOMException('The visitor changed', 'AbortError'))
      current = null
    },
  }
}

import { TransportUnavailableError } from 'twilsock'
import type { Clock } from '../lib/clock.ts'

/** How the SDK's requests travel over the socket. The SDK itself waits 30 s for an answer and never doubts a socket. */
export interface Requests {
  /** Waits for a connection, and asks again, for half a minute in all, while no answer comes or the socket is lost. */
  read<Result>(ask: () => Promise<Result>): Promise<Result>
  /**
   * Goes out once, and only over a live socket: what became of it without an answer nobody knows. `size` in bytes: what is
   * long takes long.
   */
  write<Result>(ask: () => Promise<Result>, size?: number): Promise<Result>
  /** The socket is gone, and with it the answers to all that is under way. */
  cut(): void
  /** Nothing settles any more: the SDK would turn late refusals into unhandled rejections. */
  close(): void
}

export interface RequestsOptions {
  readonly clock: Clock
  isConnected(): boolean
  /** Resolves when connected. Rejects when that took `ms`, or never can be. */
  connected(ms: number): Promise<void>
  /** Ms that the network took for the last answer that nothing else could delay. */
  roundTripMs(): number
  /** No answer came in time: the socket is dead, whatever it says. */
  silent(): void
}

/** More than a bad network takes (8 s), less than a visitor should wait to hear of a dead socket (10 s). */
export const ANSWER_WITHIN_MS = 9_000
const READ_WITHIN_MS = 30_000
/** A mobile network of the slowest kind: 2 KB/s. */
const BYTES_PER_MS = 2

export function createRequests({ clock, isConnected, connected, roundTripMs, silent }: RequestsOptions): Requests {
  const underWay = new Set<(error: Error) => void>()
  let closed = false

  function once<Result>(ask: () => Promise<Result>, ms: number): Promise<Result> {
    return new Promise((resolve, reject) => {
      const answered = new AbortController()
      const settle = (then: () => void): void => {
        if (!underWay.delete(giveUp)) return
        answered.abort()
        if (!closed) then()
      }
      const giveUp = (error: Error): void => settle(() => reject(error))
      underWay.add(giveUp)
      ask().then(
        (result) => settle(() => resolve(result)),
        (error: unknown) => settle(() => reject(error)),
      )
      void watch(ms + roundTripMs(), answered.signal, giveUp)
    })
  }

  async function watch(ms: number, answered: AbortSignal, giveUp: (error: Error) => void): Promise<void> {
    await clock.sleep(ms, answered).catch(() => {})
    if (answered.aborted) return
    giveUp(new TransportUnavailableError('No answer in time'))
    silent()
  }

  return {
    async read(ask) {
      const end = clock.monotonic() + READ_WITHIN_MS
      for (let ms = ANSWER_WITHIN_MS; ;) {
        if (closed) return never()
        const begun = clock.monotonic()
        try {
          await connected(ANSWER_WITHIN_MS)
          return await once(ask, ms)
        } catch (error) {
          if (closed) return never()
          // Or the answer is long, and the network slow: else it would be cut off again and again.
          if (clock.monotonic() - begun >= ms) ms = 2 * ANSWER_WITHIN_MS
          const wasLost = error instanceof TransportUnavailableError || !isConnected()
          if (!wasLost || clock.monotonic() >= end) throw error
        }
      }
    },
    async write(ask, size = 0) {
      if (closed) return never()
      if (!isConnected()) throw new TransportUnavailableError('Not connected')
      return once(ask, ANSWER_WITHIN_MS + size / BYTES_PER_MS)
    },
    cut() {
      for (const giveUp of [...underWay]) giveUp(new TransportUnavailableError('The connection was lost'))
    },
    close() {
      closed = true
      for (const giveUp of [...underWay]) giveUp(new TransportUnavailableError('Closed'))
    },
  }
}

const never = <Result>(): Promise<Result> => new Promise(() => {})

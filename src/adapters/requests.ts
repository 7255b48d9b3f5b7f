import { TransportUnavailableError } from 'twilsock'
import type { Clock } from '../lib/clock.ts'

/** How the SDK's requests travel over the socket. The SDK itself waits 30 s for an answer and never doubts a socket. */
export interface Requests {
  /** Waits for a connection, and asks again, for half a minute in all, while no answer comes or the socket is lost. */
  read<Result>(ask: () => Promise<Result>): Promise<Result>
  /** Goes out once, and only over a live socket: what became of it without an answer nobody knows. */
  write<Result>(ask: () => Promise<Result>): Promise<Result>
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
  /** No answer came in time: the socket is dead, whatever it says. */
  silent(): void
}

export const ANSWER_WITHIN_MS = 10_000
const READ_WITHIN_MS = 3 * ANSWER_WITHIN_MS

export function createRequests({ clock, isConnected, connected, silent }: RequestsOptions): Requests {
  const underWay = new Set<(error: Error) => void>()
  let closed = false

  function once<Result>(ask: () => Promise<Result>): Promise<Result> {
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
      void watch(answered.signal, giveUp)
    })
  }

  async function watch(answered: AbortSignal, giveUp: (error: Error) => void): Promise<void> {
    await clock.sleep(ANSWER_WITHIN_MS, answered).catch(() => {})
    if (answered.aborted) return
    giveUp(new TransportUnavailableError(`No answer within ${ANSWER_WITHIN_MS / 1_000} s`))
    silent()
  }

  return {
    async read(ask) {
      for (const end = clock.monotonic() + READ_WITHIN_MS; ;) {
        if (closed) return never()
        try {
          await connected(ANSWER_WITHIN_MS)
          return await once(ask)
        } catch (error) {
          if (closed) return never()
          const wasLost = error instanceof TransportUnavailableError || !isConnected()
          if (!wasLost || clock.monotonic() >= end) throw error
        }
      }
    },
    async write(ask) {
      if (closed) return never()
      if (!isConnected()) throw new TransportUnavailableError('Not connected')
      return once(ask)
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

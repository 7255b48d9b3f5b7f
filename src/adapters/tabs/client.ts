import { ChatError } from '../../chat/errors.ts'
import type { ChatService } from '../../chat/service.ts'
import type { ConnectionState } from '../../chat/types.ts'
import { abortable } from '../../lib/abortable.ts'
import { backoffMs } from '../../lib/backoff.ts'
import type { Bell } from '../../lib/bell.ts'
import type { Clock } from '../../lib/clock.ts'
import { createLifetime, firstOf } from '../../lib/lifetime.ts'

export interface ClientOptions {
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
  readonly uuid: () => string
  /** A connected client. @throws ChatError */
  readonly open: (signal: AbortSignal) => Promise<ChatService>
  /** It was connected before: a failure is not the end. */
  readonly isPatient: () => boolean
  /** Another client is dialled. */
  readonly dialling: (era: string) => void
  /** It is there, until `signal` ends. */
  readonly connected: (era: string, service: ChatService, signal: AbortSignal) => void
  readonly state: (era: string, connection: ConnectionState) => void
  readonly closing: (closed: Promise<void>) => void
  /** Rings when trying again could help. */
  readonly again: Bell
  /** Rings when there is another token. */
  readonly given: Bell
  /** Rings when the client is to be replaced. */
  readonly replace: Bell
}

/** A client that the service sends away for good (close 406, 417) is replaced by itself this often in an hour. */
const REPLACED_PER_HOUR = 3
const HOUR_MS = 3_600_000

/** Holds one client of the SDK until `signal` ends, one after the other. @throws ChatError when it cannot be */
export async function keepClient(options: ClientOptions, signal: AbortSignal): Promise<never> {
  const { clock, random, again, given, replace } = options
  let lost: readonly number[] = []

  /** null: there is another token to try. */
  const attempt = (): Promise<ChatService | null> =>
    firstOf<ChatService | null>(signal, options.open, (over) => given.wait(over).then(() => null))

  function mayReplace(): boolean {
    const now = clock.monotonic()
    lost = [...lost.filter((at) => now - at < HOUR_MS), now]
    return lost.length <= REPLACED_PER_HOUR
  }

  /** Resolves when the client is to be replaced. */
  async function stay(era: string, service: ChatService): Promise<void> {
    const life = createLifetime(signal)
    try {
      life.signal.throwIfAborted()
      options.connected(era, service, life.signal)
      await abortable(life.signal, (resolve, reject) => {
        const follow = (connection: ConnectionState): void => {
          if (connection !== 'disconnected') options.state(era, connection)
          else if (mayReplace()) resolve()
          else reject(new ChatError('connection-failed', 'The service closed the connection, again and again', { retryable: true }))
        }
        const off = service.on('connection', follow)
        follow(service.connection)
        replace.wait(life.signal).then(resolve, () => {})
        return off
      })
    } finally {
      life.end()
      options.closing(service.shutdown().catch(() => {}))
    }
  }

  for (let failures = 0; ;) {
    signal.throwIfAborted()
    const era = options.uuid()
    options.dialling(era)
    let service: ChatService | null
    try {
      service = await attempt()
    } catch (cause) {
      signal.throwIfAborted()
      const error = ChatError.from(cause)
      const denied = error.code === 'connection-denied'
      if (!options.isPatient() || !(denied || error.retryable)) throw error
      if (denied) {
        options.state(era, 'denied')
        await given.wait(signal)
        continue
      }
      failures += 1
      await firstOf(
        signal,
        (over) => clock.sleep(backoffMs(failures, random, { baseMs: 300, maxMs: 8_000 }), over),
        (over) => again.wait(over),
        (over) => given.wait(over),
      )
      continue
    }
    if (!service) continue
    failures = 0
    await stay(era, service)
  }
}

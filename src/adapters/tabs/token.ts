import { ChatError } from '../../chat/errors.ts'
import type { ChatService, Connect, ConnectOptions } from '../../chat/service.ts'
import { createBell } from '../../lib/bell.ts'
import type { Bell } from '../../lib/bell.ts'
import type { Clock } from '../../lib/clock.ts'
import { within } from '../../lib/deadline.ts'

/** A token that somebody brings while there is no client to hand it to: the next is opened with it. */
interface Claim {
  readonly token: string
  accept(): void
  refuse(cause: unknown): void
}

export interface Opener {
  /** A connected client, of the same Identity each time. @throws ChatError */
  open(signal: AbortSignal): Promise<ChatService>
  /** Resolves once a client is connected with this token. @throws ChatError `connection-denied`, `network` */
  claim(token: string, signal: AbortSignal): Promise<void>
  /** The token that is in use. */
  hold(token: string): void
  /** Rings when a claim is to be tried. */
  readonly given: Bell
}

export interface OpenerOptions extends Pick<ConnectOptions, 'url' | 'renew'> {
  readonly connect: Connect
  readonly token: string
  readonly clock: Clock
  /** Once we know it. */
  readonly identity: () => string | null
}

const OPEN_WITHIN_MS = 20_000
const CLAIM_WITHIN_MS = 10_000

/** Opens clients of the SDK, the first with the token that this tab was given, others with one that is good then. */
export function createOpener({ connect, token, url, renew, clock, identity }: OpenerOptions): Opener {
  const given = createBell()
  let held = token
  let claim: Claim | null = null

  async function connected(next: string, signal: AbortSignal): Promise<ChatService> {
    const service = await within(OPEN_WITHIN_MS, (inner) => connect(next, { url, signal: inner }), { clock, signal, late: noAnswer })
    const known = identity()
    if (known === null || service.identity === known) return service
    service.shutdown().catch(() => {})
    throw new ChatError('connection-denied', 'The Access Token is of another User')
  }

  return {
    given,
    hold: (next) => void (held = next),
    async open(signal) {
      const own = claim
      try {
        const isFirst = identity() === null
        const next = own?.token ?? (isFirst || !renew ? held : await renew(signal))
        const service = await connected(next, signal)
        held = next
        own?.accept()
        return service
      } catch (cause) {
        if (!signal.aborted) own?.refuse(cause)
        throw cause
      } finally {
        if (claim === own) claim = null
      }
    },
    claim: (next, signal) =>
      within(
        CLAIM_WITHIN_MS,
        () =>
          new Promise<void>((resolve, reject) => {
            claim?.refuse(noAnswer())
            claim = { token: next, accept: resolve, refuse: reject }
          }),
        { clock, signal, late: noAnswer },
      ).catch((cause: unknown) => {
        if (claim?.token === next) claim = null
        const error = ChatError.from(cause)
        throw error.code === 'connection-denied' || signal.aborted ? cause : noAnswer()
      }),
  }
}

const noAnswer = (): ChatError => new ChatError('network', 'The chat service did not answer in time', { retryable: true })

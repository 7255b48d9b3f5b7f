import { ChatError } from '../chat/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import type { Dialect, Vendor } from './dialect.ts'
import type { Socket } from './twilsock.ts'

const SOCKET_WITHIN_MS = 8_000
const READY_WITHIN_MS = 20_000

/**
 * Dials, and waits for the SDK to be ready. `failed` is final for this SDK client, even where it goes on by itself: its
 * later calls run on what was never made. The caller throws it away.
 * @throws ChatError `connection-denied`, `connection-failed`; or the signal's reason
 */
export async function initialised(
  dialect: Pick<Dialect<Vendor>, 'onState'>,
  socket: Socket,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  await within(READY_WITHIN_MS, (inner) => ready(dialect, socket, { clock, signal: inner }), {
    clock,
    signal,
    late: () => failed('not ready in time'),
  })
}

async function ready(
  dialect: Pick<Dialect<Vendor>, 'onState'>,
  socket: Socket,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.on('connection', (state) => {
      if (state === 'denied') reject(denied(socket.refusal))
    })
    dialect.onState((state) => {
      if (state === 'initialized') resolve()
      // The socket may be about to say why.
      else setTimeout(() => reject(socket.connection === 'denied' ? denied(socket.refusal) : failed('it cannot be reached')), 0)
    })
    clock.sleep(SOCKET_WITHIN_MS, signal).then(
      () => socket.connection !== 'connected' && reject(failed('it does not answer')),
      () => {},
    )
    socket.dial()
  })
}

const denied = (said: string | null): ChatError =>
  new ChatError('connection-denied', said ?? 'The chat service refused the Access Token', {
    hint: 'Is it signed with a key of this account, for this Service instance, and not expired?',
  })

const failed = (why: string): ChatError =>
  new ChatError('connection-failed', `No connection to the chat service: ${why}`, {
    retryable: true,
    hint: 'Is the visitor online, is serviceUrl right, and does a CSP (connect-src) forbid it?',
  })

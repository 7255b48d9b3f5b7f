import type { ConnectionState } from '../chat/types.ts'

/** The states of twilsock's own machine (twilsock 1.0.2, `dist/twilsock.js`). */
export type SocketState =
  | 'disconnected'
  | 'connecting'
  | 'initialising'
  | 'connected'
  | 'updating'
  | 'retrying'
  | 'error'
  | 'rejected'
  | 'disconnecting'
  | 'waitSocketClosed'
  | 'waitOffloadSocketClosed'
  | 'unsupported'

/** What the socket's state means to a visitor. */
export function connectionOf(
  state: SocketState,
  { closed, expired }: { readonly closed: boolean; readonly expired: boolean },
): ConnectionState {
  if (closed) return 'disconnected'
  switch (state) {
    case 'connected':
    case 'updating':
      return 'connected'
    case 'rejected':
      return 'denied'
    case 'unsupported':
      // The service did not understand us (close 406, 417): twilsock never leaves this state.
      return 'disconnected'
    case 'waitSocketClosed':
    case 'disconnected':
      // Closed because the token expired, and nothing happens until there is another. Else we connect again ourselves.
      return expired ? 'denied' : 'connecting'
    default:
      return 'connecting'
  }
}

/** The service ended the connection and the SDK would wait three seconds, or for ever, before anything happens. */
export function needsKick(state: SocketState, { expired }: { readonly expired: boolean }): boolean {
  return state === 'waitOffloadSocketClosed' || ((state === 'waitSocketClosed' || state === 'disconnected') && !expired)
}

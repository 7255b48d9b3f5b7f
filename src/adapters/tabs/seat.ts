import type { ConnectionState } from '../../chat/types.ts'

/**
 * Where this tab stands, as one union. An era is one client of the SDK, which one tab holds for all: a UUID, so that one
 * that is over never comes back.
 */
export type Seat =
  /** Waits for the lock; nobody who holds it has said a word yet. */
  | { readonly type: 'campaign' }
  /** Another tab holds the socket. */
  | { readonly type: 'follow'; readonly era: string; readonly connection: ConnectionState }
  /** We hold it, or dial. */
  | { readonly type: 'lead'; readonly era: string; readonly connection: ConnectionState }
  /** The page is frozen, or in the browser's cache: no lock, no socket, no word. */
  | { readonly type: 'rest' }
  | { readonly type: 'closed' }

export type SeatEvent =
  /** We have the lock, and dial. */
  | { readonly type: 'granted'; readonly era: string }
  /** The lock is no longer ours. */
  | { readonly type: 'deposed' }
  /** Another tab says that it leads. */
  | { readonly type: 'announced'; readonly era: string; readonly connection: ConnectionState }
  /** The socket of this era is in another state. */
  | { readonly type: 'connection'; readonly era: string; readonly connection: ConnectionState }
  /** Its leader has left. */
  | { readonly type: 'left'; readonly era: string }
  | { readonly type: 'hidden' }
  | { readonly type: 'shown' }
  | { readonly type: 'closed' }

/** What `event` makes of `seat`; `seat` itself where it changes nothing. */
export function nextSeat(seat: Seat, event: SeatEvent): Seat {
  if (seat.type === 'closed') return seat
  switch (event.type) {
    case 'granted':
      return seat.type === 'rest' ? seat : { type: 'lead', era: event.era, connection: 'connecting' }
    case 'deposed':
      return seat.type === 'lead' ? { type: 'campaign' } : seat
    case 'announced': {
      // The lock decides who leads, not a word: one who has it hears out of the past.
      if (seat.type !== 'campaign' && seat.type !== 'follow') return seat
      const { era, connection } = event
      if (seat.type === 'follow' && seat.era === era && seat.connection === connection) return seat
      return { type: 'follow', era, connection }
    }
    case 'connection': {
      if ((seat.type !== 'lead' && seat.type !== 'follow') || seat.era !== event.era || seat.connection === event.connection) return seat
      return { ...seat, connection: event.connection }
    }
    case 'left':
      return seat.type === 'follow' && seat.era === event.era ? { type: 'campaign' } : seat
    case 'hidden':
      return seat.type === 'rest' ? seat : { type: 'rest' }
    case 'shown':
      return seat.type === 'rest' ? { type: 'campaign' } : seat
    case 'closed':
      return { type: 'closed' }
  }
}

/** What that means to whoever uses the connection. */
export function connectionOf(seat: Seat): ConnectionState {
  if (seat.type === 'lead' || seat.type === 'follow') return seat.connection
  return seat.type === 'closed' ? 'disconnected' : 'connecting'
}

export const eraOf = (seat: Seat): string | null => ('era' in seat ? seat.era : null)

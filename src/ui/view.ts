import type { SessionState } from '../store/session.ts'

/** The store takes a Message now: at once, or once the connection is back. */
export { isOpen as canSend } from '../store/session.ts'

/** What fills the panel between the header and the edge. */
export type Stage = 'loading' | 'welcome' | 'waiting' | 'conversation' | 'ended' | 'failed' | 'closed'

/** `hasLog`: Messages are in memory. They stay readable, whatever becomes of the session. */
export function toStage(session: SessionState, hasLog: boolean): Stage {
  switch (session.status) {
    case 'idle':
    case 'authorising':
    case 'connecting':
      return hasLog ? 'conversation' : 'loading'
    case 'welcome':
    case 'starting':
      return 'welcome'
    case 'waiting':
      return 'waiting'
    case 'joining':
    case 'ready':
    case 'reconnecting':
      return 'conversation'
    case 'ended':
      return 'ended'
    case 'failed':
      return hasLog ? 'conversation' : 'failed'
    case 'closed':
      return 'closed'
  }
}

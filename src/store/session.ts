import type { ChatError } from '../chat/errors.ts'

/** One visitor's way to *ready*, as one union: a state that cannot be is a state that cannot be written down. */
export type SessionState =
  /** Nothing has begun: the panel was never opened. */
  | { readonly status: 'idle' }
  /** Asking the token endpoint. */
  | { readonly status: 'authorising' }
  /** Socket and first data. */
  | { readonly status: 'connecting' }
  /** Connected, in no Channel. `canStart`: there is a start endpoint to ask for one. */
  | { readonly status: 'welcome'; readonly canStart: boolean; readonly error?: ChatError | undefined }
  /** Asking the start endpoint. */
  | { readonly status: 'starting' }
  /** The back end answered 202: we are to wait until it adds us. */
  | { readonly status: 'waiting' }
  | { readonly status: 'joining'; readonly channelSid: string }
  /** `error`: what the visitor last asked for (an end, an edit) failed. */
  | { readonly status: 'ready'; readonly channelSid: string; readonly error?: ChatError | undefined }
  /**
   * Was ready; the connection is lost and being restored. Everything stays readable and can be typed. The state changes
   * at once; who shows it holds back for the first 5 s after `since` (ms since the epoch), because most breaks are shorter.
   */
  | { readonly status: 'reconnecting'; readonly channelSid: string; readonly since: number }
  /** The Channel is over for us: read-only. `canStart`: a new one can be asked for. */
  | {
      readonly status: 'ended'
      readonly channelSid: string
      readonly reason: 'ended' | 'removed'
      readonly canStart: boolean
      readonly error?: ChatError
    }
  /** Shown with what to do. `retryable`: a "try again" is offered (and tried by itself with backoff). */
  | { readonly status: 'failed'; readonly error: ChatError }
  /** Logged out or destroyed. */
  | { readonly status: 'closed' }

export type SessionEvent =
  /** Going for a token. `quiet`: by itself after a failure, which stays in view until something better is known. */
  | { readonly type: 'begun'; readonly quiet: boolean }
  | { readonly type: 'authorised' }
  /** Connected, and there is no Channel for us. */
  | { readonly type: 'welcomed'; readonly canStart: boolean; readonly error?: ChatError }
  | { readonly type: 'starting' }
  | { readonly type: 'waiting' }
  /** The start endpoint failed: back to where the visitor asked from. */
  | { readonly type: 'startFailed'; readonly from: SessionState; readonly error: ChatError }
  | { readonly type: 'joining'; readonly channelSid: string }
  | { readonly type: 'joined'; readonly channelSid: string }
  | { readonly type: 'lost'; readonly at: number }
  | { readonly type: 'restored' }
  /** Something that the visitor asked for in an open conversation failed, or is tried anew (null). */
  | { readonly type: 'acted'; readonly error: ChatError | null }
  | { readonly type: 'ended'; readonly channelSid: string; readonly reason: 'ended' | 'removed'; readonly canStart: boolean }
  | { readonly type: 'failed'; readonly error: ChatError }
  | { readonly type: 'closed' }

/** The Channel on the screen, if any. */
export const channelOf = (state: SessionState): string | null => ('channelSid' in state ? state.channelSid : null)

/** Whether there is a conversation that takes Messages. */
export const isOpen = ({ status }: SessionState): boolean => status === 'ready' || status === 'reconnecting'

/** What `event` makes of `state`; `state` itself where it changes nothing. */
export function nextSession(state: SessionState, event: SessionEvent): SessionState {
  if (state.status === 'closed' && event.type !== 'begun') return state
  switch (event.type) {
    case 'begun':
      if (state.status === 'failed') return event.quiet ? state : { status: 'authorising' }
      return keepsView(state) ? state : { status: 'authorising' }
    case 'authorised':
      return state.status === 'authorising' ? { status: 'connecting' } : state
    case 'welcomed': {
      if (state.status === 'ended' || state.status === 'waiting') return state
      return { status: 'welcome', canStart: event.canStart, error: event.error }
    }
    case 'starting':
      return state.status === 'welcome' || state.status === 'ended' ? { status: 'starting' } : state
    case 'waiting':
      return state.status === 'starting' ? { status: 'waiting' } : state
    case 'startFailed':
      if (state.status !== 'starting') return state
      if (event.from.status !== 'welcome' && event.from.status !== 'ended') return state
      return { ...event.from, error: event.error }
    case 'joining':
      // The same Channel over a new connection: it stays on the screen as it is.
      if (state.status === 'reconnecting' && state.channelSid === event.channelSid) return state
      return { status: 'joining', channelSid: event.channelSid }
    case 'joined':
      return channelOf(state) === event.channelSid ? { status: 'ready', channelSid: event.channelSid } : state
    case 'lost':
      return state.status === 'ready' ? { status: 'reconnecting', channelSid: state.channelSid, since: event.at } : state
    case 'restored':
      return state.status === 'reconnecting' ? { status: 'ready', channelSid: state.channelSid } : state
    case 'acted':
      if (state.status !== 'ready' || (state.error ?? null) === event.error) return state
      return { ...state, error: event.error ?? undefined }
    case 'ended': {
      if (channelOf(state) !== event.channelSid || state.status === 'ended') return state
      const { channelSid, reason, canStart } = event
      return { status: 'ended', channelSid, reason, canStart }
    }
    case 'failed':
      if (state.status === 'failed' && state.error.code === event.error.code) return state
      // What is on the screen stays there while there is hope.
      return keepsView(state) && event.error.retryable ? state : { status: 'failed', error: event.error }
    case 'closed':
      return { status: 'closed' }
  }
}

/** States that a new attempt to connect leaves on the screen. */
const keepsView = ({ status }: SessionState): boolean => /^(reconnecting|ended|waiting)$/.test(status)

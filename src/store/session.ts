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
  | { readonly status: 'welcome'; readonly canStart: boolean; readonly error?: ChatError }
  /** Asking the start endpoint. */
  | { readonly status: 'starting' }
  /** The back end answered 202: we are to wait until it adds us. */
  | { readonly status: 'waiting' }
  | { readonly status: 'joining'; readonly channelSid: string }
  | { readonly status: 'ready'; readonly channelSid: string }
  /** Was ready; the connection is lost and being restored. Everything stays readable and can be typed. */
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

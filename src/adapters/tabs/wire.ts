import { ChatError } from '../../chat/errors.ts'
import type { ChatErrorCode } from '../../chat/errors.ts'
import type { Capabilities, ChatService, ChatServiceEvents, SendOptions } from '../../chat/service.ts'
import type { ConnectionState } from '../../chat/types.ts'

/*
 * What tabs say to each other over the BroadcastChannel: plain data that a structured clone copies. An Access Token is
 * never among it; each tab has one of its own. Whoever changes this changes `WIRE`, so that a tab with an older build
 * is in another channel.
 */

export const WIRE = 1

/** What a follower may ask of the leader's client. */
export const methods = [
  'channels',
  'channel',
  'enter',
  'messages',
  'messagesAfter',
  'sendMessage',
  'editMessage',
  'removeMessage',
  'members',
  'typing',
  'advanceHorizon',
  'mediaUrl',
  'kick',
  'probe',
] as const
export type Method = (typeof methods)[number]
/** The part of the port that is asked over the wire. */
export type Line = Pick<ChatService, Method>

/** What the leader's client says, and each tab's port then. `connection` is news of the leader. */
export const heard = [
  'tokenExpiring',
  'tokenExpired',
  'channelAdded',
  'channelUpdated',
  'channelRemoved',
  'messageAdded',
  'messageUpdated',
  'messageRemoved',
  'memberJoined',
  'memberUpdated',
  'memberLeft',
  'typing',
] as const satisfies readonly (keyof ChatServiceEvents)[]
export type Heard = (typeof heard)[number]
/** One event, with its name. */
export type News = { readonly [Name in Heard]: { readonly name: Name; readonly event: ChatServiceEvents[Name] } }[Heard]

type Args<Name extends Method> = Name extends 'sendMessage'
  ? readonly [string, string, Omit<SendOptions, 'onProgress' | 'signal'>]
  : Readonly<Parameters<Line[Name]>>
/** One call. `call` is its number among those of the asking tab. */
export type Call = { readonly [Name in Method]: { readonly method: Name; readonly args: Args<Name> } }[Method]

/** Who the leader is connected as. */
export interface Introduction {
  readonly identity: string
  readonly capabilities: Capabilities
}

export type WireMessage =
  /** Does anybody lead? */
  | { readonly type: 'hello' }
  /** Does the leader of this era live? */
  | { readonly type: 'ping'; readonly era: string }
  | { readonly type: 'pong'; readonly era: string }
  /** I lead, and dial (`who` null) or am connected, also anew. */
  | { readonly type: 'leading'; readonly era: string; readonly connection: ConnectionState; readonly who: Introduction | null }
  | { readonly type: 'connection'; readonly era: string; readonly connection: ConnectionState }
  /** I lead no longer. */
  | { readonly type: 'left'; readonly era: string }
  | { readonly type: 'news'; readonly era: string; readonly news: News }
  | { readonly type: 'call'; readonly era: string; readonly from: string; readonly call: number; readonly what: Call }
  /** The caller's signal has aborted. */
  | { readonly type: 'abort'; readonly era: string; readonly from: string; readonly call: number }
  | {
      readonly type: 'progress'
      readonly era: string
      readonly to: string
      readonly call: number
      readonly uploaded: number
      readonly total: number
    }
  | { readonly type: 'result'; readonly era: string; readonly to: string; readonly call: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly era: string; readonly to: string; readonly call: number; readonly error: WireError | 'aborted' }
  /** The leader is to connect with a new client. */
  | { readonly type: 'rebuild'; readonly era: string }
  /** The service has taken this horizon. */
  | { readonly type: 'horizon'; readonly channelSid: string; readonly index: number }
  /** The visitor logs out, in every tab. */
  | { readonly type: 'loggedOut' }

/** A ChatError as plain data: a clone of an Error would lose all but its message. */
export interface WireError {
  readonly code: ChatErrorCode
  readonly message: string
  readonly hint: string | null
  readonly retryable: boolean
  readonly retryAfterMs: number | null
}

export function toWireError(cause: unknown): WireError {
  const { code, message, hint, retryable, retryAfterMs } = ChatError.from(cause)
  return { code, message, hint: hint ?? null, retryable, retryAfterMs }
}

export function fromWireError({ code, message, hint, retryable, retryAfterMs }: WireError): ChatError {
  return new ChatError(code, message, { retryable, retryAfterMs, ...(hint !== null && { hint }) })
}

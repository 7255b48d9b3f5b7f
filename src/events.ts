import type { ChatError } from './chat/errors.ts'
import type { Delivery } from './chat/types.ts'
import type { SessionState } from './store/session.ts'

/** What a host can ask at any time. */
export interface PublicState {
  readonly status: SessionState['status']
  readonly open: boolean
  /** Others' Messages that the visitor has not read. */
  readonly unread: number
}

export interface MessageEventDetail {
  readonly channelSid: string
  readonly sid: string
  /** The author's Identity. */
  readonly author: string
  /** By this visitor. */
  readonly own: boolean
  readonly body: string
  /** ms since the epoch */
  readonly createdAt: number
}

export interface DeliveryEventDetail {
  readonly channelSid: string
  readonly id: string
  /** As the visitor reads it: kept and waiting; on its way; without an answer yet; stored; or in need of a decision. */
  readonly status: Delivery
  /** Why it failed. */
  readonly error: ChatError | null
}

export interface GreetEventDetail {
  readonly text: string
  /** Who says it, as the host wrote. */
  readonly name: string | null
}

/** What a host can listen to: by `on(name, …)`, and as DOM events named `parlour:<name>` with this as `detail`. */
export interface ParlourEvents {
  /** The visitor is in a conversation and can write. */
  ready: { readonly channelSid: string }
  /** A new Message, the visitor's own too; not those of the history. */
  message: MessageEventDetail
  /** One of the visitor's Messages is on its way: `id` is the same until it is sent, and is in its attributes as `parlourId`. */
  delivery: DeliveryEventDetail
  unread: { readonly count: number }
  open: Record<never, never>
  close: Record<never, never>
  /** Something failed; the visitor sees its own sentence. */
  error: ChatError
  /** The conversation is over for this visitor. */
  ended: { readonly channelSid: string; readonly reason: 'ended' | 'removed' }
  state: PublicState
  /** A greeting is due; `cancel` keeps it back for this page. */
  'before:greet': GreetEventDetail & { cancel(): void }
  /** A greeting is shown. */
  greet: GreetEventDetail
}

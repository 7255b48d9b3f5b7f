import type { Attributes, Channel, ConnectionState, Member, Message, MessagePage, OutgoingFile } from './types.ts'

/** Takes the listener off again; may be called twice. */
export type Unsubscribe = () => void

export interface ChatServiceEvents {
  /**
   * The socket's state changed. After a reconnect missed changes follow as ordinary events; where another client of the SDK
   * has taken over (another tab, `rebuild`) all but edits and removals of Messages that were heard before.
   */
  connection: ConnectionState
  /** The service says that the Access Token is about to expire. A hint: our own clock decides. */
  tokenExpiring: void
  /** The service refused the Access Token because it expired. Fetch another and call `updateToken`. */
  tokenExpired: void
  /** We became a Member of the Channel, or were invited (capability `invitations`); once each. */
  channelAdded: Channel
  channelUpdated: Channel
  /** We are no longer in it: removed, left, or the Channel is gone. */
  channelRemoved: { readonly sid: string }
  messageAdded: { readonly channelSid: string; readonly message: Message }
  messageUpdated: { readonly channelSid: string; readonly message: Message }
  messageRemoved: { readonly channelSid: string; readonly sid: string; readonly index: number }
  memberJoined: { readonly channelSid: string; readonly member: Member }
  memberUpdated: { readonly channelSid: string; readonly member: Member }
  memberLeft: { readonly channelSid: string; readonly member: Member }
  typing: { readonly channelSid: string; readonly identity: string; readonly typing: boolean }
  /** The visitor logged out in another tab. This connection is closed. */
  loggedOut: void
}

/** What one service can do and another cannot. Plain data, the same for as long as the connection lives. */
export interface Capabilities {
  /**
   * A User can be invited, and accepts by `enter`. Without it nobody is ever `invited`: an invitation is as if it had
   * not been made, and the back end adds the Member itself.
   */
  readonly invitations: boolean
  /** One Message can carry several files, and a text beside them. Without it: one file and no text, or a text. */
  readonly multipleMedia: boolean
  /** The service tells `Message.receipts`. */
  readonly receipts: boolean
}

export interface SendOptions {
  /** Our own id of this Message (UUID): travels as `attributes.parlourId` and as `X-Twilio-Mutation-Id`. */
  readonly id: string
  readonly attributes?: Attributes
  /**
   * Uploaded one after the other, then sent as one Message. Whoever sends again under the same `id` uploads only what
   * had not arrived.
   */
  readonly files?: readonly OutgoingFile[]
  /** Hears how many bytes of all files are uploaded, ascending, up to the total. */
  readonly onProgress?: (uploaded: number, total: number) => void
  /** Ends the uploads. A Message whose files have all arrived is sent all the same. */
  readonly signal?: AbortSignal
}

export interface ProbeOptions {
  readonly quietMs: number
  readonly withinMs: number
}

/**
 * The port: what an adapter promises. Every method rejects with a `ChatError` only, or with the reason of the signal that
 * its caller gave. After `shutdown` that is `not-ready`, without a connection `network`. What is handed out is a copy.
 * Nothing here creates a Channel, adds a Member or joins by name: the house opens the room.
 */
export interface ChatService {
  readonly capabilities: Capabilities
  /** Our Identity, as the service knows it. */
  readonly identity: string
  readonly connection: ConnectionState
  on<Name extends keyof ChatServiceEvents>(name: Name, listener: (event: ChatServiceEvents[Name]) => void): Unsubscribe
  /**
   * Use another Access Token of the same Identity. Resolves when the service has accepted it, over a new socket if
   * need be; rejects with `connection-denied` (refused) or `network` (no answer within 10 s; retryable).
   */
  updateToken(token: string): Promise<void>
  /** Drop the socket and connect again, at once. Resolves when connected; rejects with `network` after 10 s. */
  kick(): Promise<void>
  /**
   * Makes sure that the connection lives: when nothing at all was heard from the service for `quietMs`, asks it something
   * small; without an answer within `withinMs` drops the socket and connects again. Not connected: dials at once, unless an
   * attempt has just begun. Probes at the same time ask once. Resolves when the connection lives;
   * rejects as `kick`, and with `connection-denied` while another Access Token is waited for.
   */
  probe(options: ProbeOptions): Promise<void>
  /** The Channels that we are in or invited to. */
  channels(): Promise<readonly Channel[]>
  /** One Channel that we may read. @throws ChatError `channel-not-found` */
  channel(sid: string): Promise<Channel>
  /** The Channel, of which we are a Member then: accepts an invitation (capability `invitations`). @throws ChatError `channel-not-found` */
  enter(channelSid: string): Promise<Channel>
  /** The newest Messages, or those older than `before` (an index, exclusive). At most `limit`, default 30. */
  messages(channelSid: string, options?: { readonly before?: number; readonly limit?: number }): Promise<MessagePage>
  /** Messages with index > `after`, ascending, to the end: what a broken connection may have missed. */
  messagesAfter(channelSid: string, after: number): Promise<readonly Message[]>
  /**
   * Send a text, or files, or both (capability `multipleMedia`). Resolves with its index once the service has stored it;
   * the Message itself arrives as `messageAdded`, possibly earlier. `body` may be empty only beside files.
   * @throws ChatError `message-invalid` (empty, too long, too large, too many files, a text beside files that cannot be;
   *   nothing was sent), `channel-not-found`, `message-rejected` (final), `rate-limited`, or `network` (retryable; it may
   *   have been stored all the same); or the signal's reason
   */
  sendMessage(channelSid: string, body: string, options: SendOptions): Promise<number>
  /** Of a Message that was read or heard before. @throws ChatError `message-invalid`, `message-rejected`, `network` */
  editMessage(channelSid: string, sid: string, body: string): Promise<void>
  /** Of a Message that was read or heard before. @throws ChatError `message-rejected`, `network` */
  removeMessage(channelSid: string, sid: string): Promise<void>
  members(channelSid: string): Promise<readonly Member[]>
  /** Tell the others that we are typing; throttled by the adapter. */
  typing(channelSid: string): Promise<void>
  /** Move the consumption horizon forward to `index`; never backwards. */
  advanceHorizon(channelSid: string, index: number): Promise<void>
  /**
   * An address from which a file can be fetched for a short time, without a header. Of a Message that was read or heard
   * before. @throws ChatError `load-failed`, `network`
   */
  mediaUrl(channelSid: string, messageSid: string, mediaSid: string): Promise<string>
  /**
   * Close the socket and forget everything. May be called twice. `everywhere`: the visitor logs out, so the other tabs
   * hear `loggedOut` and close theirs too. Else a connection that they share goes on in one of them.
   */
  shutdown(options?: { readonly everywhere?: boolean }): Promise<void>

  // Only of a connection that a browser's tabs share:

  /** This tab holds the socket now. Only the one that does renews the token. Absent: it does. */
  readonly leads?: boolean
  /** Resolves once this tab holds the socket, with what ends when it no longer does, or with `signal`. */
  leading?(signal: AbortSignal): Promise<AbortSignal>
  /**
   * Throw the SDK's client away and connect with a new one: what heals a subscription that went deaf. Resolves when
   * connected; rejects as `kick`.
   */
  rebuild?(): Promise<void>
}

/** How the widget gets a connected ChatService: one function for each SDK, loaded lazily. */
export interface ConnectOptions {
  /** `wss://…`; undefined = Twilio's own cloud. */
  readonly url?: string | undefined
  readonly signal: AbortSignal
  /** `<serviceSid> <identity>`: tabs of one visitor may share a connection. Without it none is shared. */
  readonly visitor?: string
  /** A token that is good now. Without it the last one is used again. @throws ChatError `token-…` */
  readonly renew?: (signal: AbortSignal) => Promise<string>
}
/** Resolves once the service has accepted the token and is initialised. @throws ChatError `connection-denied`, `connection-failed` (retryable) */
export type Connect = (token: string, options: ConnectOptions) => Promise<ChatService>

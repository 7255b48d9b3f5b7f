import type { Capabilities } from '../chat/service.ts'
import type { Attributes, ChannelStatus, Receipts } from '../chat/types.ts'

/** What both SDKs say in the same words, as far as it is used here. */
export interface VendorChannel {
  readonly sid: string
  readonly createdBy: string
  readonly friendlyName: string | null
  readonly attributes: unknown
  readonly dateCreated: Date | null
  readonly lastMessage?: { readonly index?: number; readonly dateCreated?: Date } | undefined
  join(): Promise<unknown>
  typing(): Promise<unknown>
}

export interface VendorMessage {
  readonly sid: string
  readonly index: number
  readonly author: string | null
  /** null for a Message that is media. */
  readonly body: string | null
  readonly attributes: unknown
  readonly dateCreated: Date | null
  readonly dateUpdated: Date | null
  readonly lastUpdatedBy: string | null
  updateBody(body: string): Promise<unknown>
  remove(): Promise<unknown>
}

export interface VendorMedia {
  readonly sid: string
  readonly filename: string | null
  readonly contentType: string
  readonly size: number
}

export interface VendorUser {
  readonly identity: string
  readonly friendlyName: string | null
}

export interface VendorMember<User extends VendorUser = VendorUser> {
  readonly sid: string
  /** null when there is no User. */
  readonly identity: string | null
  /** `chat` for a User. */
  readonly type: string
  getUser(): Promise<User>
}

/** The classes of one SDK. */
export interface Vendor {
  channel: VendorChannel
  message: VendorMessage
  user: VendorUser
  member: VendorMember<this['user']>
}

/** A page of the SDK's, ascending. */
export interface VendorPage<Item> {
  readonly items: readonly Item[]
  readonly hasPrevPage: boolean
}

/** Private in both SDKs (`dist/data/messages.js`), and in twilio-sync 4.0.1 (`dist/synclist.js`). */
export interface MessageList<Message> {
  readonly messagesListPromise: Promise<{ readonly syncListImpl: ServerList }>
  _upsertMessage(index: number, data: unknown): Message
}
interface ServerList {
  _queryItemsFromServer(query: { from: number; limit: number; order: 'asc' }): Promise<{
    readonly items: readonly ({ readonly index: number; readonly data: unknown } | undefined)[]
    readonly hasNextPage: boolean
  }>
}

export interface Outgoing {
  readonly body: string
  readonly attributes: Attributes
  /** `ME…` */
  readonly media: readonly string[]
}

/** What the SDK tells, by whatever names. */
export interface Hearing<V extends Vendor> {
  entered(channel: V['channel']): void
  changed(channel: V['channel']): void
  /** May be said several times. */
  gone(channel: V['channel']): void
  added(message: V['message']): void
  edited(message: V['message']): void
  removed(message: V['message']): void
  joined(member: V['member']): void
  updated(member: V['member']): void
  left(member: V['member']): void
  user(user: V['user']): void
  typing(member: V['member'], now: boolean): void
}

/** What differs between the SDKs: their names, and what they lack. The vendor's objects stay behind it. */
export interface Dialect<V extends Vendor> {
  readonly capabilities: Capabilities
  readonly identity: string
  /** Hears `initialized` or `failed`. */
  onState(listener: (state: string) => void): void
  listen(hearing: Hearing<V>): void
  stop(): void
  updateToken(token: string): Promise<unknown>

  /** Those that we are in or invited to, as far as they can be read. */
  channels(): Promise<readonly V['channel'][]>
  /** null, or a rejection: it cannot be read. */
  channel(sid: string): Promise<V['channel'] | null>
  statusOf(channel: V['channel']): ChannelStatus
  members(channel: V['channel']): Promise<readonly V['member'][]>
  /** Members that are loaded already, without asking. */
  membersOf(channel: V['channel']): Iterable<V['member']>
  horizonOf(owner: V['channel'] | V['member']): number | null
  advanceHorizon(channel: V['channel'], index: number): Promise<unknown>

  /** Backwards from `anchor`, inclusive; undefined = from the newest. Opens the list, too. */
  page(channel: V['channel'], limit: number, anchor?: number): Promise<VendorPage<V['message']>>
  listOf(channel: V['channel']): MessageList<V['message']>
  /** Resolves with the index. */
  send(channel: V['channel'], message: Outgoing): Promise<number>
  channelOf(item: V['message'] | V['member']): V['channel']
  mediaOf(message: V['message']): readonly VendorMedia[]
  receiptsOf(message: V['message']): Receipts | null
  onlineOf(user: V['user']): boolean | null

  /** Where files are uploaded to and looked up; absolute, or a path on Twilio's own. */
  readonly mediaUrl: string
}

import type { ChannelRecord, MemberRecord, MessageRecord } from './records.ts'

/** Which of Twilio's two APIs this website is on: Programmable Chat, or Conversations, its successor. */
export type TwilioService = 'chat' | 'conversations'

/**
 * All that this back end asks of Twilio, in words that fit both APIs. `chat-rooms.ts` and `conversations-rooms.ts` are the
 * two answers, line by line beside each other; nothing else here knows which of them it talks to.
 *
 * Where a row has null, the API does not tell. What Twilio refuses rejects with the library's `RestException`: `status` 404
 * when there is none, 409 when there is one already.
 */
export interface Rooms {
  /** A private Channel with nobody in it; its creator is `system`, which the widget trusts. 409 when the name is taken. */
  create(channel: NewChannel): Promise<ChannelRecord>
  /** By its sid, or by its unique name. */
  fetch(sidOrName: string): Promise<ChannelRecord>
  list(most?: { readonly limit: number }): Promise<readonly ChannelRow[]>
  /** Replaces its attributes, JSON text. */
  describe(sid: string, attributes: string): Promise<void>
  /** Marks it, and gives up its unique name, so that another may bear it. One that is closed already stays as it is. */
  retire(sid: string, attributes: string): Promise<void>
  /** With all its Messages, for good. */
  remove(sid: string): Promise<void>

  members(channelSid: string): Promise<readonly MemberRecord[]>
  /** Sid of the Channel with this unique name, if this Identity is a Member of it; else 404. */
  sidFor(uniqueName: string, identity: string): Promise<string>
  /** 409 when it is one already. */
  addMember(channelSid: string, identity: string, roleSid: string): Promise<void>
  removeMember(channelSid: string, memberSid: string): Promise<void>

  /** All of them, by index. */
  messages(channelSid: string): Promise<readonly MessageRecord[]>
  /** The last `limit` of them, the newest first. */
  newestMessages(channelSid: string, limit: number): Promise<readonly MessageRecord[]>
  removeMessage(channelSid: string, messageSid: string): Promise<void>
  /** A Message of this back end: its author is `system`. `attributes`: JSON text. */
  say(channelSid: string, body: string, attributes: string): Promise<void>

  user(identity: string): Promise<UserRow>
  users(limit: number): Promise<readonly UserRow[]>
  createUser(identity: string, fields: UserFields): Promise<void>
  updateUser(identity: string, fields: UserFields): Promise<void>
  removeUser(sid: string): Promise<void>

  roles(): Promise<readonly RoleRow[]>
  /** Answers with its sid. */
  createRole(role: Omit<RoleRow, 'sid'>): Promise<string>
  updateRole(sid: string, permissions: readonly string[]): Promise<void>
  /** What this API calls a permission of `permissions.ts`. */
  nameOf(permission: string): string

  settings(): Promise<Settings>
  updateSettings(settings: Settings): Promise<void>
  /** Whether the Service instance sends any push notification. */
  isPushing(): Promise<boolean>
}

export interface NewChannel {
  readonly uniqueName: string
  readonly friendlyName: string
  /** JSON */
  readonly attributes: string
}

export interface ChannelRow extends ChannelRecord {
  readonly type: 'public' | 'private'
  readonly membersCount: number | null
  readonly messagesCount: number | null
}

export interface UserFields {
  readonly friendlyName?: string
  readonly roleSid?: string
}

export interface UserRow {
  readonly sid: string
  readonly identity: string
  readonly friendlyName: string | null
  readonly roleSid: string
  readonly isOnline: boolean | null
  readonly joinedChannelsCount: number | null
  readonly dateCreated: string
}

/** `deployment`: what a User may do anywhere; `channel`: what a Member may do in its Channel. */
export type RoleType = 'deployment' | 'channel'

export interface RoleRow {
  readonly sid: string
  readonly friendlyName: string
  readonly type: RoleType
  /** By the names of `permissions.ts`. */
  readonly permissions: readonly string[]
}

/** Of the Service instance. */
export interface Settings {
  /** `RL…` of every new User, every new Member, and whoever makes a Channel from a client. */
  readonly defaultServiceRoleSid: string
  readonly defaultChannelRoleSid: string
  readonly defaultChannelCreatorRoleSid: string
  /** Tells how far each Member has read. */
  readonly readStatusEnabled: boolean
  /** Tells who is online. */
  readonly reachabilityEnabled: boolean
}

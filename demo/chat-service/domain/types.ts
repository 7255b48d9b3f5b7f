/** The rows of the chat service, as its domain hands them out: plain data, dates in ms since the epoch. */

/** Who does it: the back end through the public REST API (`system`), or a User over its socket. */
export type Actor = { readonly kind: 'system' } | { readonly kind: 'user'; readonly identity: string }

export interface Service {
  readonly sid: string
  readonly accountSid: string
  readonly friendlyName: string
  readonly dateCreated: number
  readonly dateUpdated: number
  readonly defaultServiceRoleSid: string
  readonly defaultChannelRoleSid: string
  readonly defaultChannelCreatorRoleSid: string
  readonly readStatusEnabled: boolean
  readonly reachabilityEnabled: boolean
  /** seconds */
  readonly typingIndicatorTimeout: number
  /** seconds */
  readonly consumptionReportInterval: number
  readonly limits: { readonly channelMembers: number; readonly userChannels: number }
  readonly preWebhookUrl: string | null
  readonly postWebhookUrl: string | null
  readonly webhookMethod: string | null
  readonly webhookFilters: readonly string[]
  readonly preWebhookRetryCount: number
  readonly postWebhookRetryCount: number
  /** As Twilio's REST shows it: `{new_message:{enabled,…},added_to_channel:{…},…,log_enabled}`. */
  readonly notifications: Readonly<Record<string, unknown>>
  readonly mediaCompatibilityMessage: string | null
}

export type RoleType = 'channel' | 'deployment'
export const permissions = [
  'addMember', 'createChannel', 'deleteAnyMessage', 'deleteOwnMessage', 'destroyChannel', 'editAnyMessage',
  'editAnyMessageAttributes', 'editAnyUserInfo', 'editChannelAttributes', 'editChannelName', 'editOwnMessage',
  'editOwnMessageAttributes', 'editOwnUserInfo', 'inviteMember', 'joinChannel', 'leaveChannel', 'removeMember',
  'sendMediaMessage', 'sendMessage',
] as const // prettier-ignore
export type Permission = (typeof permissions)[number]

export interface Role {
  readonly sid: string
  readonly friendlyName: string
  readonly type: RoleType
  readonly permissions: readonly Permission[]
  readonly dateCreated: number
  readonly dateUpdated: number
}

export interface User {
  readonly sid: string
  readonly identity: string
  readonly friendlyName: string | null
  /** JSON text */
  readonly attributes: string
  readonly roleSid: string
  /** null until the User was online for the first time */
  readonly online: boolean | null
  readonly dateCreated: number
  readonly dateUpdated: number
  readonly joinedChannelsCount: number
  /** unique name of the Sync map with the User's info */
  readonly infoMap: string
}

export type ChannelType = 'public' | 'private'
export type ConversationState = 'active' | 'inactive' | 'closed'
export interface Channel {
  readonly sid: string
  readonly friendlyName: string | null
  readonly uniqueName: string | null
  /** JSON text */
  readonly attributes: string
  readonly type: ChannelType
  /** `system` when made through REST without CreatedBy */
  readonly createdBy: string
  readonly dateCreated: number
  readonly dateUpdated: number
  readonly membersCount: number
  readonly messagesCount: number
  readonly lastMessageIndex: number | null
  /** `closed`: to be read and removed, and for nothing else */
  readonly state: ConversationState
  /** null: as it was made */
  readonly stateUpdated: number | null
  /** ISO 8601 durations after which it is inactive or closed, when nobody writes */
  readonly inactiveTimer: string | null
  readonly closedTimer: string | null
  /** When these timers run out */
  readonly dateInactive: number | null
  readonly dateClosed: number | null
  /** `MG…` */
  readonly messagingServiceSid: string | null
  /** As Conversations v1 shows it: `{email: {address, name}}`, only what was set. */
  readonly bindings: Readonly<Record<string, unknown>>
}

export interface Member {
  readonly sid: string
  readonly channelSid: string
  readonly identity: string
  readonly roleSid: string
  readonly lastConsumedMessageIndex: number | null
  readonly lastConsumptionTimestamp: number | null
  readonly notificationLevel: 'default' | 'muted'
  /** JSON text */
  readonly attributes: string
  readonly dateCreated: number
  readonly dateUpdated: number
}

export interface Invite {
  readonly sid: string
  readonly channelSid: string
  readonly identity: string
  readonly roleSid: string
  readonly createdBy: string
  readonly dateCreated: number
  readonly dateUpdated: number
}

export interface Message {
  readonly sid: string
  readonly channelSid: string
  readonly index: number
  readonly author: string
  readonly body: string
  /** JSON text */
  readonly attributes: string
  readonly media: Media | null
  readonly memberSid: string | null
  readonly lastUpdatedBy: string | null
  readonly dateCreated: number
  readonly dateUpdated: number
  /** the body was edited */
  readonly wasEdited: boolean
}

export interface Media {
  readonly sid: string
  readonly filename: string | null
  readonly contentType: string
  /** bytes */
  readonly size: number
  readonly author: string
  /** null until a Message bears it */
  readonly channelSid: string | null
  readonly messageSid: string | null
  readonly dateCreated: number
  readonly dateUpdated: number
}

export interface ChannelWebhook {
  readonly sid: string
  readonly channelSid: string
  readonly type: 'webhook' | 'trigger' | 'studio'
  /** As Twilio's REST shows it: `{url, method, filters, triggers, flow_sid, retry_count}`, only what was set. */
  readonly configuration: Readonly<Record<string, unknown>>
  readonly dateCreated: number
  readonly dateUpdated: number
}

/** A User's own view of a Channel. */
export interface UserChannel {
  readonly channel: Channel
  readonly status: 'joined' | 'invited'
  /** null when only invited */
  readonly member: Member | null
  /** null until the horizon is set; then the number of Messages above it */
  readonly unreadMessagesCount: number | null
}

/** Keyset paging: stable while rows come and go. `seq` is the row's ever-growing number within its list. */
export type Cursor = { readonly after: number } | { readonly before: number }
export interface PageRequest {
  readonly limit: number
  readonly cursor?: Cursor | undefined
  readonly order?: 'asc' | 'desc' | undefined
}
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: Cursor | null
  readonly previous: Cursor | null
}

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

export type BindingType = 'sms' | 'whatsapp' | 'messenger' | 'gbm' | 'email' | 'rcs' | 'apple'

/** How a Member that is no User (or a User with a phone number in a Group MMS) exchanges Messages with the Channel. */
export interface MessagingBinding {
  readonly type: BindingType
  /** Its own: `+15551234567`, `whatsapp:+15551234567`, `zoe@example.com`; null for a User with a projected address */
  readonly address: string | null
  /** The one of ours that it is in contact with; null for a User, and in a Group MMS */
  readonly proxyAddress: string | null
  /** The number under which a User takes part in a Group MMS */
  readonly projectedAddress: string | null
  /** mail only */
  readonly name: string | null
  /** mail only */
  readonly level: 'to' | 'cc' | null
}

/** A User in a Channel, or somebody who takes part through an address of another network. */
export interface Member {
  readonly sid: string
  readonly channelSid: string
  /** null for one that is no User of this Service instance */
  readonly identity: string | null
  /** null for a User, unless it has a projected address */
  readonly messagingBinding: MessagingBinding | null
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
  /** At most 10, in the order in which they were sent */
  readonly media: readonly Media[]
  /** mail only */
  readonly subject: string | null
  /** null when the Message is for nobody but its author */
  readonly delivery: DeliverySummary | null
  readonly memberSid: string | null
  readonly lastUpdatedBy: string | null
  readonly dateCreated: number
  readonly dateUpdated: number
  /** the body was edited */
  readonly wasEdited: boolean
}

/** What became of a Message on its way to one Member. Grows from `sent` to `read`; `undelivered` and `failed` are ends. */
export type ReceiptStatus = 'sent' | 'delivered' | 'read' | 'undelivered' | 'failed'

/** One for each Message and Member other than its author. A User's is `delivered` when a device of it got the Message, `read` when its horizon passed it. */
export interface Receipt {
  /** `DY…` */
  readonly sid: string
  readonly channelSid: string
  readonly messageSid: string
  readonly memberSid: string
  /** The Message's sid in the other network (`SM…`, `WA…`), as the carrier reported it */
  readonly channelMessageSid: string | null
  readonly status: ReceiptStatus
  /** 0 unless `undelivered` or `failed` */
  readonly errorCode: number
  readonly dateCreated: number
  readonly dateUpdated: number
}

export type DeliveryAmount = 'none' | 'some' | 'all'
/** Of how many receipts is it true? What was read was also delivered, and what was delivered or came back was also sent. */
export interface DeliverySummary {
  readonly total: number
  readonly sent: DeliveryAmount
  readonly delivered: DeliveryAmount
  readonly read: DeliveryAmount
  readonly undelivered: DeliveryAmount
  readonly failed: DeliveryAmount
}

/** Whom a Message reached as mail. */
export interface EmailRecipient {
  readonly messageSid: string
  readonly address: string
  readonly name: string | null
  readonly level: 'to' | 'cc'
}

/** `body` and `history` are parts of a mail. */
export type MediaCategory = 'media' | 'body' | 'history'

export interface Media {
  readonly sid: string
  readonly category: MediaCategory
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
  /** As Twilio's REST shows it: `{url, method, filters, triggers, flow_sid, retry_count, replay_after}`, only what was set. */
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

/** A Member with the Channel that it is in. */
export interface Membership {
  readonly channel: Channel
  readonly member: Member
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

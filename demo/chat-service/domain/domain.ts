import type { AccountConfiguration } from './account.ts'
import type { BindingChanges, NewBinding } from './bindings.ts'
import type { ConversationFields } from './conversation-state.ts'
import type {
  Actor,
  Channel,
  ChannelType,
  ChannelWebhook,
  ConversationState,
  EmailRecipient,
  Invite,
  Media,
  MediaCategory,
  Member,
  Membership,
  Message,
  Page,
  PageRequest,
  Permission,
  Receipt,
  ReceiptStatus,
  Role,
  RoleType,
  Service,
  User,
  UserChannel,
} from './types.ts'

/**
 * What the chat service can do, one Service instance at a time: no command ever sees another instance's rows.
 * Commands are synchronous and atomic: all of one happens or none. Each checks `actor` against its membership and its
 * Role's permissions and throws `ApiError` (400 invalid, 403 forbidden, 404 not found, 409 conflict).
 * What a command changed is announced on the bus only when it is on disk (`ServiceBus`).
 */
export interface Domain {
  readonly accountSid: string
  readonly services: {
    list(page: PageRequest): Page<Service>
    fetch(sid: string): Service
    create(fields: { friendlyName: string }): Service
    update(sid: string, fields: Partial<Omit<Service, 'sid' | 'accountSid' | 'dateCreated' | 'dateUpdated'>>): Service
    /** Removes everything in it. */
    remove(sid: string): void
  }
  readonly account: {
    fetch(): AccountConfiguration
    update(changes: Partial<AccountConfiguration>): AccountConfiguration
    /** The Service instance of addresses that name none. @throws ApiError 404 while there is no Service */
    defaultService(): Service
  }
  /** @throws ApiError 404 `Service not found` */
  instance(serviceSid: string): Instance
}

/** All Channels to which all of it applies. */
export interface ChannelFilter {
  readonly types?: readonly ChannelType[] | undefined
  readonly state?: ConversationState | undefined
  /** made then or later, ms */
  readonly createdFrom?: number | undefined
  /** made then or earlier, ms */
  readonly createdUntil?: number | undefined
}

export interface Instance {
  readonly serviceSid: string
  service(): Service
  /** Several commands as one: when `work` throws, nothing of it was done or is announced. */
  atomically<T>(work: () => T): T

  readonly roles: {
    list(page: PageRequest): Page<Role>
    fetch(sid: string): Role
    create(fields: { friendlyName: string; type: RoleType; permissions: readonly string[] }): Role
    update(sid: string, fields: { permissions: readonly string[] }): Role
    /** 409 while it is a default or somebody bears it. */
    remove(sid: string): void
  }

  readonly users: {
    list(page: PageRequest): Page<User>
    /** By `US…` or Identity. */
    fetch(key: string): User
    /** The User of this Identity, made with the default service Role when there is none. */
    ensure(identity: string): User
    create(fields: {
      identity: string
      roleSid?: string | undefined
      friendlyName?: string | undefined
      attributes?: string | undefined
    }): User
    update(
      actor: Actor,
      key: string,
      fields: { roleSid?: string | undefined; friendlyName?: string | undefined; attributes?: string | undefined },
    ): User
    /** Removes its memberships too. */
    remove(key: string): void
    setOnline(identity: string, online: boolean): void
    /** Users who are Members of the Channel; for its Members. */
    inChannel(actor: Actor, channelSid: string, page: PageRequest): Page<User>
  }

  readonly userChannels: {
    /** `joined`: without those that the User is only invited to */
    list(key: string, page: PageRequest & { joined?: boolean }): Page<UserChannel>
    /** Joined or invited; 404 otherwise. Channel by sid or unique name. */
    fetch(key: string, channel: string): UserChannel
    /** `lastConsumedMessageIndex: null` = nothing read. Any value is taken, also a lower one. */
    update(
      actor: Actor,
      key: string,
      channelSid: string,
      fields: {
        lastConsumedMessageIndex?: number | null | undefined
        lastConsumptionTimestamp?: number | undefined
        notificationLevel?: 'default' | 'muted' | undefined
      },
    ): UserChannel
  }

  readonly channels: {
    list(page: PageRequest & ChannelFilter): Page<Channel>
    /** By `CH…` or unique name. A User sees those it is in, is invited to or made, and public ones; else 404. */
    fetch(actor: Actor, key: string): Channel
    create(
      actor: Actor,
      fields: {
        friendlyName?: string | undefined
        uniqueName?: string | undefined
        attributes?: string | undefined
        type?: ChannelType | undefined
        createdBy?: string | undefined
        dateCreated?: number | undefined
        dateUpdated?: number | undefined
      } & ConversationFields,
    ): Channel
    /** `uniqueName: ''` clears it. 403 when it is closed. */
    update(
      actor: Actor,
      key: string,
      fields: {
        friendlyName?: string | undefined
        uniqueName?: string | undefined
        attributes?: string | undefined
        createdBy?: string | undefined
        dateCreated?: number | undefined
        dateUpdated?: number | undefined
      } & ConversationFields,
    ): Channel
    remove(actor: Actor, key: string): void
    /** Makes those inactive or closed whose timers have run out, for the sockets too. */
    runTimers(): void
  }

  readonly members: {
    list(actor: Actor, channel: string, page: PageRequest & { identities?: readonly string[] | undefined }): Page<Member>
    /** The Channels that a User, or somebody with this address, is in; the back end asks. */
    memberships(page: PageRequest & { identity?: string | undefined; address?: string | undefined }): Page<Membership>
    /** By `MB…` or Identity. */
    fetch(actor: Actor, channel: string, key: string): Member
    /**
     * Add `identity` (a User is made if there is none), or somebody reached through `messagingBinding.address`. By a User
     * for itself = join: needs an invite, or a public Channel and `joinChannel`; for another: `addMember`. 409/50404 when it
     * is a Member already, 409/50416 when the address is bound to another Channel through the same one of ours.
     */
    create(
      actor: Actor,
      channel: string,
      fields: {
        identity?: string | undefined
        messagingBinding?: NewBinding | undefined
        roleSid?: string | undefined
        attributes?: string | undefined
        lastConsumedMessageIndex?: number | undefined
        lastConsumptionTimestamp?: number | undefined
        dateCreated?: number | undefined
        dateUpdated?: number | undefined
      },
    ): Member
    update(
      actor: Actor,
      channel: string,
      key: string,
      fields: {
        roleSid?: string | undefined
        attributes?: string | undefined
        /** system only */
        messagingBinding?: BindingChanges | undefined
        lastConsumedMessageIndex?: number | null | undefined
        lastConsumptionTimestamp?: number | undefined
        dateCreated?: number | undefined
        dateUpdated?: number | undefined
      },
    ): Member
    /** Itself = leave (`leaveChannel`), another: `removeMember`. */
    remove(actor: Actor, channel: string, key: string): void
  }

  readonly invites: {
    list(channel: string, page: PageRequest & { identities?: readonly string[] | undefined }): Page<Invite>
    fetch(channel: string, sid: string): Invite
    create(actor: Actor, channel: string, fields: { identity: string; roleSid?: string | undefined }): Invite
    /** By `IN…` (system) or by the invited Identity itself (decline). */
    remove(actor: Actor, channel: string, key: string): void
  }

  readonly messages: {
    list(actor: Actor, channel: string, page: PageRequest): Page<Message>
    fetch(actor: Actor, channel: string, sid: string): Message
    create(
      actor: Actor,
      channel: string,
      fields: {
        body?: string | undefined
        attributes?: string | undefined
        /** At most 10, each its author's own and not sent yet; with a body or without */
        mediaSids?: readonly string[] | undefined
        subject?: string | undefined
        /** system only */ from?: string | undefined
        dateCreated?: number | undefined
        dateUpdated?: number | undefined
        lastUpdatedBy?: string | undefined
      },
    ): Message
    update(
      actor: Actor,
      channel: string,
      sid: string,
      fields: {
        body?: string | undefined
        attributes?: string | undefined
        from?: string | undefined
        dateCreated?: number | undefined
        dateUpdated?: number | undefined
        lastUpdatedBy?: string | undefined
      },
    ): Message
    remove(actor: Actor, channel: string, sid: string): void
  }

  readonly receipts: {
    /** For Members, and only of a Message that is there. */
    list(actor: Actor, channel: string, messageSid: string, page: PageRequest): Page<Receipt>
    /** By `DY…`. */
    fetch(actor: Actor, channel: string, messageSid: string, sid: string): Receipt
    /** What a carrier says of a Message to this Member (`MB…` or Identity). @throws ApiError 409 when that would go back */
    report(
      channel: string,
      messageSid: string,
      member: string,
      change: { status: ReceiptStatus; errorCode?: number | undefined; channelMessageSid?: string | undefined },
    ): Receipt
    /** A device of this User got the Messages of these indexes. Nothing happens for one that is no Member (any more). */
    deliver(identity: string, channelSid: string, indexes: readonly number[]): void
    /** Whom Messages, or this one, reached as mail. For Members. */
    emailRecipients(actor: Actor, channel: string, page: PageRequest & { messageSid?: string | undefined }): Page<EmailRecipient>
  }

  readonly webhooks: {
    list(channel: string, page: PageRequest): Page<ChannelWebhook>
    fetch(channel: string, sid: string): ChannelWebhook
    create(channel: string, fields: { type: ChannelWebhook['type']; configuration: Record<string, unknown> }): ChannelWebhook
    update(channel: string, sid: string, fields: { configuration: Record<string, unknown> }): ChannelWebhook
    remove(channel: string, sid: string): void
  }

  readonly media: {
    /** Uploading needs `sendMediaMessage` in the service Role or in any Channel's. */
    mayUpload(identity: string): boolean
    create(fields: {
      sid: string
      author: string
      filename: string | null
      contentType: string
      size: number
      category?: MediaCategory | undefined
    }): Media
    /** The author, and Members of the Channel that it was sent to; else 404. */
    fetch(actor: Actor, sid: string): Media
  }

  readonly typing: {
    /** The other Members to tell; 404/403 for those who are not in it or may not send. */
    start(actor: Actor, channelSid: string): { channelSid: string; identity: string; audience: readonly string[]; timeoutS: number }
  }

  readonly mutations: {
    /** `X-Twilio-Mutation-Id` seen before from this Identity: where its resource is; null for a deletion. */
    find(identity: string, mutationId: string): { resourceUrl: string | null } | undefined
    record(identity: string, mutationId: string, resourceUrl: string | null): void
  }

  /** Permission by service Role, or by the Channel Role where it is a Member. */
  may(identity: string, permission: Permission, channelSid?: string): boolean

  readonly sync: SyncStore
}

export type SyncType = 'map' | 'list' | 'document'

/** A Sync object as a client may read it. `eventId` = id of the newest event it contains. */
export interface SyncObject {
  /** `MP…`, `ES…`, `ET…` */
  readonly sid: string
  readonly type: SyncType
  readonly uniqueName: string
  readonly eventId: number
  /** documents only */
  readonly data: unknown
  readonly dateCreated: number
  readonly dateUpdated: number
}
export interface SyncItem {
  /** map: the key; list: the index */
  readonly key: string | number
  readonly data: unknown
  /** id of the event that last changed it; also its revision */
  readonly eventId: number
  readonly dateCreated: number
  readonly dateUpdated: number
}

/** An event of one Sync object, ready for the wire (protocol 6.5 builds its JSON from this). */
export type SyncEvent = {
  readonly serviceSid: string
  readonly object: Pick<SyncObject, 'sid' | 'type' | 'uniqueName'>
  readonly id: number
  readonly at: number
} & (
  | { readonly kind: 'item_added' | 'item_updated' | 'item_removed'; readonly item: SyncItem }
  | { readonly kind: 'updated'; readonly data: unknown }
  | { readonly kind: 'removed' }
)

export interface SyncStore {
  /** By unique name or sid. @throws ApiError 404 (map 54200, list 54150, document 54100), 403 when it is not for this Identity (policy: protocol 7.6) */
  open(identity: string, type: SyncType, key: string): SyncObject
  /** Ordered by key (code units) or index; `from` is inclusive. `hasMore` in the asked order, `hasBefore` before the first. */
  items(
    identity: string,
    objectSid: string,
    query: { key?: string | number; from?: string | number; limit: number; order: 'asc' | 'desc' },
  ): { items: readonly SyncItem[]; hasMore: boolean; hasBefore: boolean }
  /**
   * Everything after `lastEventId` (null = from the start), oldest first: the latest event of each item, tombstones
   * included. Checks access first. @throws ApiError as `open`
   */
  replay(identity: string, objectSid: string, lastEventId: number | null): { object: SyncObject; events: readonly SyncEvent[] }
}

/** What the domain tells the sockets, in order, and only after it is on disk. */
export interface ServiceBusEvents {
  sync: SyncEvent
  /** This Identity may read these Sync objects no more: drop its subscriptions now. */
  revoked: { readonly serviceSid: string; readonly identity: string; readonly objectSids: readonly string[] }
  /** The User or the Service instance is gone: drop its sockets. */
  userRemoved: { readonly serviceSid: string; readonly identity: string }
  serviceRemoved: { readonly serviceSid: string }
  /** These media are gone from the data: their files may go too. */
  mediaRemoved: { readonly serviceSid: string; readonly sids: readonly string[] }
}
export interface ServiceBus {
  on<Name extends keyof ServiceBusEvents>(name: Name, listener: (event: ServiceBusEvents[Name]) => void): () => void
}

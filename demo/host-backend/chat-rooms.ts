import type { ServiceContext } from 'twilio/lib/rest/chat/v2/service.js'
import type { ChannelInstance } from 'twilio/lib/rest/chat/v2/service/channel.js'
import type { MemberInstance } from 'twilio/lib/rest/chat/v2/service/channel/member.js'
import type { MessageInstance } from 'twilio/lib/rest/chat/v2/service/channel/message.js'
import type { UserInstance } from 'twilio/lib/rest/chat/v2/service/user.js'
import { ownIdOf } from './attributes.ts'
import type { ChannelRecord, MemberRecord, MessageRecord } from './records.ts'
import type { RoleType, Rooms, UserRow } from './rooms.ts'

/**
 * The rooms of Programmable Chat. Change a row by its sid (`channels(sid).update(…)`): in twilio 6.2 a row that came from
 * `list` or `create` has no `update` and no `remove` that works.
 */
export function createChatRooms(service: ServiceContext): Rooms {
  const { channels, users, roles } = service
  return {
    create: async (channel) => toChannel(await channels.create({ ...channel, type: 'private' })),
    fetch: async (sidOrName) => toChannel(await channels(sidOrName).fetch()),
    async list(most) {
      const rows = await channels.list({ ...most, type: ['private', 'public'], pageSize: 100 })
      return rows.map((row) => ({
        ...toChannel(row),
        type: row.type,
        membersCount: row.membersCount,
        messagesCount: row.messagesCount,
      }))
    },
    describe: async (sid, attributes) => void (await channels(sid).update({ attributes })),
    retire: async (sid, attributes) => void (await channels(sid).update({ attributes, uniqueName: '' })),
    remove: async (sid) => void (await channels(sid).remove()),

    members: async (sid) => (await channels(sid).members.list({ pageSize: 100 })).map(toMember),
    sidFor: async (uniqueName, identity) => (await channels(uniqueName).members(identity).fetch()).channelSid,
    addMember: async (sid, identity, roleSid) => void (await channels(sid).members.create({ identity, roleSid })),
    removeMember: async (sid, memberSid) => void (await channels(sid).members(memberSid).remove()),

    messages: async (sid) => (await channels(sid).messages.list({ order: 'asc', pageSize: 100 })).map(toMessage),
    newestMessages: async (sid, limit) => (await channels(sid).messages.list({ order: 'desc', limit })).map(toMessage),
    removeMessage: async (sid, messageSid) => void (await channels(sid).messages(messageSid).remove()),
    say: async (sid, body, attributes) => void (await channels(sid).messages.create({ from: 'system', body, attributes })),

    user: async (identity) => toUser(await users(identity).fetch()),
    users: async (limit) => (await users.list({ limit })).map(toUser),
    createUser: async (identity, fields) => void (await users.create({ identity, ...fields })),
    updateUser: async (identity, fields) => void (await users(identity).update(fields)),
    removeUser: async (sid) => void (await users(sid).remove()),

    async roles() {
      return (await roles.list()).map(({ sid, friendlyName, type, permissions }) => ({
        sid,
        friendlyName,
        type: type as RoleType,
        permissions,
      }))
    },
    async createRole({ friendlyName, type, permissions }) {
      return (await roles.create({ friendlyName, type, permission: [...permissions] })).sid
    },
    updateRole: async (sid, permissions) => void (await roles(sid).update({ permission: [...permissions] })),
    nameOf: (permission) => permission,

    async settings() {
      const found = await service.fetch()
      return {
        defaultServiceRoleSid: found.defaultServiceRoleSid,
        defaultChannelRoleSid: found.defaultChannelRoleSid,
        defaultChannelCreatorRoleSid: found.defaultChannelCreatorRoleSid,
        readStatusEnabled: found.readStatusEnabled,
        reachabilityEnabled: found.reachabilityEnabled,
      }
    },
    updateSettings: async (settings) => void (await service.update({ ...settings })),
    async isPushing() {
      const { new_message, added_to_channel, removed_from_channel, invited_to_channel } = (await service.fetch()).notifications
      return [new_message, added_to_channel, removed_from_channel, invited_to_channel].some((kind) => kind?.enabled === true)
    },
  }
}

function toChannel({ sid, friendlyName, uniqueName, attributes, createdBy, dateCreated }: ChannelInstance): ChannelRecord {
  return { sid, friendlyName, uniqueName, attributes, createdBy, dateCreated: dateCreated.toISOString(), closed: false }
}

function toMember(row: MemberInstance): MemberRecord {
  const { sid, identity, roleSid, attributes, lastConsumedMessageIndex, dateCreated } = row
  return {
    sid,
    identity,
    messagingBinding: null,
    roleSid,
    attributes,
    lastConsumedMessageIndex,
    dateCreated: dateCreated.toISOString(),
  }
}

function toMessage(row: MessageInstance): MessageRecord {
  const { sid, index, from, body, attributes, media, wasEdited, lastUpdatedBy, dateCreated, dateUpdated } = row
  return {
    sid,
    index,
    parlourId: ownIdOf(attributes),
    from,
    body,
    attributes,
    media: media ? [media] : [],
    wasEdited,
    lastUpdatedBy,
    dateCreated: dateCreated.toISOString(),
    dateUpdated: dateUpdated.toISOString(),
  }
}

function toUser({ sid, identity, friendlyName, roleSid, isOnline, joinedChannelsCount, dateCreated }: UserInstance): UserRow {
  return { sid, identity, friendlyName, roleSid, isOnline, joinedChannelsCount, dateCreated: dateCreated.toISOString() }
}

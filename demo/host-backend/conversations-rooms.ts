import type { ServiceContext } from 'twilio/lib/rest/conversations/v1/service.js'
import type { ConversationInstance } from 'twilio/lib/rest/conversations/v1/service/conversation.js'
import type { MessageInstance } from 'twilio/lib/rest/conversations/v1/service/conversation/message.js'
import type { ParticipantInstance } from 'twilio/lib/rest/conversations/v1/service/conversation/participant.js'
import type { UserInstance } from 'twilio/lib/rest/conversations/v1/service/user.js'
import { ownIdOf } from './attributes.ts'
import type { ChannelRecord, MemberRecord, MessageRecord } from './records.ts'
import type { Rooms, UserRow } from './rooms.ts'

/**
 * The rooms of Conversations: a Channel is a conversation here, a Member a participant, `from` an `author`, and sids stay
 * what they are. All conversations are private. Change a row by its sid, as in `chat-rooms.ts`.
 */
export function createConversationsRooms(service: ServiceContext): Rooms {
  const { conversations, users, roles } = service
  return {
    create: async (channel) => toChannel(await conversations.create({ ...channel })),
    fetch: async (sidOrName) => toChannel(await conversations(sidOrName).fetch()),
    async list(most) {
      const rows = await conversations.list({ ...most, pageSize: 100 })
      return rows.map((row) => ({
        ...toChannel(row),
        type: 'private',
        membersCount: null,
        messagesCount: null,
      }))
    },
    describe: async (sid, attributes) => void (await conversations(sid).update({ attributes })),
    async retire(sid, attributes) {
      // A closed conversation takes no changes: 403.
      if ((await conversations(sid).fetch()).state !== 'closed') await conversations(sid).update({ attributes, uniqueName: '' })
    },
    remove: async (sid) => void (await conversations(sid).remove()),

    members: async (sid) => (await conversations(sid).participants.list({ pageSize: 100 })).map(toMember),
    sidFor: async (uniqueName, identity) => (await conversations(uniqueName).participants(identity).fetch()).conversationSid,
    addMember: async (sid, identity, roleSid) => void (await conversations(sid).participants.create({ identity, roleSid })),
    removeMember: async (sid, memberSid) => void (await conversations(sid).participants(memberSid).remove()),

    messages: async (sid) => (await conversations(sid).messages.list({ order: 'asc', pageSize: 100 })).map(toMessage),
    newestMessages: async (sid, limit) => (await conversations(sid).messages.list({ order: 'desc', limit })).map(toMessage),
    removeMessage: async (sid, messageSid) => void (await conversations(sid).messages(messageSid).remove()),
    say: async (sid, body, attributes) => void (await conversations(sid).messages.create({ author: 'system', body, attributes })),

    user: async (identity) => toUser(await users(identity).fetch()),
    users: async (limit) => (await users.list({ limit })).map(toUser),
    createUser: async (identity, fields) => void (await users.create({ identity, ...fields })),
    updateUser: async (identity, fields) => void (await users(identity).update(fields)),
    removeUser: async (sid) => void (await users(sid).remove()),

    async roles() {
      return (await roles.list()).map(({ sid, friendlyName, type, permissions }) => ({
        sid,
        friendlyName,
        type: type === 'service' ? 'deployment' : 'channel',
        permissions: permissions.map((name) => chatNames.get(name) ?? name),
      }))
    },
    async createRole({ friendlyName, type, permissions }) {
      const permission = permissions.map(nameOf)
      return (await roles.create({ friendlyName, type: type === 'deployment' ? 'service' : 'conversation', permission })).sid
    },
    updateRole: async (sid, permissions) => void (await roles(sid).update({ permission: permissions.map(nameOf) })),
    nameOf,

    async settings() {
      const found = await service.configuration().fetch()
      return {
        defaultServiceRoleSid: found.defaultChatServiceRoleSid,
        defaultChannelRoleSid: found.defaultConversationRoleSid,
        defaultChannelCreatorRoleSid: found.defaultConversationCreatorRoleSid,
        // Conversations has no such switch: it always tells.
        readStatusEnabled: true,
        reachabilityEnabled: found.reachabilityEnabled,
      }
    },
    async updateSettings({ defaultServiceRoleSid, defaultChannelRoleSid, defaultChannelCreatorRoleSid, reachabilityEnabled }) {
      await service.configuration().update({
        defaultChatServiceRoleSid: defaultServiceRoleSid,
        defaultConversationRoleSid: defaultChannelRoleSid,
        defaultConversationCreatorRoleSid: defaultChannelCreatorRoleSid,
        reachabilityEnabled,
      })
    },
    async isPushing() {
      const { newMessage, addedToConversation, removedFromConversation } = await service.configuration.notifications().fetch()
      return [newMessage, addedToConversation, removedFromConversation].some((kind) => kind?.enabled === true)
    },
  }
}

function toChannel({ sid, friendlyName, uniqueName, attributes, state, dateCreated }: ConversationInstance): ChannelRecord {
  const createdBy = null
  return { sid, friendlyName, uniqueName, attributes, createdBy, dateCreated: dateCreated.toISOString(), closed: state === 'closed' }
}

function toMember(row: ParticipantInstance): MemberRecord {
  const { sid, identity, messagingBinding, roleSid, attributes, lastReadMessageIndex, dateCreated } = row
  return {
    sid,
    identity,
    messagingBinding,
    roleSid,
    attributes,
    lastConsumedMessageIndex: lastReadMessageIndex,
    dateCreated: dateCreated.toISOString(),
  }
}

function toMessage(row: MessageInstance): MessageRecord {
  const { sid, index, author, body, attributes, media, dateCreated, dateUpdated } = row
  return {
    sid,
    index,
    parlourId: ownIdOf(attributes),
    from: author,
    body,
    attributes,
    media: media ?? [],
    wasEdited: null,
    lastUpdatedBy: null,
    dateCreated: dateCreated.toISOString(),
    dateUpdated: dateUpdated.toISOString(),
  }
}

function toUser({ sid, identity, friendlyName, roleSid, isOnline, dateCreated }: UserInstance): UserRow {
  return { sid, identity, friendlyName, roleSid, isOnline, joinedChannelsCount: null, dateCreated: dateCreated.toISOString() }
}

/** Permissions whose names differ; all others bear one name in both APIs. */
const names = new Map([
  ['addMember', 'addParticipant'],
  ['createChannel', 'createConversation'],
  ['destroyChannel', 'deleteConversation'],
  ['editChannelAttributes', 'editConversationAttributes'],
  ['editChannelName', 'editConversationName'],
  ['joinChannel', 'joinConversation'],
  ['leaveChannel', 'leaveConversation'],
  ['removeMember', 'removeParticipant'],
])
const chatNames = new Map([...names].map(([chat, conversations]) => [conversations, chat]))
const nameOf = (permission: string): string => names.get(permission) ?? permission

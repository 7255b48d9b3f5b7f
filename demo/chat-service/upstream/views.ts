import type { Channel, Invite, Media, Member, Message, MessagingBinding, Receipt, Service, User, UserChannel } from '../domain/types.ts'
import type { Links } from './links.ts'

/** The rows as the client's REST shows them (protocol 8); dates become ISO 8601. */
const iso = (ms: number): string => new Date(ms).toISOString()

/** Names of a Channel's Sync objects. The document's is fixed in the SDK (protocol 7). */
const channelObjects = (sid: string): { conversation: string; messages: string; participants: string } => ({
  conversation: `${sid}.channel`,
  messages: `${sid}.messages`,
  participants: `${sid}.roster`,
})

export function channelView(channel: Channel, links: Links): Record<string, unknown> {
  const url = links.channel(channel.sid)
  return {
    sid: channel.sid,
    unique_name: channel.uniqueName,
    friendly_name: channel.friendlyName,
    attributes: channel.attributes,
    type: channel.type,
    created_by: channel.createdBy,
    date_created: iso(channel.dateCreated),
    date_updated: iso(channel.dateUpdated),
    messages_count: channel.messagesCount,
    participants_count: channel.membersCount,
    url,
    links: { messages: `${url}/Messages`, participants: `${url}/Participants`, invites: `${url}/Invites` },
    sync_objects: channelObjects(channel.sid),
  }
}

/** `GET MyConversations`: the Channel as this User is in it. Both SDKs' names of the horizon. */
export function myChannelView({ channel, status, member, unreadMessagesCount }: UserChannel, links: Links): Record<string, unknown> {
  const horizon = member?.lastConsumedMessageIndex ?? null
  return {
    ...channelView(channel, links),
    conversation_sid: channel.sid,
    participant_sid: member?.sid ?? null,
    status,
    last_consumed_message_index: horizon,
    last_read_message_index: horizon,
    notification_level: member?.notificationLevel ?? 'default',
    unread_messages_count: unreadMessagesCount,
  }
}

const bindingView = (binding: MessagingBinding): Record<string, unknown> => ({
  type: binding.type,
  address: binding.address,
  proxy_address: binding.proxyAddress,
  projected_address: binding.projectedAddress,
})

export const memberView = (member: Member): Record<string, unknown> => ({
  sid: member.sid,
  conversation_sid: member.channelSid,
  identity: member.identity,
  messaging_binding: member.messagingBinding && bindingView(member.messagingBinding),
  role_sid: member.roleSid,
  attributes: member.attributes,
  last_consumed_message_index: member.lastConsumedMessageIndex,
  last_read_message_index: member.lastConsumedMessageIndex,
  date_created: iso(member.dateCreated),
  date_updated: iso(member.dateUpdated),
})

export const inviteView = (invite: Invite): Record<string, unknown> => ({
  sid: invite.sid,
  conversation_sid: invite.channelSid,
  identity: invite.identity,
  role_sid: invite.roleSid,
  created_by: invite.createdBy,
  date_created: iso(invite.dateCreated),
  date_updated: iso(invite.dateUpdated),
})

const mediaView = (media: Media): Record<string, unknown> => ({
  sid: media.sid,
  filename: media.filename,
  content_type: media.contentType,
  size: media.size,
  category: media.category,
})

export const messageView = (message: Message): Record<string, unknown> => ({
  sid: message.sid,
  conversation_sid: message.channelSid,
  index: message.index,
  author: message.author,
  participant_sid: message.memberSid,
  body: message.body,
  attributes: message.attributes,
  subject: message.subject,
  media: message.media[0] ? mediaView(message.media[0]) : null,
  medias: message.media.map(mediaView),
  delivery: message.delivery,
  last_updated_by: message.lastUpdatedBy,
  date_created: iso(message.dateCreated),
  date_updated: iso(message.dateUpdated),
})

/** What `links.messages_receipts` of the configuration leads to (protocol 17). */
export const receiptView = (receipt: Receipt): Record<string, unknown> => ({
  sid: receipt.sid,
  message_sid: receipt.messageSid,
  conversation_sid: receipt.channelSid,
  channel_message_sid: receipt.channelMessageSid,
  participant_sid: receipt.memberSid,
  status: receipt.status,
  error_code: receipt.errorCode,
  date_created: iso(receipt.dateCreated),
  date_updated: iso(receipt.dateUpdated),
})

export const userView = (user: User, service: Service): Record<string, unknown> => ({
  identity: user.identity,
  friendly_name: user.friendlyName,
  attributes: user.attributes,
  is_online: service.reachabilityEnabled ? (user.online ?? false) : null,
  is_notifiable: service.reachabilityEnabled ? false : null,
  // `subscribe()` of a descriptor reads the one, `getUser()` the other.
  sync_unique_name: user.infoMap,
  sync_objects: { user_info_map: user.infoMap },
})

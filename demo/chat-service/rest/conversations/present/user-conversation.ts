import type { Member, UserChannel } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { presentTimers } from './conversation.ts'
import { type ConversationsPlace, conversationUrl } from './place.ts'

/** @param member of this User: an invitation is no part of Conversations */
export function presentUserConversation(place: ConversationsPlace, userSid: string, userChannel: UserChannel, member: Member) {
  const { channel, unreadMessagesCount } = userChannel
  const conversation = conversationUrl(place, channel.sid)
  return {
    account_sid: place.accountSid,
    chat_service_sid: place.serviceSid,
    conversation_sid: channel.sid,
    unread_messages_count: unreadMessagesCount,
    last_read_message_index: member.lastConsumedMessageIndex,
    participant_sid: member.sid,
    user_sid: userSid,
    friendly_name: channel.friendlyName,
    conversation_state: channel.state,
    timers: presentTimers(channel),
    attributes: channel.attributes,
    date_created: date(channel.dateCreated),
    date_updated: date(channel.dateUpdated),
    created_by: channel.createdBy,
    notification_level: member.notificationLevel,
    unique_name: channel.uniqueName,
    url: `${place.url}/Users/${userSid}/Conversations/${channel.sid}`,
    links: { participant: `${conversation}/Participants/${member.sid}`, conversation },
  }
}

import type { Channel, Member, User } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { presentWholeBinding } from './binding.ts'
import { presentTimers } from './conversation.ts'
import { type ConversationsPlace, conversationUrl } from './place.ts'

/** @param user null for a participant that is reached by an address */
export function presentParticipantConversation(place: ConversationsPlace, user: User | null, channel: Channel, member: Member) {
  const conversation = conversationUrl(place, channel.sid)
  return {
    account_sid: place.accountSid,
    chat_service_sid: place.serviceSid,
    participant_sid: member.sid,
    participant_user_sid: user?.sid ?? null,
    participant_identity: user?.identity ?? null,
    participant_messaging_binding: presentWholeBinding(member.messagingBinding),
    conversation_sid: channel.sid,
    conversation_unique_name: channel.uniqueName,
    conversation_friendly_name: channel.friendlyName,
    conversation_attributes: channel.attributes,
    conversation_date_created: date(channel.dateCreated),
    conversation_date_updated: date(channel.dateUpdated),
    conversation_created_by: channel.createdBy,
    conversation_state: channel.state,
    conversation_timers: presentTimers(channel),
    links: { participant: `${conversation}/Participants/${member.sid}`, conversation },
  }
}

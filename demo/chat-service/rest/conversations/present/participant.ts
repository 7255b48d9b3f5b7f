import type { Member } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { presentBinding } from './binding.ts'
import { type ConversationsPlace, conversationUrl, within } from './place.ts'

export const presentParticipant = (place: ConversationsPlace, member: Member) => ({
  ...within(place, member.channelSid),
  sid: member.sid,
  identity: member.identity,
  attributes: member.attributes,
  messaging_binding: presentBinding(member.messagingBinding),
  role_sid: member.roleSid,
  date_created: date(member.dateCreated),
  date_updated: date(member.dateUpdated),
  url: `${conversationUrl(place, member.channelSid)}/Participants/${member.sid}`,
  last_read_message_index: member.lastConsumedMessageIndex,
  last_read_timestamp: member.lastConsumptionTimestamp === null ? null : date(member.lastConsumptionTimestamp),
})

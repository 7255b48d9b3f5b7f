import type { Member } from '../../domain/types.ts'
import { channelUrl, date, type Place } from './place.ts'

export const presentMember = (place: Place, member: Member) => ({
  sid: member.sid,
  account_sid: place.accountSid,
  channel_sid: member.channelSid,
  service_sid: place.serviceSid,
  identity: member.identity,
  date_created: date(member.dateCreated),
  date_updated: date(member.dateUpdated),
  role_sid: member.roleSid,
  last_consumed_message_index: member.lastConsumedMessageIndex,
  last_consumption_timestamp: member.lastConsumptionTimestamp === null ? null : date(member.lastConsumptionTimestamp),
  url: `${channelUrl(place, member.channelSid)}/Members/${member.sid}`,
  attributes: member.attributes,
})

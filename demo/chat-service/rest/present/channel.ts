import type { Channel } from '../../domain/types.ts'
import { channelUrl, date, type Place } from './place.ts'

/** @param lastMessageSid null while the Channel has no Message */
export function presentChannel(place: Place, channel: Channel, lastMessageSid: string | null) {
  const url = channelUrl(place, channel.sid)
  return {
    sid: channel.sid,
    account_sid: place.accountSid,
    service_sid: place.serviceSid,
    friendly_name: channel.friendlyName,
    unique_name: channel.uniqueName,
    attributes: channel.attributes,
    type: channel.type,
    date_created: date(channel.dateCreated),
    date_updated: date(channel.dateUpdated),
    created_by: channel.createdBy,
    members_count: channel.membersCount,
    messages_count: channel.messagesCount,
    url,
    links: {
      members: `${url}/Members`,
      messages: `${url}/Messages`,
      invites: `${url}/Invites`,
      webhooks: `${url}/Webhooks`,
      last_message: lastMessageSid && `${url}/Messages/${lastMessageSid}`,
    },
  }
}

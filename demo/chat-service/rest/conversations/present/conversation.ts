import type { Channel } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { type ConversationsPlace, conversationUrl } from './place.ts'

/** When the state will change by itself; a timer that is not set, or has run out, is not there. */
export const presentTimers = ({ dateInactive, dateClosed }: Channel) => ({
  ...(dateInactive === null ? {} : { date_inactive: date(dateInactive) }),
  ...(dateClosed === null ? {} : { date_closed: date(dateClosed) }),
})

function present(place: ConversationsPlace, channel: Channel) {
  const url = conversationUrl(place, channel.sid)
  const links = { participants: `${url}/Participants`, messages: `${url}/Messages`, webhooks: `${url}/Webhooks` }
  return {
    sid: channel.sid,
    account_sid: place.accountSid,
    chat_service_sid: place.serviceSid,
    messaging_service_sid: channel.messagingServiceSid,
    friendly_name: channel.friendlyName,
    unique_name: channel.uniqueName,
    attributes: channel.attributes,
    state: channel.state,
    date_created: date(channel.dateCreated),
    date_updated: date(channel.dateUpdated),
    timers: presentTimers(channel),
    bindings: channel.bindings,
    url,
    links,
  }
}

/** A Channel, as Conversations v1 shows it. */
export function presentConversation(place: ConversationsPlace, channel: Channel) {
  const shown = present(place, channel)
  return { ...shown, links: { ...shown.links, export: `${shown.url}/Export` } }
}

/** The answer of `ConversationWithParticipants`, which has a link less. */
export const presentConversationWithParticipants = present

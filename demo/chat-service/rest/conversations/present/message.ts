import type { Media, Message } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { type ConversationsPlace, conversationUrl, within } from './place.ts'

const presentMedia = ({ sid, size, contentType, filename }: Media) => ({ sid, size, content_type: contentType, filename })

export function presentMessage(place: ConversationsPlace, message: Message) {
  const url = `${conversationUrl(place, message.channelSid)}/Messages/${message.sid}`
  const media = message.media.length === 0 ? null : message.media.map(presentMedia)
  return {
    ...within(place, message.channelSid),
    sid: message.sid,
    index: message.index,
    author: message.author,
    body: media !== null && message.body === '' ? null : message.body,
    media,
    attributes: message.attributes,
    participant_sid: message.memberSid,
    date_created: date(message.dateCreated),
    date_updated: date(message.dateUpdated),
    delivery: message.delivery,
    // Of a Rich Content template, which this chat service has not.
    content_sid: null,
    url,
    links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
  }
}

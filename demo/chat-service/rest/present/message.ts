import type { Media, Message } from '../../domain/types.ts'
import { channelUrl, date, type Place } from './place.ts'

/** Programmable Chat shows the first; Conversations has them all. */
const presentMedia = ({ sid, size, contentType, filename }: Media) => ({ sid, size, content_type: contentType, filename })

export const presentMessage = (place: Place, message: Message) => ({
  sid: message.sid,
  account_sid: place.accountSid,
  attributes: message.attributes,
  service_sid: place.serviceSid,
  to: message.channelSid,
  channel_sid: message.channelSid,
  date_created: date(message.dateCreated),
  date_updated: date(message.dateUpdated),
  last_updated_by: message.lastUpdatedBy,
  was_edited: message.wasEdited,
  from: message.author,
  body: message.body,
  index: message.index,
  type: message.media.length > 0 ? 'media' : 'text',
  media: message.media[0] ? presentMedia(message.media[0]) : null,
  url: `${channelUrl(place, message.channelSid)}/Messages/${message.sid}`,
})

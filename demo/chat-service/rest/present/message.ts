import type { Message } from '../../domain/types.ts'
import { channelUrl, date, type Place } from './place.ts'

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
  type: message.media ? 'media' : 'text',
  media: message.media && {
    sid: message.media.sid,
    size: message.media.size,
    content_type: message.media.contentType,
    filename: message.media.filename,
  },
  url: `${channelUrl(place, message.channelSid)}/Messages/${message.sid}`,
})

import type { Media as VendorMedia, Message as VendorMessage } from 'twilio-chat'
import type { Media, Message } from '../chat/types.ts'
import { toAttributes, toTime } from './to-attributes.ts'

export function toMessage(message: VendorMessage): Message {
  return {
    sid: message.sid,
    index: message.index,
    author: message.author ?? '',
    // The SDK gives null for a Message that is media.
    body: message.body ?? '',
    attributes: toAttributes(message.attributes),
    createdAt: toTime(message.dateCreated),
    // Somebody is named only once somebody has changed it; the date alone also moves with the attributes.
    editedAt: message.lastUpdatedBy ? toTime(message.dateUpdated) : null,
    media: message.media ? [toMedia(message.media)] : [],
  }
}

const toMedia = ({ sid, filename, contentType, size }: VendorMedia): Media => ({
  sid,
  filename: filename || null,
  contentType: contentType || 'application/octet-stream',
  size: size || 0,
})

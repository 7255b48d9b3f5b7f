import type { Media, Message } from '../chat/types.ts'
import type { Dialect, Vendor, VendorMedia } from './dialect.ts'
import { toAttributes, toTime } from './to-attributes.ts'

export const toMessage = <V extends Vendor>(dialect: Pick<Dialect<V>, 'mediaOf' | 'receiptsOf'>, message: V['message']): Message => ({
  sid: message.sid,
  index: message.index,
  author: message.author ?? '',
  body: message.body ?? '',
  attributes: toAttributes(message.attributes),
  createdAt: toTime(message.dateCreated),
  // Somebody is named only once somebody has changed it; the date alone also moves with the attributes.
  editedAt: message.lastUpdatedBy ? toTime(message.dateUpdated) : null,
  media: dialect.mediaOf(message).map(toMedia),
  receipts: dialect.receiptsOf(message),
})

const toMedia = ({ sid, filename, contentType, size }: VendorMedia): Media => ({
  sid,
  filename: filename || null,
  contentType: contentType || 'application/octet-stream',
  size: size || 0,
})

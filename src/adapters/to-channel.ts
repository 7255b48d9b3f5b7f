import type { Channel } from '../chat/types.ts'
import type { Dialect, Vendor } from './dialect.ts'
import { toAttributes, toTime } from './to-attributes.ts'

export const toChannel = <V extends Vendor>(dialect: Pick<Dialect<V>, 'statusOf' | 'horizonOf'>, channel: V['channel']): Channel => ({
  sid: channel.sid,
  createdBy: channel.createdBy ?? '',
  friendlyName: channel.friendlyName || null,
  status: dialect.statusOf(channel),
  attributes: toAttributes(channel.attributes),
  createdAt: toTime(channel.dateCreated),
  lastConsumedMessageIndex: dialect.horizonOf(channel) ?? null,
  lastMessageIndex: channel.lastMessage?.index ?? null,
  lastMessageAt: channel.lastMessage?.dateCreated ? toTime(channel.lastMessage.dateCreated) : null,
})

import type { Channel as VendorChannel } from 'twilio-chat'
import type { Channel, ChannelStatus } from '../chat/types.ts'
import { toAttributes, toTime } from './to-attributes.ts'

export function toChannel(channel: VendorChannel): Channel {
  return {
    sid: channel.sid,
    createdBy: channel.createdBy ?? '',
    friendlyName: channel.friendlyName || null,
    status: toStatus(channel.status),
    attributes: toAttributes(channel.attributes),
    createdAt: toTime(channel.dateCreated),
    lastConsumedMessageIndex: channel.lastConsumedMessageIndex ?? null,
    lastMessageIndex: channel.lastMessage?.index ?? null,
  }
}

const toStatus = (status: VendorChannel['status']): ChannelStatus =>
  status === 'joined' || status === 'invited' ? status : 'notParticipating'

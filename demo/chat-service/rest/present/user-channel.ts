import type { UserChannel } from '../../domain/types.ts'
import { channelUrl, type Place } from './place.ts'

export const presentUserChannel = (place: Place, userSid: string, { channel, status, member, unreadMessagesCount }: UserChannel) => ({
  account_sid: place.accountSid,
  service_sid: place.serviceSid,
  channel_sid: channel.sid,
  user_sid: userSid,
  member_sid: member?.sid ?? null,
  status,
  last_consumed_message_index: member?.lastConsumedMessageIndex ?? null,
  unread_messages_count: unreadMessagesCount,
  notification_level: member?.notificationLevel ?? 'default',
  links: {
    channel: channelUrl(place, channel.sid),
    member: member && `${channelUrl(place, channel.sid)}/Members/${member.sid}`,
  },
  url: `${place.url}/Users/${userSid}/Channels/${channel.sid}`,
})

import type { User } from '../../domain/types.ts'
import { date, type Place } from './place.ts'

/** @param online what `is_online` shows: the caller knows whether the Service instance reports it */
export const presentUser = (place: Place, user: User, online: boolean | null) => ({
  sid: user.sid,
  account_sid: place.accountSid,
  service_sid: place.serviceSid,
  attributes: user.attributes,
  friendly_name: user.friendlyName,
  role_sid: user.roleSid,
  identity: user.identity,
  is_online: online,
  // null until a User registers for push, which this chat service does not offer.
  is_notifiable: null,
  date_created: date(user.dateCreated),
  date_updated: date(user.dateUpdated),
  joined_channels_count: user.joinedChannelsCount,
  links: {
    user_channels: `${place.url}/Users/${user.sid}/Channels`,
    user_bindings: `${place.url}/Users/${user.sid}/Bindings`,
  },
  url: `${place.url}/Users/${user.sid}`,
})

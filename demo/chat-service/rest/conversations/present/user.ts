import type { User } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import type { ConversationsPlace } from './place.ts'

export const presentUser = (place: ConversationsPlace, user: User) => ({
  sid: user.sid,
  account_sid: place.accountSid,
  chat_service_sid: place.serviceSid,
  role_sid: user.roleSid,
  identity: user.identity,
  friendly_name: user.friendlyName,
  attributes: user.attributes,
  is_online: user.online,
  // null until a User registers for push, which this chat service does not offer.
  is_notifiable: null,
  date_created: date(user.dateCreated),
  date_updated: date(user.dateUpdated),
  url: `${place.url}/Users/${user.sid}`,
  links: { user_conversations: `${place.url}/Users/${user.sid}/Conversations` },
})

import type { Role } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { showPermission, showRoleType } from '../words.ts'
import type { ConversationsPlace } from './place.ts'

export const presentRole = (place: ConversationsPlace, role: Role) => ({
  sid: role.sid,
  account_sid: place.accountSid,
  chat_service_sid: place.serviceSid,
  friendly_name: role.friendlyName,
  type: showRoleType(role.type),
  permissions: role.permissions.map(showPermission),
  date_created: date(role.dateCreated),
  date_updated: date(role.dateUpdated),
  url: `${place.url}/Roles/${role.sid}`,
})

import type { Role } from '../../domain/types.ts'
import { date, type Place } from './place.ts'

export const presentRole = (place: Place, role: Role) => ({
  sid: role.sid,
  account_sid: place.accountSid,
  service_sid: place.serviceSid,
  friendly_name: role.friendlyName,
  type: role.type,
  permissions: role.permissions,
  date_created: date(role.dateCreated),
  date_updated: date(role.dateUpdated),
  url: `${place.url}/Roles/${role.sid}`,
})

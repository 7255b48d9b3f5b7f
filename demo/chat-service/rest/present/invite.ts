import type { Invite } from '../../domain/types.ts'
import { channelUrl, date, type Place } from './place.ts'

export const presentInvite = (place: Place, invite: Invite) => ({
  sid: invite.sid,
  account_sid: place.accountSid,
  channel_sid: invite.channelSid,
  service_sid: place.serviceSid,
  identity: invite.identity,
  date_created: date(invite.dateCreated),
  date_updated: date(invite.dateUpdated),
  role_sid: invite.roleSid,
  created_by: invite.createdBy,
  url: `${channelUrl(place, invite.channelSid)}/Invites/${invite.sid}`,
})

import { notFound } from './errors.ts'
import type { Scope } from './scope.ts'
import { isSid } from './sids.ts'
import type { Invite, Member } from './types.ts'

export const memberColumns = `members.sid, members.channelSid, members.identity, members.roleSid, members.lastConsumedMessageIndex,
  members.lastConsumptionTimestamp, members.notificationLevel, members.attributes, members.dateCreated, members.dateUpdated`
export const inviteColumns = `invites.sid, invites.channelSid, invites.identity, invites.roleSid, invites.createdBy,
  invites.dateCreated, invites.dateUpdated`

/** By `MB…` or Identity. The row is a `Member` as it stands. */
export function findMember({ database, serviceSid }: Scope, channelSid: string, key: string): Member | undefined {
  const column = isSid(key, 'MB') ? 'sid' : 'identity'
  return database.get<Member>(`SELECT ${memberColumns} FROM members WHERE serviceSid = ? AND channelSid = ? AND ${column} = ?`, [
    serviceSid,
    channelSid,
    key,
  ])
}

/** @throws ApiError 404 */
export function requireMember(scope: Scope, channelSid: string, key: string): Member {
  const member = findMember(scope, channelSid, key)
  if (!member) throw notFound('Member')
  return member
}

/** By `IN…` or Identity. The row is an `Invite` as it stands. */
export function findInvite({ database, serviceSid }: Scope, channelSid: string, key: string): Invite | undefined {
  const column = isSid(key, 'IN') ? 'sid' : 'identity'
  return database.get<Invite>(`SELECT ${inviteColumns} FROM invites WHERE serviceSid = ? AND channelSid = ? AND ${column} = ?`, [
    serviceSid,
    channelSid,
    key,
  ])
}

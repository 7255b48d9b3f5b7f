import { notFound } from './errors.ts'
import type { Scope } from './scope.ts'
import { isSid } from './sids.ts'
import type { BindingType, Invite, Member, MessagingBinding } from './types.ts'

export interface MemberRow extends Omit<Member, 'messagingBinding'> {
  readonly bindingType: BindingType | null
  readonly address: string | null
  readonly proxyAddress: string | null
  readonly projectedAddress: string | null
  readonly bindingName: string | null
  readonly bindingLevel: MessagingBinding['level']
}

export const memberColumns = `members.sid, members.channelSid, members.identity, members.bindingType, members.address,
  members.proxyAddress, members.projectedAddress, members.bindingName, members.bindingLevel, members.roleSid,
  members.lastConsumedMessageIndex, members.lastConsumptionTimestamp, members.notificationLevel, members.attributes,
  members.dateCreated, members.dateUpdated`
export const inviteColumns = `invites.sid, invites.channelSid, invites.identity, invites.roleSid, invites.createdBy,
  invites.dateCreated, invites.dateUpdated`

export function toMember(row: MemberRow): Member {
  const { bindingType, address, proxyAddress, projectedAddress, bindingName, bindingLevel, ...member } = row
  const messagingBinding: MessagingBinding | null =
    bindingType === null ? null : { type: bindingType, address, proxyAddress, projectedAddress, name: bindingName, level: bindingLevel }
  return { ...member, messagingBinding }
}

/** `where` is about the columns of `members`. In the order in which they came. */
export function membersWhere({ database, serviceSid }: Scope, where: string, parameters: readonly string[]): Member[] {
  return database
    .all<MemberRow>(`SELECT ${memberColumns} FROM members WHERE serviceSid = ? AND ${where} ORDER BY seq`, [serviceSid, ...parameters])
    .map(toMember)
}

/** By `MB…` or Identity. */
export function findMember(scope: Scope, channelSid: string, key: string): Member | undefined {
  return membersWhere(scope, `channelSid = ? AND ${isSid(key, 'MB') ? 'sid' : 'identity'} = ?`, [channelSid, key])[0]
}

/** Who wrote under this name: a User by its Identity, anybody else by the address. */
export function findAuthor(scope: Scope, channelSid: string, author: string): Member | undefined {
  return findMember(scope, channelSid, author) ?? membersWhere(scope, 'channelSid = ? AND address = ?', [channelSid, author])[0]
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

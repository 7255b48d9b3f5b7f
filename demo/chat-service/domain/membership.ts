import { mayRead } from '../sync/access.ts'
import type { SyncPurpose } from '../sync/objects.ts'
import { myChannelItem, rosterItem, syncNames } from '../sync/shapes.ts'
import { type ChannelRow, toChannel } from './channel-rows.ts'
import { requireOpen } from './conversation-state.ts'
import { ApiError, conflict } from './errors.ts'
import { findInvite, findMember, membersWhere, requireMember } from './member-rows.ts'
import type { Scope } from './scope.ts'
import type { Invite, Member, MessagingBinding } from './types.ts'
import { ensureUser } from './user-creation.ts'
import { findUser, requireUser } from './user-rows.ts'

/*
 * Who is in a Channel, with all that hangs on it: the roster, the my-channels map of the User, its access. The roster
 * changes first: an SDK that hears of a new Channel of its own finds itself in the roster, and one that leaves is told last.
 */

export const alreadyMember = (): ApiError => conflict(50404, 'Member already exists')

export interface NewMember {
  /** null = no User: it has a binding */
  readonly identity: string | null
  readonly messagingBinding: MessagingBinding | null
  readonly roleSid: string
  readonly attributes: string
  readonly lastConsumedMessageIndex: number | null
  readonly lastConsumptionTimestamp: number | null
  readonly dateCreated: number
  readonly dateUpdated: number
}

/** Make somebody a Member; an invitation that a User had is used up. @throws ApiError 403 over a limit, 409 when it is one */
export function admit(scope: Scope, channel: ChannelRow, fields: NewMember): Member {
  const { database, serviceSid } = scope
  requireOpen(scope, channel)
  if (fields.identity !== null) useUpInvite(scope, channel, fields.identity)
  if (fields.messagingBinding !== null) requireFreeBinding(scope, fields.messagingBinding)
  if (channel.membersCount >= scope.service().limits.channelMembers) throw new ApiError(403, 50403, 'Channel member limit exceeded')

  const sid = scope.newSid('MB')
  const binding = fields.messagingBinding
  database.run(
    `INSERT INTO members (sid, serviceSid, channelSid, identity, bindingType, address, proxyAddress, projectedAddress, bindingName,
       bindingLevel, roleSid, lastConsumedMessageIndex, lastConsumptionTimestamp, notificationLevel, attributes, dateCreated, dateUpdated)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'default', ?, ?, ?)`,
    [
      sid,
      serviceSid,
      channel.sid,
      fields.identity,
      binding?.type ?? null,
      binding?.address ?? null,
      binding?.proxyAddress ?? null,
      binding?.projectedAddress ?? null,
      binding?.name ?? null,
      binding?.level ?? null,
      fields.roleSid,
      fields.lastConsumedMessageIndex,
      fields.lastConsumptionTimestamp,
      fields.attributes,
      fields.dateCreated,
      fields.dateUpdated,
    ],
  )
  const member = requireMember(scope, channel.sid, sid)
  writeRosterItem(scope, member)
  writeMyChannelItem(scope, channel, member)
  return member
}

function useUpInvite(scope: Scope, channel: ChannelRow, identity: string): void {
  const user = ensureUser(scope, identity)
  if (findMember(scope, channel.sid, identity)) throw alreadyMember()
  if (user.joinedChannelsCount >= scope.service().limits.userChannels) throw new ApiError(403, 50208, 'User channel limit exceeded')
  scope.database.run('DELETE FROM invites WHERE serviceSid = ? AND channelSid = ? AND identity = ?', [
    scope.serviceSid,
    channel.sid,
    identity,
  ])
}

/** A Message that comes in is sorted by the two addresses, so a pair of them leads to one Channel that is not closed. @throws ApiError 409 */
export function requireFreeBinding(scope: Scope, binding: MessagingBinding, own?: Member): void {
  const { address, proxyAddress, projectedAddress } = binding
  const [column, value] = address === null ? ['projectedAddress', projectedAddress] : ['address', address]
  const taken = membersWhere(
    scope,
    `${column} = ? AND ifnull(proxyAddress, '') = ? AND sid <> ? AND channelSid IN (SELECT sid FROM channels WHERE state <> 'closed')`,
    [value ?? '', proxyAddress ?? '', own?.sid ?? ''],
  )[0]
  if (taken) throw conflict(50416, `A binding for this participant and proxy address already exists in Conversation ${taken.channelSid}`)
}

/** A Member goes: no trace of it in the roster, and the User may read nothing of the Channel any more, unless it is public. */
export function depart(scope: Scope, channel: ChannelRow, member: Member): void {
  scope.database.run('DELETE FROM members WHERE sid = ?', [member.sid])
  scope.sync.remove('roster', syncNames.roster(channel.sid), member.sid)
  if (member.identity === null) return
  removeMyChannelItem(scope, channel, member.identity)
  revoke(scope, channel, member.identity)
}

/** `identity` is asked in: the Channel stands in its map, and it may read the Channel's document. */
export function invite(scope: Scope, channel: ChannelRow, identity: string, roleSid: string, createdBy: string): Invite {
  requireOpen(scope, channel)
  const user = ensureUser(scope, identity)
  if (findMember(scope, channel.sid, user.identity)) throw alreadyMember()
  if (findInvite(scope, channel.sid, user.identity)) throw conflict(20409, 'User is invited already')
  const sid = scope.newSid('IN')
  const at = scope.now()
  scope.database.run(
    `INSERT INTO invites (sid, serviceSid, channelSid, identity, roleSid, createdBy, dateCreated, dateUpdated)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [sid, scope.serviceSid, channel.sid, user.identity, roleSid, createdBy, at, at],
  )
  const made: Invite = {
    sid,
    channelSid: channel.sid,
    identity: user.identity,
    roleSid,
    createdBy,
    dateCreated: at,
    dateUpdated: at,
  }
  writeMyChannelItem(scope, channel, made)
  return made
}

export function uninvite(scope: Scope, channel: ChannelRow, { sid, identity }: Invite): void {
  scope.database.run('DELETE FROM invites WHERE sid = ?', [sid])
  removeMyChannelItem(scope, channel, identity)
  revoke(scope, channel, identity)
}

export function writeRosterItem(scope: Scope, member: Member): void {
  const userInfo = member.identity === null ? null : syncNames.userInfo(requireUser(scope, member.identity).sid)
  scope.sync.put('roster', syncNames.roster(member.channelSid), member.sid, rosterItem(member, userInfo))
}

/** Nothing for a Member that is no User. */
export function writeMyChannelItem(scope: Scope, channel: ChannelRow, as: Member | Invite): void {
  if (as.identity === null) return
  const { sid } = requireUser(scope, as.identity)
  scope.sync.put('userChannels', syncNames.userChannels(sid), channel.sid, myChannelItem(toChannel(channel), as))
}

function removeMyChannelItem(scope: Scope, channel: ChannelRow, identity: string): void {
  const user = findUser(scope, identity)
  if (user) scope.sync.remove('userChannels', syncNames.userChannels(user.sid), channel.sid)
}

/** Announce what of the Channel `identity` may not read (any more), if anything. */
export function revoke(scope: Scope, channel: ChannelRow, identity: string): void {
  const purposes: readonly SyncPurpose[] = ['channel', 'messages', 'roster']
  const objectSids = purposes
    .filter((purpose) => !mayRead(scope, identity, { purpose, owner: channel.sid }))
    .flatMap((purpose) => scope.sync.sidOf(purpose, syncNames[purpose](channel.sid)) ?? [])
  if (objectSids.length > 0) scope.commands.announce({ name: 'revoked', event: { serviceSid: scope.serviceSid, identity, objectSids } })
}

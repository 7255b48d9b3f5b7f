import { type ChannelRow, findChannel } from './channel-rows.ts'
import { forbidden, notFound } from './errors.ts'
import { findInvite, findMember } from './member-rows.ts'
import type { Scope } from './scope.ts'
import type { Actor, Member, Permission } from './types.ts'

function roleHas(
  { database }: Scope,
  table: 'users' | 'members',
  where: string,
  parameters: readonly string[],
  permission: Permission,
): boolean {
  const row = database.get<{ permissions: string }>(
    `SELECT roles.permissions FROM ${table} JOIN roles ON roles.sid = ${table}.roleSid AND roles.serviceSid = ${table}.serviceSid
     WHERE ${where}`,
    parameters,
  )
  return row !== undefined && (JSON.parse(row.permissions) as Permission[]).includes(permission)
}

const byServiceRole = (scope: Scope, identity: string, permission: Permission): boolean =>
  roleHas(scope, 'users', 'users.serviceSid = ? AND users.identity = ?', [scope.serviceSid, identity], permission)

/** By the User's service Role or, in `channelSid`, by its Role there. */
export function may(scope: Scope, identity: string, permission: Permission, channelSid?: string): boolean {
  // The Channel's Role is asked first: there nearly everything that a visitor does is allowed.
  const where = 'members.serviceSid = ? AND members.channelSid = ? AND members.identity = ?'
  const here = channelSid !== undefined && roleHas(scope, 'members', where, [scope.serviceSid, channelSid, identity], permission)
  return here || byServiceRole(scope, identity, permission)
}

/** Who may know of a Channel: its Members, who is invited, its creator; of a public one everybody. */
export function maySee(scope: Scope, identity: string, channel: Pick<ChannelRow, 'sid' | 'type' | 'createdBy'>): boolean {
  return (
    channel.type === 'public' ||
    channel.createdBy === identity ||
    findMember(scope, channel.sid, identity) !== undefined ||
    findInvite(scope, channel.sid, identity) !== undefined
  )
}

/**
 * The Channel, if `actor` may know of it. To a User who may not, it does not exist, unless its service Role gives it
 * `permission` in every Channel.
 * @throws ApiError 404
 */
export function reachChannel(scope: Scope, actor: Actor, key: string, permission?: Permission): ChannelRow {
  const channel = findChannel(scope, key)
  if (!channel) throw notFound('Channel')
  if (actor.kind === 'system' || maySee(scope, actor.identity, channel)) return channel
  if (permission !== undefined && byServiceRole(scope, actor.identity, permission)) return channel
  throw notFound('Channel')
}

/** @throws ApiError 404 as `reachChannel`, 403 without the permission */
export function channelFor(scope: Scope, actor: Actor, key: string, permission: Permission): ChannelRow {
  const channel = reachChannel(scope, actor, key, permission)
  allow(scope, actor, permission, channel.sid)
  return channel
}

/** What is said in a Channel is for its Members: @throws ApiError 403 for a User that is none, 404 as `reachChannel`. */
export function conversationFor(scope: Scope, actor: Actor, key: string): { channel: ChannelRow; member: Member | undefined } {
  const channel = findChannel(scope, key)
  if (!channel) throw notFound('Channel')
  if (actor.kind === 'system') return { channel, member: undefined }
  const member = findMember(scope, channel.sid, actor.identity)
  if (member) return { channel, member }
  throw maySee(scope, actor.identity, channel) ? forbidden('User not member of channel') : notFound('Channel')
}

/** @throws ApiError 403 unless one of `permissions` is there */
export function allow(scope: Scope, actor: Actor, permissions: Permission | readonly Permission[], channelSid?: string): void {
  if (actor.kind === 'system') return
  const wanted = typeof permissions === 'string' ? [permissions] : permissions
  if (!wanted.some((permission) => may(scope, actor.identity, permission, channelSid))) throw forbidden()
}

/** Some fields are the back end's alone. @throws ApiError 403 when a User gives one */
export function onlySystem(actor: Actor, ...fields: readonly unknown[]): void {
  if (actor.kind === 'user' && fields.some((field) => field !== undefined)) throw forbidden()
}

export const isSelf = (actor: Actor, identity: string): boolean => actor.kind === 'user' && actor.identity === identity
/** Under what name it acts. */
export const actorName = (actor: Actor): string => (actor.kind === 'system' ? 'system' : actor.identity)

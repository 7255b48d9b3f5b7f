import { type BindingChanges, checkBinding } from './bindings.ts'
import { type ChannelRow, requireChannel, toChannel } from './channel-rows.ts'
import type { Instance } from './domain.ts'
import { forbidden, invalid, notFound } from './errors.ts'
import { checkAttributes, checkDate, checkIdentity, checkInteger } from './limits.ts'
import { findInvite, findMember, memberColumns, type MemberRow, requireMember, toMember } from './member-rows.ts'
import { admit, alreadyMember, depart, requireFreeBinding, writeMyChannelItem, writeRosterItem } from './membership.ts'
import { readPage } from './paging.ts'
import { allow, channelFor, conversationFor, isSelf, may, onlySystem, reachChannel } from './permissions.ts'
import { readReceipts } from './receipt-rows.ts'
import { checkRole } from './roles.ts'
import type { Scope } from './scope.ts'
import type { Actor, Member, Membership } from './types.ts'

export function createMembers(scope: Scope): Instance['members'] {
  const { database, serviceSid, commands } = scope

  /** May `actor` bring `identity` in? An invitation is permission enough; nobody joins a private Channel by its sid alone. */
  function entrance(actor: Actor, key: string, identity: string | undefined): ChannelRow {
    if (identity === undefined || !isSelf(actor, identity) || may(scope, identity, 'addMember'))
      return channelFor(scope, actor, key, 'addMember')
    const channel = reachChannel(scope, actor, key)
    if (findMember(scope, channel.sid, identity)) throw alreadyMember()
    if (findInvite(scope, channel.sid, identity)) return channel
    if (channel.type === 'private' && channel.createdBy !== identity) throw forbidden()
    allow(scope, actor, 'joinChannel')
    return channel
  }

  function roleFor(channel: ChannelRow, identity: string | undefined): string {
    const service = scope.service()
    if (identity === undefined) return service.defaultChannelRoleSid
    return (
      findInvite(scope, channel.sid, identity)?.roleSid ??
      (channel.createdBy === identity ? service.defaultChannelCreatorRoleSid : service.defaultChannelRoleSid)
    )
  }

  return {
    list: (actor, key, { identities, ...page }) => {
      const { channel } = conversationFor(scope, actor, key)
      const wanted = identities && identities.length > 0 ? identities : null
      return readPage<MemberRow, Member>(
        database,
        {
          columns: memberColumns,
          from: 'members',
          where: `serviceSid = ? AND channelSid = ?${wanted ? ` AND identity IN (${wanted.map(() => '?').join(', ')})` : ''}`,
          parameters: [serviceSid, channel.sid, ...(wanted ?? [])],
        },
        page,
        toMember,
      )
    },
    memberships: ({ identity, address, ...page }) => {
      if ((identity === undefined) === (address === undefined)) throw invalid('Identity or Address is required, not both')
      return readPage<MemberRow & { channelSid: string }, Membership>(
        database,
        {
          columns: memberColumns,
          from: 'members',
          where: `serviceSid = ? AND ${identity === undefined ? 'address' : 'identity'} = ?`,
          parameters: [serviceSid, identity ?? address ?? ''],
        },
        page,
        (row) => ({ member: toMember(row), channel: toChannel(requireChannel(scope, row.channelSid)) }),
      )
    },
    fetch: (actor, key, member) => requireMember(scope, conversationFor(scope, actor, key).channel.sid, member),

    create: (actor, key, fields) =>
      commands.run(() => {
        const identity = fields.identity === undefined ? undefined : checkIdentity(fields.identity)
        const messagingBinding = checkBinding(identity, fields.messagingBinding)
        const { roleSid, lastConsumedMessageIndex, lastConsumptionTimestamp, dateCreated, dateUpdated } = fields
        const channel = entrance(actor, key, identity)
        onlySystem(actor, roleSid, lastConsumedMessageIndex, lastConsumptionTimestamp, dateCreated, dateUpdated)
        const at = scope.now()
        const made = checkDate('DateCreated', dateCreated ?? at)
        const horizon = lastConsumedMessageIndex === undefined ? null : checkHorizon(lastConsumedMessageIndex)
        return admit(scope, channel, {
          identity: identity ?? null,
          messagingBinding,
          roleSid: roleSid === undefined ? roleFor(channel, identity) : checkRole(scope, roleSid, 'channel'),
          attributes: checkAttributes(fields.attributes ?? '{}'),
          lastConsumedMessageIndex: horizon,
          lastConsumptionTimestamp: horizon === null ? null : checkDate('LastConsumptionTimestamp', lastConsumptionTimestamp ?? at),
          dateCreated: made,
          dateUpdated: checkDate('DateUpdated', dateUpdated ?? made),
        })
      }),

    update: (actor, key, memberKey, fields) =>
      commands.run(() => {
        const { channel } = conversationFor(scope, actor, key)
        const member = requireMember(scope, channel.sid, memberKey)
        const own = member.identity !== null && isSelf(actor, member.identity)
        onlySystem(actor, fields.roleSid, fields.messagingBinding, fields.lastConsumptionTimestamp, fields.dateCreated, fields.dateUpdated)
        if (fields.attributes !== undefined) allow(scope, actor, own ? ['editOwnUserInfo', 'editAnyUserInfo'] : 'editAnyUserInfo')
        if (fields.lastConsumedMessageIndex !== undefined && !own) onlySystem(actor, fields.lastConsumedMessageIndex)
        return changeMember(scope, channel, member, fields)
      }),

    remove: (actor, key, memberKey) =>
      commands.run(() => {
        const channel = reachChannel(scope, actor, key, 'removeMember')
        const member = findMember(scope, channel.sid, memberKey)
        const own = isSelf(actor, member?.identity ?? memberKey)
        allow(scope, actor, own ? ['leaveChannel', 'removeMember'] : 'removeMember', channel.sid)
        if (!member) throw notFound('Member')
        depart(scope, channel, member)
      }),
  }
}

/** The binding with `changes` in it, checked as a new one is. @throws ApiError 400, 409 when others have it */
function rebind(scope: Scope, member: Member, changes: BindingChanges): Member['messagingBinding'] {
  const before = member.messagingBinding
  const keep = (given: string | null | undefined, kept: string | null | undefined): string | undefined =>
    (given === undefined ? kept : given) ?? undefined
  const binding = checkBinding(member.identity ?? undefined, {
    address: before?.address ?? undefined,
    proxyAddress: keep(changes.proxyAddress, before?.proxyAddress),
    projectedAddress: keep(changes.projectedAddress, before?.projectedAddress),
    name: before?.name ?? undefined,
    level: before?.level ?? undefined,
  })
  if (binding) requireFreeBinding(scope, binding, member)
  return binding
}

export interface MemberChanges {
  readonly roleSid?: string | undefined
  readonly attributes?: string | undefined
  /** null takes an address off */
  readonly messagingBinding?: BindingChanges | undefined
  readonly lastConsumedMessageIndex?: number | null | undefined
  readonly lastConsumptionTimestamp?: number | undefined
  readonly notificationLevel?: Member['notificationLevel'] | undefined
  readonly dateCreated?: number | undefined
  readonly dateUpdated?: number | undefined
}

const checkHorizon = (value: number): number => checkInteger('LastConsumedMessageIndex', value, 0)

/** Write a Member anew and tell the roster, and the User's own map when its horizon or level changed. Within a command. */
export function changeMember(scope: Scope, channel: ChannelRow, member: Member, changes: MemberChanges): Member {
  const at = scope.now()
  const moved = changes.lastConsumedMessageIndex !== undefined
  const horizon = changes.lastConsumedMessageIndex
  const consumedAt =
    changes.lastConsumptionTimestamp === undefined ? at : checkDate('LastConsumptionTimestamp', changes.lastConsumptionTimestamp)
  const binding = changes.messagingBinding === undefined ? member.messagingBinding : rebind(scope, member, changes.messagingBinding)
  scope.database.run(
    `UPDATE members SET bindingType = ?, proxyAddress = ?, projectedAddress = ?, roleSid = ?, attributes = ?, lastConsumedMessageIndex = ?, lastConsumptionTimestamp = ?, notificationLevel = ?,
       dateCreated = ?, dateUpdated = ? WHERE sid = ?`,
    [
      binding?.type ?? null,
      binding?.proxyAddress ?? null,
      binding?.projectedAddress ?? null,
      changes.roleSid === undefined ? member.roleSid : checkRole(scope, changes.roleSid, 'channel'),
      changes.attributes === undefined ? member.attributes : checkAttributes(changes.attributes),
      horizon === undefined ? member.lastConsumedMessageIndex : horizon === null ? null : checkHorizon(horizon),
      moved
        ? horizon === null
          ? null
          : consumedAt
        : changes.lastConsumptionTimestamp === undefined
          ? member.lastConsumptionTimestamp
          : consumedAt,
      changes.notificationLevel ?? member.notificationLevel,
      checkDate('DateCreated', changes.dateCreated ?? member.dateCreated),
      checkDate('DateUpdated', changes.dateUpdated ?? at),
      member.sid,
    ],
  )
  const updated = requireMember(scope, channel.sid, member.sid)
  if (typeof horizon === 'number') readReceipts(scope, member.sid, horizon)
  if (moved || changes.notificationLevel !== undefined) writeMyChannelItem(scope, channel, updated)
  // How loud a User wants a Channel is nobody else's business and not in the roster.
  const { notificationLevel: _level, ...shown } = changes
  if (Object.values(shown).some((value) => value !== undefined)) writeRosterItem(scope, updated)
  return updated
}

import { channelColumns, type ChannelRow, requireChannel, toChannel } from './channel-rows.ts'
import type { Instance } from './domain.ts'
import { forbidden, invalid, notFound } from './errors.ts'
import { findInvite, findMember } from './member-rows.ts'
import { changeMember } from './members.ts'
import { readPage } from './paging.ts'
import { isSelf, onlySystem } from './permissions.ts'
import type { Scope } from './scope.ts'
import type { UserChannel } from './types.ts'
import { requireUser } from './user-rows.ts'

export function createUserChannels(scope: Scope): Instance['userChannels'] {
  const { database, serviceSid, commands } = scope

  /** Messages above the horizon; null while there is none. */
  function unread(channelSid: string, horizon: number | null): number | null {
    if (horizon === null) return null
    const sql = 'SELECT count(*) AS unread FROM messages WHERE channelSid = ? AND messageIndex > ?'
    return database.get<{ unread: number }>(sql, [channelSid, horizon])?.unread ?? 0
  }

  function view(row: ChannelRow, identity: string): UserChannel | undefined {
    const member = findMember(scope, row.sid, identity)
    const channel = toChannel(row)
    if (member) return { channel, status: 'joined', member, unreadMessagesCount: unread(row.sid, member.lastConsumedMessageIndex) }
    return findInvite(scope, row.sid, identity) && { channel, status: 'invited', member: null, unreadMessagesCount: null }
  }

  function fetch(key: string, channelKey: string): UserChannel {
    const user = requireUser(scope, key)
    const found = view(requireChannel(scope, channelKey), user.identity)
    if (!found) throw notFound('Channel')
    return found
  }

  return {
    list: (key, { joined = false, ...page }) => {
      const { identity } = requireUser(scope, key)
      const mine = ['members', ...(joined ? [] : ['invites'])].map(
        (table) => `SELECT channelSid FROM ${table} WHERE serviceSid = ? AND identity = ?`,
      )
      return readPage<ChannelRow, UserChannel>(
        database,
        {
          columns: channelColumns,
          from: 'channels',
          where: `channels.serviceSid = ? AND channels.sid IN (${mine.join(' UNION ')})`,
          parameters: [serviceSid, ...mine.flatMap(() => [serviceSid, identity])],
          seq: 'channels.seq',
        },
        page,
        (row) => view(row, identity) as UserChannel,
      )
    },
    fetch,

    update: (actor, key, channelKey, changes) =>
      commands.run(() => {
        const user = requireUser(scope, key)
        if (actor.kind === 'user' && !isSelf(actor, user.identity)) throw forbidden()
        onlySystem(actor, changes.lastConsumptionTimestamp)
        const { notificationLevel } = changes
        if (notificationLevel !== undefined && notificationLevel !== 'default' && notificationLevel !== 'muted') {
          throw invalid('NotificationLevel must be default or muted')
        }
        const channel = requireChannel(scope, channelKey)
        const member = findMember(scope, channel.sid, user.identity)
        if (!member) throw notFound('Channel')
        changeMember(scope, channel, member, changes)
        return fetch(user.sid, channel.sid)
      }),
  }
}

import { channelDocument, syncNames } from '../sync/shapes.ts'
import { channelColumns, type ChannelRow, findChannel, lastMessageOf, requireChannel, toChannel } from './channel-rows.ts'
import { readAccount } from './account.ts'
import { requireOpen, runTimers, writeConversation } from './conversation-state.ts'
import type { Instance } from './domain.ts'
import { conflict, invalid } from './errors.ts'
import { checkAttributes, checkAuthor, checkDate, checkFriendlyName, checkUniqueName, limits } from './limits.ts'
import { dropMediaOfChannel } from './media-rows.ts'
import { inviteColumns, membersWhere } from './member-rows.ts'
import { depart, revoke, uninvite, writeMyChannelItem } from './membership.ts'
import { readPage } from './paging.ts'
import { actorName, allow, channelFor, onlySystem, reachChannel } from './permissions.ts'
import type { Scope } from './scope.ts'
import type { Channel, Invite, Member } from './types.ts'

export function createChannels(scope: Scope): Instance['channels'] {
  const { database, serviceSid, commands, sync } = scope

  const membersOf = (sid: string): Member[] => membersWhere(scope, 'channelSid = ?', [sid])
  const invitesTo = (sid: string): Invite[] =>
    database.all<Invite>(`SELECT ${inviteColumns} FROM invites WHERE serviceSid = ? AND channelSid = ? ORDER BY seq`, [serviceSid, sid])

  function freeName(uniqueName: string, mine?: ChannelRow): string | null {
    const name = checkUniqueName(uniqueName)
    const bearer = name === null ? undefined : findChannel(scope, name)
    if (bearer && bearer.sid !== mine?.sid) throw conflict(50307, 'Channel with provided unique name already exists')
    return name
  }

  return {
    list: ({ types = [], state, createdFrom, createdUntil, ...page }) => {
      return readPage<ChannelRow, Channel>(
        database,
        {
          columns: channelColumns,
          from: 'channels',
          where: [
            'channels.serviceSid = ?',
            ...(types.length > 0 ? [`channels.type IN (${types.map(() => '?').join(', ')})`] : []),
            ...(state === undefined ? [] : ['channels.state = ?']),
            ...(createdFrom === undefined ? [] : ['channels.dateCreated >= ?']),
            ...(createdUntil === undefined ? [] : ['channels.dateCreated <= ?']),
          ].join(' AND '),
          parameters: [serviceSid, ...types, ...[state, createdFrom, createdUntil].filter((value) => value !== undefined)],
          seq: 'channels.seq',
        },
        page,
        toChannel,
      )
    },
    fetch: (actor, key) => toChannel(reachChannel(scope, actor, key)),

    create: (actor, { friendlyName, uniqueName, attributes, type = 'public', createdBy, dateCreated, dateUpdated, ...conversation }) =>
      commands.run(() => {
        allow(scope, actor, 'createChannel')
        onlySystem(actor, createdBy, dateCreated, dateUpdated, ...Object.values(conversation))
        if (type !== 'public' && type !== 'private') throw invalid('Type must be public or private')
        const sid = scope.newSid('CH')
        const made = checkDate('DateCreated', dateCreated ?? scope.now())
        database.run(
          `INSERT INTO channels (sid, serviceSid, friendlyName, uniqueName, attributes, type, createdBy, dateCreated, dateUpdated)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            sid,
            serviceSid,
            friendlyName === undefined ? null : checkFriendlyName(friendlyName),
            uniqueName === undefined ? null : freeName(uniqueName),
            checkAttributes(attributes ?? '{}', limits.channelAttributes),
            type,
            createdBy === undefined ? actorName(actor) : checkAuthor(createdBy),
            made,
            checkDate('DateUpdated', dateUpdated ?? made),
          ],
        )
        const { defaultInactiveTimer, defaultClosedTimer } = readAccount(database)
        writeConversation(scope, requireChannel(scope, sid), {
          ...conversation,
          inactiveTimer: conversation.inactiveTimer ?? defaultInactiveTimer ?? undefined,
          closedTimer: conversation.closedTimer ?? defaultClosedTimer ?? undefined,
        })
        const channel = toChannel(requireChannel(scope, sid))
        sync.create('messages', syncNames.messages(sid), sid)
        sync.create('roster', syncNames.roster(sid), sid)
        sync.create('channel', syncNames.channel(sid), sid, channelDocument(channel, undefined))
        return channel
      }),

    update: (actor, key, { friendlyName, uniqueName, attributes, createdBy, dateCreated, dateUpdated, ...conversation }) =>
      commands.run(() => {
        const renames = friendlyName !== undefined || uniqueName !== undefined
        const channel = reachChannel(scope, actor, key, renames ? 'editChannelName' : 'editChannelAttributes')
        if (renames) allow(scope, actor, 'editChannelName', channel.sid)
        if (attributes !== undefined) allow(scope, actor, 'editChannelAttributes', channel.sid)
        onlySystem(actor, createdBy, dateCreated, dateUpdated, ...Object.values(conversation))
        const fields = [friendlyName, uniqueName, attributes, createdBy, dateCreated, dateUpdated, ...Object.values(conversation)]
        if (fields.every((field) => field === undefined)) return toChannel(channel)
        requireOpen(scope, channel)
        writeConversation(scope, channel, conversation)
        database.run(
          `UPDATE channels SET friendlyName = ?, uniqueName = ?, attributes = ?, createdBy = ?, dateCreated = ?, dateUpdated = ?
           WHERE sid = ?`,
          [
            friendlyName === undefined ? channel.friendlyName : checkFriendlyName(friendlyName),
            uniqueName === undefined ? channel.uniqueName : freeName(uniqueName, channel),
            attributes === undefined ? channel.attributes : checkAttributes(attributes, limits.channelAttributes),
            createdBy === undefined ? channel.createdBy : checkAuthor(createdBy),
            checkDate('DateCreated', dateCreated ?? channel.dateCreated),
            checkDate('DateUpdated', dateUpdated ?? scope.now()),
            channel.sid,
          ],
        )
        const updated = requireChannel(scope, channel.sid)
        sync.setData('channel', syncNames.channel(channel.sid), channelDocument(toChannel(updated), lastMessageOf(scope, channel.sid)))
        if (updated.createdBy !== channel.createdBy) revoke(scope, updated, channel.createdBy)
        const shownInMaps = ['friendlyName', 'uniqueName', 'createdBy', 'dateCreated'] as const
        if (shownInMaps.some((field) => updated[field] !== channel[field])) {
          for (const one of [...membersOf(channel.sid), ...invitesTo(channel.sid)]) writeMyChannelItem(scope, updated, one)
        }
        return toChannel(updated)
      }),

    runTimers: () => runTimers(scope),

    // First those in it, then what they read: an SDK that still has the Channel in its map needs the document.
    remove: (actor, key) =>
      commands.run(() => {
        const channel = channelFor(scope, actor, key, 'destroyChannel')
        for (const member of membersOf(channel.sid)) depart(scope, channel, member)
        for (const invited of invitesTo(channel.sid)) uninvite(scope, channel, invited)
        sync.drop('channel', syncNames.channel(channel.sid))
        sync.drop('messages', syncNames.messages(channel.sid))
        sync.drop('roster', syncNames.roster(channel.sid))
        dropMediaOfChannel(scope, channel.sid)
        database.run('DELETE FROM channels WHERE sid = ?', [channel.sid])
      }),
  }
}

import { syncNames } from '../sync/shapes.ts'
import { requireChannel } from './channel-rows.ts'
import type { Instance } from './domain.ts'
import { conflict } from './errors.ts'
import { checkAttributes, checkFriendlyName, checkIdentity } from './limits.ts'
import { inviteColumns, membersWhere } from './member-rows.ts'
import { depart, uninvite } from './membership.ts'
import { readPage } from './paging.ts'
import { allow, conversationFor, isSelf, onlySystem } from './permissions.ts'
import { checkRole } from './roles.ts'
import type { Scope } from './scope.ts'
import type { Invite, User } from './types.ts'
import { ensureUser, insertUser } from './user-creation.ts'
import { writeUserInfo } from './user-info.ts'
import { findUser, requireUser, toUser, userColumns, type UserRow } from './user-rows.ts'

export function createUsers(scope: Scope): Instance['users'] {
  const { database, serviceSid, commands } = scope
  const present = (row: UserRow): User => toUser(row, scope.service().reachabilityEnabled)

  return {
    list: (page) =>
      readPage<UserRow, User>(
        database,
        { columns: userColumns, from: 'users', where: 'users.serviceSid = ?', parameters: [serviceSid], seq: 'users.seq' },
        page,
        present,
      ),
    fetch: (key) => present(requireUser(scope, key)),
    ensure: (identity) => present(findUser(scope, checkIdentity(identity)) ?? commands.run(() => ensureUser(scope, identity))),

    create: (fields) =>
      commands.run(() => {
        if (findUser(scope, checkIdentity(fields.identity))) throw conflict(50201, 'User already exists')
        return present(insertUser(scope, fields))
      }),

    update: (actor, key, { roleSid, friendlyName, attributes }) =>
      commands.run(() => {
        const user = requireUser(scope, key)
        allow(scope, actor, isSelf(actor, user.identity) ? ['editOwnUserInfo', 'editAnyUserInfo'] : 'editAnyUserInfo')
        onlySystem(actor, roleSid)
        database.run('UPDATE users SET friendlyName = ?, attributes = ?, roleSid = ?, dateUpdated = ? WHERE sid = ?', [
          friendlyName === undefined ? user.friendlyName : checkFriendlyName(friendlyName),
          attributes === undefined ? user.attributes : checkAttributes(attributes),
          roleSid === undefined ? user.roleSid : checkRole(scope, roleSid, 'deployment'),
          scope.now(),
          user.sid,
        ])
        const updated = requireUser(scope, user.sid)
        const changed = (['friendlyName', 'attributes'] as const).filter((field) => updated[field] !== user[field])
        writeUserInfo(scope, updated, scope.service(), changed)
        return present(updated)
      }),

    remove: (key) =>
      commands.run(() => {
        const user = requireUser(scope, key)
        const mine: [string, string] = [serviceSid, user.identity]
        for (const member of membersWhere(scope, 'identity = ?', [user.identity])) {
          depart(scope, requireChannel(scope, member.channelSid), member)
        }
        for (const invited of database.all<Invite>(`SELECT ${inviteColumns} FROM invites WHERE serviceSid = ? AND identity = ?`, mine)) {
          uninvite(scope, requireChannel(scope, invited.channelSid), invited)
        }
        scope.sync.drop('userChannels', syncNames.userChannels(user.sid))
        scope.sync.drop('userInfo', syncNames.userInfo(user.sid))
        database.run('DELETE FROM mutations WHERE serviceSid = ? AND identity = ?', mine)
        database.run('DELETE FROM users WHERE sid = ?', [user.sid])
        commands.announce({ name: 'userRemoved', event: { serviceSid, identity: user.identity } })
      }),

    setOnline: (identity, online) =>
      commands.run(() => {
        const user = findUser(scope, identity)
        if (!user || user.online === Number(online)) return
        database.run('UPDATE users SET online = ? WHERE sid = ?', [Number(online), user.sid])
        const service = scope.service()
        if (service.reachabilityEnabled) writeUserInfo(scope, { ...user, online: online ? 1 : 0 }, service, ['reachability'])
      }),

    inChannel(actor, channelSid, page) {
      const { channel } = conversationFor(scope, actor, channelSid)
      return readPage<UserRow, User>(
        database,
        {
          columns: userColumns,
          from: 'members JOIN users ON users.serviceSid = members.serviceSid AND users.identity = members.identity',
          where: 'members.serviceSid = ? AND members.channelSid = ?',
          parameters: [serviceSid, channel.sid],
          seq: 'members.seq',
        },
        page,
        present,
      )
    },
  }
}

import { requireChannel } from './channel-rows.ts'
import type { Instance } from './domain.ts'
import { forbidden, notFound } from './errors.ts'
import { checkIdentity } from './limits.ts'
import { findInvite, inviteColumns } from './member-rows.ts'
import { invite, uninvite } from './membership.ts'
import { readPage } from './paging.ts'
import { actorName, channelFor, isSelf, onlySystem, reachChannel } from './permissions.ts'
import { checkRole } from './roles.ts'
import type { Scope } from './scope.ts'
import type { Invite } from './types.ts'

export function createInvites(scope: Scope): Instance['invites'] {
  const { database, serviceSid, commands } = scope
  return {
    list: (key, { identities, ...page }) => {
      const wanted = identities && identities.length > 0 ? identities : null
      return readPage<Invite, Invite>(
        database,
        {
          columns: inviteColumns,
          from: 'invites',
          where: `serviceSid = ? AND channelSid = ?${wanted ? ` AND identity IN (${wanted.map(() => '?').join(', ')})` : ''}`,
          parameters: [serviceSid, requireChannel(scope, key).sid, ...(wanted ?? [])],
        },
        page,
        (row) => row,
      )
    },
    fetch: (key, sid) => {
      const found = findInvite(scope, requireChannel(scope, key).sid, sid)
      if (!found) throw notFound('Invite')
      return found
    },

    create: (actor, key, { identity, roleSid }) =>
      commands.run(() => {
        const channel = channelFor(scope, actor, key, 'inviteMember')
        onlySystem(actor, roleSid)
        const role = roleSid === undefined ? scope.service().defaultChannelRoleSid : checkRole(scope, roleSid, 'channel')
        return invite(scope, channel, checkIdentity(identity), role, actorName(actor))
      }),

    remove: (actor, key, inviteKey) =>
      commands.run(() => {
        const channel = reachChannel(scope, actor, key)
        const found = findInvite(scope, channel.sid, inviteKey)
        if (actor.kind === 'user' && !isSelf(actor, found?.identity ?? inviteKey)) throw forbidden()
        if (!found) throw notFound('Invite')
        uninvite(scope, channel, found)
      }),
  }
}

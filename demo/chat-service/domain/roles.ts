import type { Instance } from './domain.ts'
import { conflict, invalid, notFound } from './errors.ts'
import { checkFriendlyName } from './limits.ts'
import { readPage } from './paging.ts'
import type { Scope } from './scope.ts'
import { type Permission, permissions as allPermissions, type Role, type RoleType } from './types.ts'

interface RoleRow extends Omit<Role, 'permissions'> {
  /** JSON array */
  readonly permissions: string
}

const toRole = ({ sid, friendlyName, type, permissions, dateCreated, dateUpdated }: RoleRow): Role => ({
  sid,
  friendlyName,
  type,
  permissions: JSON.parse(permissions) as Permission[],
  dateCreated,
  dateUpdated,
})

export function findRole({ database, serviceSid }: Scope, sid: string): Role | undefined {
  const row = database.get<RoleRow>('SELECT * FROM roles WHERE serviceSid = ? AND sid = ?', [serviceSid, sid])
  return row && toRole(row)
}

/** @throws ApiError 400 when `sid` is no Role of that type here */
export function checkRole(scope: Scope, sid: string, type: RoleType): string {
  if (findRole(scope, sid)?.type !== type) throw invalid(`RoleSid must name a Role of type ${type}`)
  return sid
}

/** These are about the whole Service and mean nothing in a Channel's Role. */
const serviceWide: ReadonlySet<Permission> = new Set(['createChannel', 'joinChannel', 'editOwnUserInfo', 'editAnyUserInfo'])

function checkPermissions(type: RoleType, given: readonly string[]): Permission[] {
  const known = new Set<string>(allPermissions)
  for (const permission of given) {
    if (!known.has(permission)) throw invalid(`Permission "${permission}" does not exist. There are: ${allPermissions.join(', ')}`)
    if (type === 'channel' && serviceWide.has(permission as Permission)) {
      throw invalid(`Permission "${permission}" can only be in a Role of type deployment`)
    }
  }
  return [...new Set(given)] as Permission[]
}

function insertRole(scope: Scope, friendlyName: string, type: RoleType, permissions: readonly Permission[]): string {
  const sid = scope.newSid('RL')
  const at = scope.now()
  scope.database.run(
    'INSERT INTO roles (sid, serviceSid, friendlyName, type, permissions, dateCreated, dateUpdated) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [sid, scope.serviceSid, friendlyName, type, JSON.stringify(permissions), at, at],
  )
  return sid
}

export interface DefaultRoles {
  readonly serviceUser: string
  readonly channelUser: string
  readonly channelAdmin: string
}

/** The four Roles that Twilio puts into a new Service. */
export function insertDefaultRoles(scope: Scope): DefaultRoles {
  insertRole(scope, 'service admin', 'deployment', allPermissions)
  return {
    serviceUser: insertRole(scope, 'service user', 'deployment', ['createChannel', 'joinChannel', 'editOwnUserInfo']),
    channelAdmin: insertRole(
      scope,
      'channel admin',
      'channel',
      allPermissions.filter((permission) => !serviceWide.has(permission)),
    ),
    channelUser: insertRole(scope, 'channel user', 'channel', [
      'sendMessage',
      'sendMediaMessage',
      'leaveChannel',
      'editOwnMessage',
      'editOwnMessageAttributes',
      'deleteOwnMessage',
    ]),
  }
}

export function createRoles(scope: Scope): Instance['roles'] {
  const { database, serviceSid, commands } = scope

  function fetch(sid: string): Role {
    const role = findRole(scope, sid)
    if (!role) throw notFound('Role')
    return role
  }

  function inUse(sid: string): boolean {
    const { defaultServiceRoleSid, defaultChannelRoleSid, defaultChannelCreatorRoleSid } = scope.service()
    if ([defaultServiceRoleSid, defaultChannelRoleSid, defaultChannelCreatorRoleSid].includes(sid)) return true
    return ['users', 'members', 'invites'].some(
      (table) =>
        database.get(`SELECT 1 AS found FROM ${table} WHERE serviceSid = ? AND roleSid = ? LIMIT 1`, [serviceSid, sid]) !== undefined,
    )
  }

  return {
    list: (page) =>
      readPage<RoleRow, Role>(database, { columns: '*', from: 'roles', where: 'serviceSid = ?', parameters: [serviceSid] }, page, toRole),
    fetch,

    create: ({ friendlyName, type, permissions }) =>
      commands.run(() => {
        if (type !== 'channel' && type !== 'deployment') throw invalid('Type must be channel or deployment')
        return fetch(insertRole(scope, checkFriendlyName(friendlyName), type, checkPermissions(type, permissions)))
      }),

    update: (sid, { permissions }) =>
      commands.run(() => {
        const checked = checkPermissions(fetch(sid).type, permissions)
        database.run('UPDATE roles SET permissions = ?, dateUpdated = ? WHERE sid = ?', [JSON.stringify(checked), scope.now(), sid])
        return fetch(sid)
      }),

    remove: (sid) =>
      commands.run(() => {
        fetch(sid)
        if (inUse(sid)) throw conflict(20409, 'Role is in use: as a default of the Service, or by a User, Member or Invite')
        database.run('DELETE FROM roles WHERE sid = ?', [sid])
      }),
  }
}

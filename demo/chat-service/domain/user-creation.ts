import { syncNames } from '../sync/shapes.ts'
import { checkAttributes, checkFriendlyName, checkIdentity } from './limits.ts'
import { checkRole } from './roles.ts'
import type { Scope } from './scope.ts'
import { writeUserInfo } from './user-info.ts'
import { findUser, requireUser, type UserRow } from './user-rows.ts'

export interface NewUser {
  readonly identity: string
  readonly roleSid?: string | undefined
  readonly friendlyName?: string | undefined
  readonly attributes?: string | undefined
}

/** A User with its two Sync maps. */
export function insertUser(scope: Scope, { identity, roleSid, friendlyName, attributes }: NewUser): UserRow {
  checkIdentity(identity)
  const service = scope.service()
  const sid = scope.newSid('US')
  const at = scope.now()
  scope.database.run(
    `INSERT INTO users (sid, serviceSid, identity, friendlyName, attributes, roleSid, online, dateCreated, dateUpdated)
     VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?)`,
    [
      sid,
      scope.serviceSid,
      identity,
      friendlyName === undefined ? null : checkFriendlyName(friendlyName),
      checkAttributes(attributes ?? '{}'),
      roleSid === undefined ? service.defaultServiceRoleSid : checkRole(scope, roleSid, 'deployment'),
      at,
      at,
    ],
  )
  scope.sync.create('userChannels', syncNames.userChannels(sid), identity)
  scope.sync.create('userInfo', syncNames.userInfo(sid), identity)
  const user = requireUser(scope, sid)
  writeUserInfo(scope, user, service, ['friendlyName', 'attributes', 'reachability'])
  return user
}

/** The User of this Identity, made when there is none. A sid names nobody here. */
export function ensureUser(scope: Scope, identity: string): UserRow {
  checkIdentity(identity)
  return findUser(scope, identity) ?? insertUser(scope, { identity })
}

import { syncNames } from '../sync/shapes.ts'
import { notFound } from './errors.ts'
import type { Scope } from './scope.ts'
import { isSid } from './sids.ts'
import type { User } from './types.ts'

export interface UserRow {
  readonly sid: string
  readonly identity: string
  readonly friendlyName: string | null
  readonly attributes: string
  readonly roleSid: string
  readonly online: 0 | 1 | null
  readonly dateCreated: number
  readonly dateUpdated: number
  readonly joinedChannelsCount: number
}

export const userColumns = `users.sid, users.identity, users.friendlyName, users.attributes, users.roleSid, users.online,
  users.dateCreated, users.dateUpdated,
  (SELECT count(*) FROM members AS m WHERE m.serviceSid = users.serviceSid AND m.identity = users.identity) AS joinedChannelsCount`

/** By `US…` or Identity. */
export function findUser({ database, serviceSid }: Scope, key: string): UserRow | undefined {
  const column = isSid(key, 'US') ? 'sid' : 'identity'
  return database.get<UserRow>(`SELECT ${userColumns} FROM users WHERE serviceSid = ? AND ${column} = ?`, [serviceSid, key])
}

/** @throws ApiError 404 */
export function requireUser(scope: Scope, key: string): UserRow {
  const user = findUser(scope, key)
  if (!user) throw notFound('User')
  return user
}

export const allUserRows = ({ database, serviceSid }: Scope): UserRow[] =>
  database.all<UserRow>(`SELECT ${userColumns} FROM users WHERE serviceSid = ? ORDER BY seq`, [serviceSid])

/** `online` is null for everybody while the Service does not tell who is. */
export function toUser(row: UserRow, reachabilityEnabled: boolean): User {
  const { sid, identity, friendlyName, attributes, roleSid, dateCreated, dateUpdated, joinedChannelsCount } = row
  const online = reachabilityEnabled && row.online !== null ? row.online === 1 : null
  return {
    sid,
    identity,
    friendlyName,
    attributes,
    roleSid,
    online,
    dateCreated,
    dateUpdated,
    joinedChannelsCount,
    infoMap: syncNames.userInfo(sid),
  }
}

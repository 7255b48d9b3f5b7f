import { syncNames, userInfoItems } from '../sync/shapes.ts'
import type { Scope } from './scope.ts'
import type { Service } from './types.ts'
import { allUserRows, type UserRow } from './user-rows.ts'

type InfoKey = keyof ReturnType<typeof userInfoItems>

/** Write some keys of a User's info map. */
export function writeUserInfo(scope: Scope, user: UserRow, service: Service, keys: readonly InfoKey[]): void {
  const items = userInfoItems({ ...user, online: user.online === null ? null : user.online === 1 }, service)
  for (const key of keys) scope.sync.put('userInfo', syncNames.userInfo(user.sid), key, items[key])
}

/** The Service began or ceased to tell who is online: bring the maps of those who are into line. */
export function refreshReachability(scope: Scope, service: Service): void {
  for (const user of allUserRows(scope)) if (user.online === 1) writeUserInfo(scope, user, service, ['reachability'])
}

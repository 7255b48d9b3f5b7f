import { danger, needs } from './permissions.ts'
import type { RoleRow, Settings } from './rooms.ts'

type Defaults = Pick<Settings, 'defaultServiceRoleSid' | 'defaultChannelRoleSid' | 'defaultChannelCreatorRoleSid'>

/** A permission that a Role has and nobody on this website needs from a client. */
export interface Excess {
  readonly role: string
  readonly type: string
  readonly permission: string
  readonly reason: string
  /** New Users or Members get this Role without being given it: visitors, too. */
  readonly byDefault: boolean
}

/** Every permission beyond need, Role by Role. A Role that a visitor gets by default is measured by a visitor's needs. */
export function auditRoles(roles: readonly RoleRow[], defaults: Defaults): readonly Excess[] {
  const given = new Set([defaults.defaultServiceRoleSid, defaults.defaultChannelRoleSid, defaults.defaultChannelCreatorRoleSid])
  return roles.flatMap(({ sid, friendlyName, type, permissions }) => {
    const byDefault = given.has(sid)
    const who = friendlyName === 'agent' && !byDefault ? 'agent' : 'visitor'
    const needed: readonly string[] = needs[who][type]
    return permissions
      .filter((permission) => !needed.includes(permission))
      .map((permission) => ({ role: friendlyName, type, permission, reason: danger(permission), byDefault }))
  })
}

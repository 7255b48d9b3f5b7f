import { needs } from './permissions.ts'
import type { RoleType, Rooms, Settings } from './rooms.ts'
import { unless } from './twilio-client.ts'

/** `RL…` of the Roles that this website gives. */
export interface Roles {
  readonly visitorChannel: string
  readonly agentChannel: string
}

/**
 * Makes the Roles that are missing, corrects those that differ, lets every new User and Member be a mere visitor by
 * default, and makes the agent's User. Doing it again changes nothing.
 */
export async function ensureRoles(rooms: Rooms, agentIdentity: string): Promise<Roles> {
  const present = await rooms.roles()
  const ensure = async (who: keyof typeof needs, type: RoleType): Promise<string> => {
    const permissions = needs[who][type]
    const role = present.find((role) => role.friendlyName === who && role.type === type)
    if (!role) return rooms.createRole({ friendlyName: who, type, permissions })
    if (!sameSet(role.permissions, permissions)) await rooms.updateRole(role.sid, permissions)
    return role.sid
  }
  const visitor = await ensure('visitor', 'deployment')
  const visitorChannel = await ensure('visitor', 'channel')
  const agent = await ensure('agent', 'deployment')
  const agentChannel = await ensure('agent', 'channel')
  await ensureService(rooms, visitor, visitorChannel)
  await ensureAgent(rooms, agentIdentity, agent)
  return { visitorChannel, agentChannel }
}

async function ensureService(rooms: Rooms, visitor: string, visitorChannel: string): Promise<void> {
  const wanted: Settings = {
    defaultServiceRoleSid: visitor,
    defaultChannelRoleSid: visitorChannel,
    // Whoever made a Channel from a client would own it; here that gives nothing either.
    defaultChannelCreatorRoleSid: visitorChannel,
    readStatusEnabled: true,
    reachabilityEnabled: true,
  }
  const present = await rooms.settings()
  const names = Object.keys(wanted) as (keyof Settings)[]
  if (names.some((name) => present[name] !== wanted[name])) await rooms.updateSettings(wanted)
}

async function ensureAgent(rooms: Rooms, identity: string, roleSid: string): Promise<void> {
  const user = await unless(404, rooms.user(identity))
  if (!user) await rooms.createUser(identity, { roleSid, friendlyName: 'Agent' })
  else if (user.roleSid !== roleSid) await rooms.updateUser(identity, { roleSid })
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item))
}

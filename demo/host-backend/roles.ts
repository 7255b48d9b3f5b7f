import { needs } from './permissions.ts'
import type { RoleType, Rooms, Settings } from './rooms.ts'
import { unless } from './twilio-client.ts'

/** Somebody who answers visitors. */
export interface Colleague {
  readonly identity: string
  /** What visitors read. */
  readonly name: string
}

/** `RL…` of the Roles that this website gives. */
export interface Roles {
  readonly visitorChannel: string
  readonly agentChannel: string
}

/**
 * Makes the Roles that are missing, corrects those that differ, lets every new User and Member be a mere visitor by
 * default, and makes the agents' Users. Doing it again changes nothing.
 */
export async function ensureRoles(rooms: Rooms, agentIdentity: string, colleagues: readonly Colleague[] = []): Promise<Roles> {
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
  for (const each of [{ identity: agentIdentity, name: 'Agent' }, ...colleagues]) await ensureAgent(rooms, each, agent)
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

async function ensureAgent(rooms: Rooms, { identity, name: friendlyName }: Colleague, roleSid: string): Promise<void> {
  const user = await unless(404, rooms.user(identity))
  if (!user) await rooms.createUser(identity, { roleSid, friendlyName })
  else if (user.roleSid !== roleSid) await rooms.updateUser(identity, { roleSid })
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item))
}

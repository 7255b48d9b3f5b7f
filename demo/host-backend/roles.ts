import type { ChatRest } from './twilio-client.ts'
import { unless } from './twilio-client.ts'
import type { RoleType } from './permissions.ts'
import { needs } from './permissions.ts'

/** `RL…` of the Roles that this website gives. */
export interface Roles {
  readonly visitorChannel: string
  readonly agentChannel: string
}

/**
 * Makes the Roles that are missing, corrects those that differ, lets every new User and Member be a mere visitor by
 * default, and makes the agent's User. Doing it again changes nothing.
 */
export async function ensureRoles(chat: ChatRest, agentIdentity: string): Promise<Roles> {
  const present = await chat.roles.list()
  const ensure = async (who: keyof typeof needs, type: RoleType): Promise<string> => {
    const permission = [...needs[who][type]]
    const role = present.find((role) => role.friendlyName === who && role.type === type)
    if (!role) return (await chat.roles.create({ friendlyName: who, type, permission })).sid
    if (!sameSet(role.permissions, permission)) await chat.roles(role.sid).update({ permission })
    return role.sid
  }
  const visitor = await ensure('visitor', 'deployment')
  const visitorChannel = await ensure('visitor', 'channel')
  const agent = await ensure('agent', 'deployment')
  const agentChannel = await ensure('agent', 'channel')
  await ensureService(chat, visitor, visitorChannel)
  await ensureAgent(chat, agentIdentity, agent)
  return { visitorChannel, agentChannel }
}

async function ensureService(chat: ChatRest, visitor: string, visitorChannel: string): Promise<void> {
  const wanted = {
    defaultServiceRoleSid: visitor,
    defaultChannelRoleSid: visitorChannel,
    // Whoever made a Channel from a client would own it; here that gives nothing either.
    defaultChannelCreatorRoleSid: visitorChannel,
    readStatusEnabled: true,
    reachabilityEnabled: true,
  }
  const service = await chat.fetch()
  const names = Object.keys(wanted) as (keyof typeof wanted)[]
  if (names.some((name) => service[name] !== wanted[name])) await chat.update(wanted)
}

async function ensureAgent(chat: ChatRest, identity: string, roleSid: string): Promise<void> {
  const user = await unless(404, chat.users(identity).fetch())
  if (!user) await chat.users.create({ identity, roleSid, friendlyName: 'Agent' })
  else if (user.roleSid !== roleSid) await chat.users(identity).update({ roleSid })
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item))
}

import type { Instance } from '../chat-service/domain/domain.ts'

const INTRUDER = 'intruder'
const intruder = { kind: 'user', identity: INTRUDER } as const
const system = { kind: 'system' } as const

/**
 * What must not impress a visitor: another client, whose Role allows far too much, makes a Channel, pulls the visitor into
 * it and writes. Answers with the Channel's sid.
 */
export function pullIntoForeignChannel(instance: Instance, visitor: string): string {
  const { users, channels, members, messages, roles } = instance
  const role = findRole(instance) ?? roles.create({ friendlyName: INTRUDER, type: 'deployment', permissions: tooMuch })
  if (users.ensure(INTRUDER).roleSid !== role.sid) users.update(system, INTRUDER, { roleSid: role.sid })
  const { sid } = channels.create(intruder, { friendlyName: 'Your bank', type: 'private' })
  const present = members.list(system, sid, { limit: 1, identities: [INTRUDER] }).items
  if (present.length === 0) members.create(system, sid, { identity: INTRUDER })
  members.create(intruder, sid, { identity: visitor })
  messages.create(intruder, sid, { body: 'Please confirm your card number.' })
  return sid
}

const tooMuch = ['createChannel', 'addMember', 'sendMessage']

/** Takes away all that the intruder made, and the intruder. */
export function removeForeignChannels(instance: Instance): void {
  const role = findRole(instance)
  if (!role) return
  for (;;) {
    const { items } = instance.userChannels.list(INTRUDER, { limit: 50 })
    if (items.length === 0) break
    for (const { channel } of items) instance.channels.remove(system, channel.sid)
  }
  instance.users.remove(INTRUDER)
  instance.roles.remove(role.sid)
}

const findRole = ({ roles }: Instance): { readonly sid: string } | undefined =>
  roles.list({ limit: 50 }).items.find(({ friendlyName }) => friendlyName === INTRUDER)

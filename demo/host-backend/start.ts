import { HTTPException } from 'hono/http-exception'
import { readAttributes } from './attributes.ts'
import type { Queue } from './queue.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { PreChat } from './pre-chat.ts'
import type { ChannelRecord } from './records.ts'
import type { Roles } from './roles.ts'
import type { Rooms } from './rooms.ts'
import { unless } from './twilio-client.ts'

export interface Conversations {
  /** `CH…` of the conversation that this visitor is in, if any. */
  open(visitor: string): Promise<string | undefined>
  /** That one, or a new private Channel with the visitor and the agent in it. */
  start(visitor: string, preChat: PreChat): Promise<string>
}

/** Identities of the Members. */
type Present = ReadonlySet<string | null>

interface Parts {
  readonly rooms: Rooms
  readonly roles: Roles
  /** Who gets a newcomer that does not have to wait. */
  readonly agentIdentity: string
  /** All who answer visitors. */
  readonly staff: readonly string[]
  readonly queue: Queue
  readonly lifecycle: Lifecycle
}

/**
 * A visitor has one open conversation at most, and the chat service itself sees to that: the Channel's unique name is the
 * visitor's Identity. So nothing is kept here; two starts at once, in two processes even, make one Channel, and a start
 * that was cut short is completed by the next.
 */
export function createConversations({ rooms, roles, agentIdentity, staff, queue, lifecycle }: Parts): Conversations {
  async function start(visitor: string, preChat: PreChat): Promise<string> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const made = await create(visitor, preChat)
      const channel = made ?? (await unless(404, rooms.fetch(visitor)))
      // It ended between the two calls: its name is free.
      if (!channel) continue
      const present = made ? new Set<string | null>() : await identitiesIn(channel.sid)
      if (!isOver(channel, present, visitor)) return enter(channel, present, visitor)
      await lifecycle.end(channel.sid, visitor)
    }
    throw new HTTPException(503, { message: 'The last conversation is still being closed. Try again in a moment.' })
  }

  /** Adds both Members, or has the visitor wait; 409 = is one already. The agent comes last, see `isOver`. */
  async function enter({ sid, friendlyName, dateCreated }: ChannelRecord, present: Present, visitor: string): Promise<string> {
    await unless(409, rooms.addMember(sid, visitor, roles.visitorChannel))
    if (queue.isOn && !isServed(present)) await queue.join({ channelSid: sid, name: friendlyName ?? sid, since: dateCreated })
    else if (!queue.has(sid) && !isServed(present)) await unless(409, rooms.addMember(sid, agentIdentity, roles.agentChannel))
    return sid
  }

  const isServed = (present: Present): boolean => staff.some((identity) => present.has(identity))

  async function identitiesIn(channelSid: string): Promise<Present> {
    return new Set((await rooms.members(channelSid)).map(({ identity }) => identity))
  }

  /** The new Channel, undefined when the visitor has one. */
  async function create(visitor: string, { name, answers }: PreChat): Promise<ChannelRecord | undefined> {
    const friendlyName = name ?? `Visitor ${visitor.slice(-4)}`
    const attributes = JSON.stringify({ status: 'open', ...(Object.keys(answers).length > 0 && { answers }) })
    const channel = await unless(409, rooms.create({ uniqueName: visitor, friendlyName, attributes }))
    if (channel) await nameUser(visitor, friendlyName)
    return channel
  }

  /** What others read above the visitor's Messages. */
  async function nameUser(identity: string, friendlyName: string): Promise<void> {
    const known = await unless(
      404,
      rooms.updateUser(identity, { friendlyName }).then(() => true),
    )
    if (!known) await unless(409, rooms.createUser(identity, { friendlyName }))
  }

  /** Ended and not yet deleted, closed, or the agent removed the visitor: each wants a new conversation. */
  function isOver(channel: ChannelRecord, present: Present, visitor: string): boolean {
    if (channel.closed || readAttributes(channel.attributes)['status'] === 'ended') return true
    return isServed(present) && !present.has(visitor)
  }

  return {
    start,
    open: (visitor) => unless(404, rooms.sidFor(visitor, visitor)),
  }
}

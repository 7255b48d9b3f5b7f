import { HTTPException } from 'hono/http-exception'
import type { Queue } from './queue.ts'
import type { Colleague, Roles } from './roles.ts'
import type { Rooms } from './rooms.ts'
import { unless } from './twilio-client.ts'

/** Who serves whom: what the agents do with the conversations that come. */
export interface Counter {
  /** Takes a visitor out of the line. */
  accept(channelSid: string, agent: Colleague): Promise<void>
  /** Another takes over, and the one who had it leaves. */
  handOver(channelSid: string, from: Colleague, to: Colleague): Promise<void>
}

type EventType = 'joined' | 'left' | 'handover'

export function createCounter({ rooms, roles, queue }: { rooms: Rooms; roles: Roles; queue: Queue }): Counter {
  /** A line in the visitor's log. Clients that do not know it show its body. */
  function note(channelSid: string, type: EventType, { name }: Colleague): Promise<void> {
    const body = { joined: `${name} joined`, left: `${name} left`, handover: `You are now talking to ${name}` }[type]
    return rooms.say(channelSid, body, JSON.stringify({ parlour: { event: { type, name } } }))
  }
  const seat = (channelSid: string, { identity }: Colleague): Promise<unknown> =>
    unless(409, rooms.addMember(channelSid, identity, roles.agentChannel))

  return {
    async accept(channelSid, agent) {
      if (!queue.has(channelSid)) throw new HTTPException(409, { message: 'Nobody waits there any more.' })
      await seat(channelSid, agent)
      await queue.leave(channelSid)
      await note(channelSid, 'joined', agent)
    },
    async handOver(channelSid, from, to) {
      const members = await rooms.members(channelSid)
      const own = members.find(({ identity }) => identity === from.identity)
      if (!own) throw new HTTPException(409, { message: 'This conversation is not yours.' })
      await seat(channelSid, to)
      await note(channelSid, 'handover', to)
      await rooms.removeMember(channelSid, own.sid)
    },
  }
}

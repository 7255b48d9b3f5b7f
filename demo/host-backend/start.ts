import { HTTPException } from 'hono/http-exception'
import type { ChannelInstance } from 'twilio/lib/rest/chat/v2/service/channel.js'
import { readAttributes } from './attributes.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { PreChat } from './pre-chat.ts'
import type { Roles } from './roles.ts'
import type { ChatRest } from './twilio-client.ts'
import { unless } from './twilio-client.ts'

export interface Conversations {
  /** `CH…` of the conversation that this visitor is in, if any. */
  open(visitor: string): Promise<string | undefined>
  /** That one, or a new private Channel with the visitor and the agent in it. */
  start(visitor: string, preChat: PreChat): Promise<string>
}

interface Parts {
  readonly chat: ChatRest
  readonly roles: Roles
  readonly agentIdentity: string
  readonly lifecycle: Lifecycle
}

/**
 * A visitor has one open conversation at most, and the chat service itself sees to that: the Channel's unique name is the
 * visitor's Identity. So nothing is kept here; two starts at once, in two processes even, make one Channel, and a start
 * that was cut short is completed by the next.
 */
export function createConversations({ chat, roles, agentIdentity, lifecycle }: Parts): Conversations {
  async function start(visitor: string, preChat: PreChat): Promise<string> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const channel = (await create(visitor, preChat)) ?? (await unless(404, chat.channels(visitor).fetch()))
      // It ended between the two calls: its name is free.
      if (!channel) continue
      if (!(await isOver(channel, visitor))) return enter(channel.sid, visitor)
      await lifecycle.end(channel.sid, visitor)
    }
    throw new HTTPException(503, { message: 'The last conversation is still being closed. Try again in a moment.' })
  }

  /** Adds both Members; 409 = is one already. The agent comes last, see `isOver`. */
  async function enter(channelSid: string, visitor: string): Promise<string> {
    const { members } = chat.channels(channelSid)
    await unless(409, members.create({ identity: visitor, roleSid: roles.visitorChannel }))
    await unless(409, members.create({ identity: agentIdentity, roleSid: roles.agentChannel }))
    return channelSid
  }

  /** The new Channel, undefined when the visitor has one. No `createdBy`, so that it is `system`, which the widget trusts. */
  async function create(visitor: string, { name, answers }: PreChat): Promise<ChannelInstance | undefined> {
    const friendlyName = name ?? `Visitor ${visitor.slice(-4)}`
    const attributes = JSON.stringify({ status: 'open', ...(Object.keys(answers).length > 0 && { answers }) })
    const channel = await unless(409, chat.channels.create({ type: 'private', uniqueName: visitor, friendlyName, attributes }))
    if (channel) await nameUser(visitor, friendlyName)
    return channel
  }

  /** What others read above the visitor's Messages. */
  async function nameUser(identity: string, friendlyName: string): Promise<void> {
    const user = await unless(404, chat.users(identity).update({ friendlyName }))
    if (!user) await unless(409, chat.users.create({ identity, friendlyName }))
  }

  /** Ended and not yet deleted, or the agent removed the visitor: both want a new conversation. */
  async function isOver(channel: ChannelInstance, visitor: string): Promise<boolean> {
    if (readAttributes(channel.attributes)['status'] === 'ended') return true
    const present = new Set((await chat.channels(channel.sid).members.list()).map((member) => member.identity))
    return present.has(agentIdentity) && !present.has(visitor)
  }

  return {
    start,
    async open(visitor) {
      const member = await unless(404, chat.channels(visitor).members(visitor).fetch())
      return member?.channelSid
    },
  }
}

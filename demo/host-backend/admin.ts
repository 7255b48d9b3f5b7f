import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { readAttributes } from './attributes.ts'
import { readChannelSid, readJson } from './body.ts'
import { toMessageRecord } from './records.ts'
import type { ChatRest } from './twilio-client.ts'

/** Rows at most in one answer. */
const LIMIT = 1_000

/** What the administrator's tab reads: Users, Channels, Messages, each `{count, rows}`, and `{push}`; behind `needAgent`. */
export function createAdminReads(chat: ChatRest): Hono {
  return new Hono()
    .get('/users', async (c) => c.json(counted((await chat.users.list({ limit: LIMIT, pageSize: 100 })).map(toUser))))
    .get('/channels', async (c) => {
      const channels = await chat.channels.list({ type: ['private', 'public'], limit: LIMIT, pageSize: 100 })
      return c.json(counted(channels.map(toChannel)))
    })
    .get('/channels/:channelSid/messages', async (c) => {
      const { messages } = chat.channels(readChannelSid(c.req.param()))
      const newest = await messages.list({ order: 'desc', limit: LIMIT, pageSize: 100 })
      return c.json(counted(newest.map(toMessageRecord).reverse()))
    })
    .get('/push', async (c) => c.json({ push: isPushing((await chat.fetch()).notifications) ? 'enabled' : 'disabled' }))
}

/** `POST /remove` `{"kind":"user"|"channel","sid"}` or `{"kind":"message","channelSid","sid"}`: at once, without an archive. */
export function createAdminRemoval(chat: ChatRest): Hono {
  return new Hono().post('/', async (c) => {
    const body = await readJson(c)
    const sid = String(body['sid'])
    if (body['kind'] === 'user' && /^US[0-9a-f]{32}$/.test(sid)) await chat.users(sid).remove()
    else if (body['kind'] === 'channel') await chat.channels(readChannelSid({ channelSid: sid })).remove()
    else if (body['kind'] === 'message' && /^IM[0-9a-f]{32}$/.test(sid)) await chat.channels(readChannelSid(body)).messages(sid).remove()
    else throw new HTTPException(400, { message: 'Send the kind (user, channel, message) and the sid of what is to go.' })
    return c.json({ removed: sid })
  })
}

type Users = Awaited<ReturnType<ChatRest['users']['list']>>
type Channels = Awaited<ReturnType<ChatRest['channels']['list']>>

function toUser({ sid, identity, friendlyName, roleSid, isOnline, joinedChannelsCount, dateCreated }: Users[number]) {
  return { sid, identity, friendlyName, roleSid, isOnline, joinedChannelsCount, dateCreated }
}

function toChannel(channel: Channels[number]) {
  const { sid, friendlyName, type, createdBy, membersCount, messagesCount, dateCreated } = channel
  const { status } = readAttributes(channel.attributes)
  return { sid, friendlyName, type, status: status ?? null, createdBy, membersCount, messagesCount, dateCreated }
}

/** Whether the Service instance sends any notification: `{new_message: {enabled}, added_to_channel: {enabled}, …}`. */
function isPushing(notifications: Readonly<Record<string, { enabled?: unknown } | null>>): boolean {
  return Object.values(notifications).some((kind) => kind?.enabled === true)
}

function counted<T>(rows: readonly T[]): { count: number; rows: readonly T[] } {
  return { count: rows.length, rows }
}

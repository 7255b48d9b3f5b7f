import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { readAttributes } from './attributes.ts'
import { readChannelSid, readJson } from './body.ts'
import type { ChannelRow, Rooms } from './rooms.ts'

/** Rows at most in one answer. */
const LIMIT = 1_000

/** What the administrator's tab reads: Users, Channels, Messages, each `{count, rows}`, and `{push}`; behind `needAgent`. */
export function createAdminReads(rooms: Rooms): Hono {
  return new Hono()
    .get('/users', async (c) => c.json(counted(await rooms.users(LIMIT))))
    .get('/channels', async (c) => c.json(counted((await rooms.list({ limit: LIMIT })).map(withStatus))))
    .get('/channels/:channelSid/messages', async (c) => {
      const newest = await rooms.newestMessages(readChannelSid(c.req.param()), LIMIT)
      return c.json(counted([...newest].reverse()))
    })
    .get('/push', async (c) => c.json({ push: (await rooms.isPushing()) ? 'enabled' : 'disabled' }))
}

/** `POST /remove` `{"kind":"user"|"channel","sid"}` or `{"kind":"message","channelSid","sid"}`: at once, without an archive. */
export function createAdminRemoval(rooms: Rooms): Hono {
  return new Hono().post('/', async (c) => {
    const body = await readJson(c)
    const sid = String(body['sid'])
    if (body['kind'] === 'user' && /^US[0-9a-f]{32}$/.test(sid)) await rooms.removeUser(sid)
    else if (body['kind'] === 'channel') await rooms.remove(readChannelSid({ channelSid: sid }))
    else if (body['kind'] === 'message' && /^IM[0-9a-f]{32}$/.test(sid)) await rooms.removeMessage(readChannelSid(body), sid)
    else throw new HTTPException(400, { message: 'Send the kind (user, channel, message) and the sid of what is to go.' })
    return c.json({ removed: sid })
  })
}

function withStatus({ attributes, ...row }: ChannelRow) {
  return { ...row, status: readAttributes(attributes)['status'] ?? null }
}

function counted<T>(rows: readonly T[]): { count: number; rows: readonly T[] } {
  return { count: rows.length, rows }
}

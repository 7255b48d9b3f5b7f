import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { MintAccessToken } from './access-token.ts'
import { readChannelSid, readJson } from './body.ts'
import { parseLeft, parseRating } from './feedback.ts'
import type { Feedback } from './feedback.ts'
import type { Lifecycle } from './lifecycle.ts'
import { parsePreChat } from './pre-chat.ts'
import type { Conversations } from './start.ts'
import type { VisitorEnv } from './visitor-cookie.ts'

const reasons: readonly unknown[] = ['connect', 'renew', 'denied']

interface VisitorParts {
  readonly mint: MintAccessToken
  readonly conversations: Conversations
  readonly lifecycle: Lifecycle
  readonly feedback: Feedback
}

/** What the widget asks: `POST` to `/token`, `/start`, `/end`, `/rate`, `/leave`. Who asks is known already, from the cookie. */
export function createVisitorRoutes({ mint, conversations, lifecycle, feedback }: VisitorParts): Hono<VisitorEnv> {
  return new Hono<VisitorEnv>()
    .post('/token', async (c) => {
      const { reason } = await readJson(c)
      if (!reasons.includes(reason)) throw new HTTPException(400, { message: `reason must be one of ${reasons.join(', ')}.` })
      const visitor = c.get('visitor')
      const channelSid = await conversations.open(visitor)
      return c.json({ token: mint(visitor), ...(channelSid !== undefined && { channelSid }) })
    })
    .post('/start', async (c) => {
      const preChat = parsePreChat(await readJson(c))
      return c.json({ channelSid: await conversations.start(c.get('visitor'), preChat) })
    })
    .post('/end', async (c) => {
      const visitor = c.get('visitor')
      const channelSid = readChannelSid(await readJson(c))
      const own = (await conversations.open(visitor)) === channelSid || (await lifecycle.isEnding(channelSid, visitor))
      if (!own) throw new HTTPException(404, { message: 'There is no such conversation.' })
      await lifecycle.end(channelSid, visitor)
      return c.json({ ended: true })
    })
    .post('/rate', async (c) => {
      const body = await readJson(c)
      const rating = { channelSid: readChannelSid(body), ...parseRating(body) }
      const ended = await lifecycle.ended(rating.channelSid)
      // Only who was in it, and only once it is over.
      if (!ended?.members.some(({ identity }) => identity === c.get('visitor'))) {
        throw new HTTPException(404, { message: 'There is no such conversation.' })
      }
      await feedback.rate(rating, ended.channel.friendlyName ?? rating.channelSid)
      return c.json({ rated: true })
    })
    .post('/leave', async (c) => {
      await feedback.leave(parseLeft(await readJson(c)), `Visitor ${c.get('visitor').slice(-4)}`)
      return c.json({ left: true })
    })
}

import type { MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { getSignedCookie, setSignedCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import type { MintAccessToken } from './access-token.ts'
import { readChannelSid, readJson } from './body.ts'
import type { Counter } from './counter.ts'
import type { Feedback } from './feedback.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Queue } from './queue.ts'
import type { Colleague } from './roles.ts'
import { cookieRules } from './visitor-cookie.ts'

const COOKIE = 'parlour_agent'

/** Demo only: whoever opens the console is the agent. A website asks for a login here. */
export function openAgentSession(agentIdentity: string, secret: string): MiddlewareHandler {
  return async (c, next) => {
    await setSignedCookie(c, COOKIE, agentIdentity, secret, { ...cookieRules(c), sameSite: 'Strict' })
    return next()
  }
}

/** Lets only the agent through: 401 for everybody else. */
export function needAgent(agentIdentity: string, secret: string): MiddlewareHandler {
  return async (c, next) => {
    if ((await getSignedCookie(c, secret, COOKIE)) !== agentIdentity) return c.json({ error: 'Open the console first.' }, 401)
    return next()
  }
}

interface AgentParts {
  /** The first is who asks, where `as` names nobody. */
  readonly staff: readonly [Colleague, ...Colleague[]]
  readonly mint: MintAccessToken
  readonly lifecycle: Lifecycle
  readonly queue: Queue
  readonly counter: Counter
  readonly feedback: Feedback
}

/** What the console asks, behind `needAgent`. In the demo whoever is an agent may be any of them: `as` says which. */
export function createAgentRoutes({ staff, mint, lifecycle, queue, counter, feedback }: AgentParts): Hono {
  const who = ({ as }: Readonly<Record<string, unknown>>): Colleague => staff.find(({ identity }) => identity === as) ?? staff[0]
  return new Hono()
    .post('/token', async (c) => c.json({ token: mint(who(await readJson(c)).identity) }))
    .post('/end', async (c) => {
      const body = await readJson(c)
      await lifecycle.end(readChannelSid(body), who(body).identity)
      return c.json({ ended: true })
    })
    .post('/desk', (c) => c.json({ queueing: queue.isOn, waiting: queue.waiting, staff }))
    .post('/queueing', async (c) => {
      queue.isOn = (await readJson(c))['on'] === true
      return c.json({ queueing: queue.isOn })
    })
    .post('/accept', async (c) => {
      const body = await readJson(c)
      await counter.accept(readChannelSid(body), who(body))
      return c.json({ accepted: true })
    })
    .post('/handover', async (c) => {
      const body = await readJson(c)
      const to = staff.find(({ identity }) => identity === body['to'])
      if (!to || to === who(body)) throw new HTTPException(400, { message: 'Say to whom: to must be a colleague.' })
      await counter.handOver(readChannelSid(body), who(body), to)
      return c.json({ handedOver: true })
    })
    .post('/feedback', async (c) => c.json({ ratings: await feedback.ratings(), left: await feedback.left() }))
}

import type { MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { MintAccessToken } from './access-token.ts'
import { readChannelSid, readJson } from './body.ts'
import type { Lifecycle } from './lifecycle.ts'
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

/** `POST /agent/token` and `POST /agent/end`, behind `needAgent`. */
export function createAgentRoutes(agentIdentity: string, mint: MintAccessToken, lifecycle: Lifecycle): Hono {
  return new Hono()
    .post('/token', (c) => c.json({ token: mint(agentIdentity) }))
    .post('/end', async (c) => {
      await lifecycle.end(readChannelSid(await readJson(c)), agentIdentity)
      return c.json({ ended: true })
    })
}

import { randomBytes } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getSignedCookie, setSignedCookie } from 'hono/cookie'

const COOKIE = 'parlour_visitor'
const LIFE_S = 30 * 24 * 60 * 60
const IDENTITY = /^visitor-[\w-]{22}$/

export type VisitorEnv = { Variables: { visitor: string } }

/** 128 random bits: nobody guesses another visitor's Identity. */
const newIdentity = (): string => `visitor-${randomBytes(16).toString('base64url')}`

/**
 * Who is asking: the Identity in the cookie, which is signed (HMAC-SHA-256), out of reach of scripts and not sent along
 * with other websites' requests. A cookie that is absent, forged or older than 30 days of silence makes a new visitor.
 * A website with a login of its own would take the Identity from its session here instead.
 */
export function knowVisitor(secret: string): MiddlewareHandler<VisitorEnv> {
  return async (c, next) => {
    const visitor = (await readVisitor(c, secret)) ?? newIdentity()
    await setSignedCookie(c, COOKIE, visitor, secret, { ...cookieRules(c), sameSite: 'Lax', maxAge: LIFE_S })
    c.set('visitor', visitor)
    return next()
  }
}

/** As `knowVisitor`, for requests that make no sense from somebody without a token: 401. */
export function needVisitor(secret: string): MiddlewareHandler<VisitorEnv> {
  return async (c, next) => {
    const visitor = await readVisitor(c, secret)
    if (visitor === undefined) return c.json({ error: 'Ask for a token first, and send its cookie along.' }, 401)
    c.set('visitor', visitor)
    return next()
  }
}

/** For every cookie of ours; `Secure` when the page came by https, also behind a proxy that ends TLS. */
export function cookieRules(c: Context): { path: '/'; httpOnly: true; secure: boolean } {
  const page = c.req.header('origin') ?? c.req.url
  return { path: '/', httpOnly: true, secure: page.startsWith('https:') }
}

async function readVisitor(c: Context, secret: string): Promise<string | undefined> {
  const identity = await getSignedCookie(c, secret, COOKIE)
  return identity && IDENTITY.test(identity) ? identity : undefined
}

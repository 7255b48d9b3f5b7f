import { setTimeout as sleep } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'
import type { MintAccessToken } from './access-token.ts'
import type { VisitorEnv } from './visitor-cookie.ts'

/** For tests and the QA panel only: how the next answer of the token endpoint goes wrong. */
export type TokenFault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'html' }
  | { readonly kind: 'identity'; readonly identity: string }
  | { readonly kind: 'same-token' }
  | { readonly kind: 'slow'; readonly ms: number }

export interface TokenFaults {
  /** Asked once for each request. */
  next(identity: string): TokenFault | undefined
}

export function injectTokenFaults(faults: TokenFaults, mint: MintAccessToken): MiddlewareHandler<VisitorEnv> {
  /** The last answer to each visitor, for `same-token`. */
  const answers = new Map<string, string>()
  return async (c, next) => {
    const visitor = c.get('visitor')
    const fault = faults.next(visitor)
    switch (fault?.kind) {
      case 'status':
        return c.json({ error: 'A fault that was asked for.' }, fault.status as 500)
      case 'html':
        return c.html('<!doctype html><title>Sign in</title>')
      case 'identity':
        return c.json({ token: mint(fault.identity) })
      case 'slow':
        await sleep(fault.ms)
        break
      case 'same-token': {
        const answer = answers.get(visitor)
        if (answer !== undefined) return c.json(JSON.parse(answer))
        break
      }
    }
    await next()
    if (c.res.ok) answers.set(visitor, await c.res.clone().text())
    return undefined
  }
}

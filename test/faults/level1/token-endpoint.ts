import { goodToken, mintToken, signRaw } from '../../support/tokens.ts'
import type { TokenIssuer } from '../../support/tokens.ts'
import { outside } from './globals.ts'

export const tokenTroubles = ['401', '500', 'hang', 'html', 'expired', 'identity', 'same', 'no-grant'] as const
export type TokenTrouble = (typeof tokenTroubles)[number]

/** The back end of the host: signs a token for whoever is logged in. */
export interface TokenEndpoint {
  identity: string
  trouble: TokenTrouble | null
  /** How many requests met the trouble. */
  readonly met: number
  readonly fetch: typeof globalThis.fetch
}

export const TTL_S = 3_600

export function createTokenEndpoint(issuer: TokenIssuer, identity: string): TokenEndpoint {
  let last: string | null = null
  let made = 0
  let met = 0

  /** Each another, also within one second. */
  const sign = (): string => mintToken(issuer, endpoint.identity, { ttl: TTL_S + (made += 1) })

  function respond(): Response | Promise<Response> {
    const { trouble } = endpoint
    if (trouble) met += 1
    const { header, payload } = goodToken(issuer, endpoint.identity)
    const spoilt = (changes: object): Response =>
      Response.json({ token: signRaw({ header, payload: { ...payload, ...changes } }, issuer.apiKeySecret) })
    switch (trouble) {
      case '401':
      case '500':
        return new Response('', { status: Number(trouble) })
      case 'hang':
        return new Promise(() => {})
      case 'html':
        return new Response('<!doctype html><title>Log in</title>', { headers: { 'Content-Type': 'text/html' } })
      case 'expired':
        return spoilt({ iat: Number(payload['iat']) - 7_200, exp: Number(payload['iat']) - 3_600 })
      case 'identity':
        return spoilt({ grants: { identity: 'somebody-else', chat: { service_sid: issuer.serviceSid } } })
      case 'no-grant':
        return spoilt({ grants: { identity: endpoint.identity } })
      case 'same':
        return Response.json({ token: (last ??= sign()) })
      case null:
        return Response.json({ token: (last = sign()) })
    }
  }

  const endpoint: TokenEndpoint = {
    identity,
    trouble: null,
    get met() {
      return met
    },
    fetch: (_url, init) =>
      new Promise((resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal!.reason as Error))
        setTimeout(() => outside(() => Promise.resolve(respond()).then(resolve, reject)), 2)
      }),
  }
  return endpoint
}

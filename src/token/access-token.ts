import { readJson } from './json.ts'
import type { JsonObject } from './json.ts'

/** What we read in an Access Token. Reading is not verifying: only the service can do that. */
export interface AccessToken {
  /** The token itself. In no log, error, event or storage. */
  readonly jwt: string
  /** `grants.identity` */
  readonly identity: string
  /** `grants.chat.service_sid`, `IS…` */
  readonly serviceSid: string
  /** ms; `exp - iat`. The device's clock may be wrong by days, so this, not `exp`, is what we count from receipt. */
  readonly lifeMs: number
}

/** Below this a renewal cannot be relied upon. */
export const SHORTEST_LIFE_MS = 60_000
/** Far above any real token; below what would be worth decoding. */
const LONGEST_JWT = 16_384
const JWT_SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/
export const SERVICE_SID = /^IS[0-9a-f]{32}$/i

export const looksLikeJwt = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= LONGEST_JWT && JWT_SHAPE.test(text)

/** The claims, whatever they are. Reading is not verifying. @throws whatever a parser throws, which may quote the token */
export function readClaims(jwt: string): unknown {
  const part = jwt.split('.')[1] ?? ''
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  return readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

/** Reads the claims that the widget depends on; null when one of them is missing or wrong: `diagnosis.ts` says which. */
export function readAccessToken(jwt: string): AccessToken | null {
  try {
    if (!looksLikeJwt(jwt)) return null
    const { grants, exp, iat } = readClaims(jwt) as { grants: { identity: unknown; chat: JsonObject }; exp: unknown; iat: unknown }
    const { identity, chat } = grants
    const serviceSid = chat['service_sid']
    if (typeof exp !== 'number' || typeof iat !== 'number' || typeof identity !== 'string' || typeof serviceSid !== 'string') return null
    const lifeMs = (exp - iat) * 1_000
    return identity !== '' && SERVICE_SID.test(serviceSid) && lifeMs >= SHORTEST_LIFE_MS ? { jwt, identity, serviceSid, lifeMs } : null
  } catch {
    return null
  }
}

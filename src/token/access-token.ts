import { ChatError } from '../chat/errors.ts'
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
const SHORTEST_LIFE_MS = 60_000
/** Far above any real token; below what would be worth decoding. */
const LONGEST_JWT = 16_384
const JWT_SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/
const SERVICE_SID = /^IS[0-9a-f]{32}$/i

export const looksLikeJwt = (text: string): boolean => text.length <= LONGEST_JWT && JWT_SHAPE.test(text)

/**
 * Reads the claims that the widget depends on. Verifies nothing, and puts no part of the token into an error.
 * @throws ChatError `token-malformed`, `token-without-grant`, `token-too-short`
 */
export function parseAccessToken(jwt: string): AccessToken {
  if (!looksLikeJwt(jwt)) throw malformed('it is no JWT')
  const claims = readClaims(jwt.split('.')[1] ?? '')
  const grants = objectAt(claims, 'grants')
  const identity = grants?.['identity']
  if (typeof identity !== 'string' || identity === '') throw malformed('it has no grants.identity')
  const serviceSid = grants && objectAt(grants, 'chat')?.['service_sid']
  if (typeof serviceSid !== 'string' || !SERVICE_SID.test(serviceSid)) {
    throw new ChatError('token-without-grant', 'The token has no Chat Grant', {
      hint: 'Add a ChatGrant with your serviceSid (IS…) to the AccessToken.',
    })
  }
  const { exp, iat } = claims
  if (typeof exp !== 'number' || typeof iat !== 'number') throw malformed('it lacks exp or iat')
  const lifeMs = (exp - iat) * 1_000
  if (!(lifeMs >= SHORTEST_LIFE_MS)) {
    throw new ChatError('token-too-short', `The token lives for ${Math.round(lifeMs / 1_000)} s only`, {
      hint: 'Give it a ttl of 60 s at least.',
    })
  }
  return { jwt, identity, serviceSid, lifeMs }
}

function readClaims(part: string): JsonObject {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    const claims = readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isObject(claims)) return claims
  } catch {
    // The parser's own message would quote the token.
  }
  throw malformed('its claims are no JSON object')
}

function objectAt(parent: JsonObject, key: string): JsonObject | undefined {
  const value = parent[key]
  return isObject(value) ? value : undefined
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

function malformed(why: string): ChatError {
  return new ChatError('token-malformed', `The token cannot be read: ${why}`, {
    hint: 'Answer with the JWT of an AccessToken with an identity.',
  })
}

import { isChannelSid } from '../chat/sid.ts'
import { ChatError } from '../chat/errors.ts'
import { looksLikeJwt, readClaims, SERVICE_SID, SHORTEST_LIFE_MS } from './access-token.ts'
import type { AccessToken } from './access-token.ts'
import { readJson } from './json.ts'
import type { JsonObject } from './json.ts'
import { LONGEST_BODY } from './token-answer.ts'

/*
 * Why a token cannot be used, for whoever wrote the token endpoint: a file of its own, which a page that works never
 * loads. No part of a token stands in any error.
 */

/** What came instead of `{"token", "channelSid"?}` or a JWT. */
export function ofAnswer(value: unknown): ChatError {
  if (typeof value === 'string') return badAnswer('a text that is no JWT')
  if (typeof value !== 'object' || value === null) return badAnswer(`${value}`)
  if (Array.isArray(value)) return badAnswer('an array')
  const { token, channelSid } = value as { token?: unknown; channelSid?: unknown }
  if (typeof token !== 'string') return badAnswer('an object without a "token" that is a string')
  if (!looksLikeJwt(token)) return badAnswer('a "token" that is no JWT')
  if (!isChannelSid(channelSid)) return badAnswer('a "channelSid" that is no sid of a Channel (CH…)')
  return badAnswer('something else')
}

export function ofBody(body: string, contentType: string): ChatError {
  if (body.trim() === '') return badAnswer('an empty body')
  if (body.length > LONGEST_BODY) return badAnswer('more than 32 KB')
  let value: unknown
  try {
    value = readJson(body)
  } catch {
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase() || 'no content type'
    return badAnswer(type === 'text/html' ? 'an HTML page (a login page, or an error page?)' : `a body of type ${type} that is no JSON`)
  }
  return ofAnswer(value)
}

/** The first thing that is wrong with what looks like a JWT, or does not. */
export function ofToken(jwt: string): ChatError {
  if (!looksLikeJwt(jwt)) return badToken('it is no JWT')
  const claims = claimsOf(jwt)
  if (!claims) return badToken('its claims are no JSON object')
  const grants = asObject(claims['grants'])
  if (typeof grants?.['identity'] !== 'string' || grants['identity'] === '') return badToken('it has no grants.identity')
  const serviceSid = asObject(grants['chat'])?.['service_sid']
  if (typeof serviceSid !== 'string' || !SERVICE_SID.test(serviceSid)) {
    return new ChatError('token-without-grant', 'The token has no Chat Grant', {
      hint: 'Add a ChatGrant with your serviceSid (IS…) to the AccessToken.',
    })
  }
  const { exp, iat } = claims
  if (typeof exp !== 'number' || typeof iat !== 'number') return badToken('it lacks exp or iat')
  return new ChatError('token-too-short', `The token lives for ${Math.round(exp - iat)} s only`, {
    hint: `Give it a ttl of ${SHORTEST_LIFE_MS / 1_000} s at least.`,
  })
}

/** A token that may not follow `before`. */
export function ofSuccessor(before: AccessToken, after: AccessToken): ChatError {
  if (after.identity !== before.identity) {
    return new ChatError('token-identity-changed', 'The token has another Identity', { hint: 'Call logout() first.' })
  }
  if (after.serviceSid !== before.serviceSid) {
    return new ChatError('token-service-changed', 'The token has another serviceSid', { hint: 'Use one serviceSid in every ChatGrant.' })
  }
  return new ChatError('token-unchanged', 'The token endpoint gave the same token again', {
    retryable: true,
    hint: 'Make a new AccessToken for each request.',
  })
}

function claimsOf(jwt: string): JsonObject | undefined {
  try {
    return asObject(readClaims(jwt))
  } catch {
    // The parser's own message would quote the token.
    return undefined
  }
}

const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined

const badAnswer = (what: string): ChatError =>
  new ChatError('token-malformed', `The token endpoint answered with ${what}`, {
    hint: 'It must answer 200 with {"token": "<JWT>"}, or with the JWT alone as text.',
  })

const badToken = (why: string): ChatError =>
  new ChatError('token-malformed', `The token cannot be read: ${why}`, {
    hint: 'Answer with the JWT of an AccessToken with an identity.',
  })

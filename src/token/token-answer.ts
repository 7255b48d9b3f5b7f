import { ChatError } from '../chat/errors.ts'
import { isChannelSid } from '../chat/sid.ts'
import { looksLikeJwt } from './access-token.ts'
import { readJson } from './json.ts'

/** What the token endpoint, or the host's own function, answers with. */
export interface TokenAnswer {
  readonly token: string
  readonly channelSid?: string
}

/**
 * Reads the endpoint's body: `{"token", "channelSid"?}`, or the JWT alone, bare or as a JSON string.
 * @throws ChatError `token-malformed`, whose hint says what came instead
 */
export function readTokenBody(body: string, contentType: string): TokenAnswer {
  const text = body.trim()
  if (looksLikeJwt(text)) return { token: text }
  let value: unknown
  try {
    value = readJson(text)
  } catch {
    throw malformed(text === '' ? 'an empty body' : described(contentType))
  }
  return checkTokenAnswer(value)
}

/** @throws ChatError `token-malformed` */
export function checkTokenAnswer(value: unknown): TokenAnswer {
  if (typeof value === 'string') {
    if (looksLikeJwt(value)) return { token: value }
    throw malformed('a text that is no JWT')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(Array.isArray(value) ? 'an array' : `${value}`)
  const { token, channelSid } = value as { token?: unknown; channelSid?: unknown }
  if (typeof token !== 'string') throw malformed('an object without a "token" that is a string')
  if (!looksLikeJwt(token)) throw malformed('a "token" that is no JWT')
  if (channelSid === undefined || channelSid === null) return { token }
  if (!isChannelSid(channelSid)) throw malformed('a "channelSid" that is no sid of a Channel (CH…)')
  return { token, channelSid }
}

function described(contentType: string): string {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() || 'no content type'
  return type === 'text/html' ? 'an HTML page (a login page, or an error page?)' : `a body of type ${type} that is no JSON`
}

function malformed(what: string): ChatError {
  return new ChatError('token-malformed', `The token endpoint answered with ${what}`, {
    hint: 'It must answer 200 with {"token": "<JWT>"}, or with the JWT alone as text.',
  })
}

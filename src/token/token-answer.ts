import { isChannelSid } from '../chat/sid.ts'
import { looksLikeJwt } from './access-token.ts'
import { readJson } from './json.ts'

/** What the token endpoint, or the host's own function, answers with. */
export interface TokenAnswer {
  readonly token: string
  readonly channelSid?: string
}

/** `{"token", "channelSid"?}`, or the JWT alone; null when it is neither: `diagnosis.ts` says what it is. */
export function readTokenAnswer(value: unknown): TokenAnswer | null {
  if (looksLikeJwt(value)) return { token: value }
  const { token, channelSid } = (value ?? {}) as { token?: unknown; channelSid?: unknown }
  if (!looksLikeJwt(token)) return null
  if ((channelSid ?? null) === null) return { token }
  return isChannelSid(channelSid) ? { token, channelSid } : null
}

/** A JWT has 1–2 KB. */
export const LONGEST_BODY = 32_768

/** The same from the body of an answer: JSON, or the bare JWT. */
export function readTokenBody(body: string): TokenAnswer | null {
  if (body.length > LONGEST_BODY) return null
  const text = body.trim()
  try {
    return readTokenAnswer(looksLikeJwt(text) ? text : readJson(text))
  } catch {
    return null
  }
}

import twilio from 'twilio'
import type { Credentials } from './twilio-client.ts'

/** Signs an Access Token for this Identity. @throws TypeError for a reserved Identity */
export type MintAccessToken = (identity: string) => string

const { AccessToken } = twilio.jwt
const DEFAULT_TTL_S = 600

/**
 * A token that opens one Service instance to one Identity, for `ttlS` seconds (60 to 86,400), and nothing else.
 * `system` is what Twilio writes as the creator of a Channel that the REST API made, and the widget trusts such Channels:
 * nobody may bear that name, nor any in `reserved` (the `channelCreators` option of the widget).
 */
export function createAccessTokens(credentials: Credentials, ttlS: number, reserved: readonly string[] = []): MintAccessToken {
  const ttl = checkedTtlS(ttlS)
  const refused = new Set(['system', ...reserved])
  return (identity) => {
    if (refused.has(identity)) throw new TypeError(`The Identity "${identity}" is reserved: no Access Token is signed for it.`)
    // Read anew: an API key may be rotated while the website runs.
    const { accountSid, apiKeySid, apiKeySecret, serviceSid } = credentials
    const token = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity, ttl })
    token.addGrant(new AccessToken.ChatGrant({ serviceSid }))
    return token.toJwt()
  }
}

/** Seconds, from the environment's `TOKEN_TTL`; ten minutes when it is not set. @throws RangeError with a sentence */
export function tokenTtlS(setting: string | undefined): number {
  return setting === undefined || setting === '' ? DEFAULT_TTL_S : checkedTtlS(/^\d+$/.test(setting) ? Number(setting) : setting)
}

function checkedTtlS(ttlS: unknown): number {
  if (typeof ttlS === 'number' && Number.isInteger(ttlS) && ttlS >= 60 && ttlS <= 86_400) return ttlS
  throw new RangeError(`TOKEN_TTL must be a whole number of seconds from 60 to 86400, not "${String(ttlS)}".`)
}

import { createHmac } from 'node:crypto'
import twilio from 'twilio'

/** What signs Access Tokens, and for which Service instance. */
export interface TokenIssuer {
  readonly accountSid: string
  readonly apiKeySid: string
  readonly apiKeySecret: string
  readonly serviceSid: string
}

export interface TokenOptions {
  /** seconds, default 3600 */
  readonly ttl?: number
  /** seconds since the epoch */
  readonly nbf?: number
  /** another Service instance than the issuer's */
  readonly serviceSid?: string
}

const { AccessToken } = twilio.jwt

/** An Access Token with a Chat Grant, by Twilio's own library. */
export function mintToken(issuer: TokenIssuer, identity: string, options: TokenOptions = {}): string {
  const { ttl = 3600, nbf, serviceSid = issuer.serviceSid } = options
  const token = new AccessToken(issuer.accountSid, issuer.apiKeySid, issuer.apiKeySecret, {
    identity,
    ttl,
    ...(nbf !== undefined && { nbf }),
  })
  token.addGrant(new AccessToken.ChatGrant({ serviceSid }))
  return token.toJwt()
}

export interface RawToken {
  readonly header: Record<string, unknown>
  readonly payload: Record<string, unknown>
}

/** The parts that the library would put into a good token, to be spoilt one at a time. `nowS`: seconds since the epoch. */
export function goodToken(issuer: TokenIssuer, identity: string, nowS: number = Math.floor(Date.now() / 1000)): RawToken {
  return {
    header: { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' },
    payload: {
      jti: `${issuer.apiKeySid}-${nowS}`,
      grants: { identity, chat: { service_sid: issuer.serviceSid } },
      iat: nowS,
      exp: nowS + 3600,
      iss: issuer.apiKeySid,
      sub: issuer.accountSid,
    },
  }
}

/** Signs anything, as no library would. `alg: none` gets no signature. */
export function signRaw({ header, payload }: RawToken, secret: string): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode(header)}.${encode(payload)}`
  const hash = header['alg'] === 'HS512' ? 'sha512' : 'sha256'
  return `${signed}.${header['alg'] === 'none' ? '' : createHmac(hash, secret).update(signed).digest('base64url')}`
}

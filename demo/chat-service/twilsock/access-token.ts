import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { ApiError } from '../domain/errors.ts'
import { checkIdentity } from '../domain/limits.ts'

/** What a good Access Token says. Times in ms since the epoch. */
export interface AccessClaims {
  readonly identity: string
  readonly serviceSid: string
  /** `SK…`: the API key that signed it */
  readonly keySid: string
  readonly issuedAt: number | null
  readonly expiresAt: number
}

/** A refusal, as a Twilsock status carries it. Codes as Twilio numbers them (20101–20107). */
export interface TokenRefusal {
  readonly ok: false
  readonly status: 401 | 403
  readonly errorCode: number
  readonly description: string
}
export type TokenVerdict = { readonly ok: true; readonly claims: AccessClaims } | TokenRefusal

export interface TokenAuthority {
  readonly accountSid: string
  now(): number
  /** The API key that signs as `iss`. */
  findKey(keySid: string): { readonly secret: string; readonly accountSid: string } | undefined
  serviceExists(serviceSid: string): boolean
}

/** As Twilio's libraries stamp it; the type of token, not of content. */
const CONTENT_TYPE = 'twilio-fpa;v=1'
/** Twilio's own limit of an Access Token's life. */
const MAX_LIFE_S = 24 * 60 * 60
const MAX_TOKEN_CHARS = 16 * 1024

/**
 * Is this Access Token good now? Signature (HS256, the secret of the API key named by `iss`), `exp`, `nbf`, account,
 * content type, Identity and the Chat Grant's Service instance are all checked. Never throws.
 */
export async function verifyAccessToken(token: unknown, authority: TokenAuthority): Promise<TokenVerdict> {
  if (typeof token !== 'string' || token === '') return refuse(401, 20101, 'An Access Token is needed')
  if (token.length > MAX_TOKEN_CHARS) return refuse(401, 20101, 'The Access Token is too long')
  let header: { alg?: string | undefined; cty?: unknown }
  let unverified: { iss?: string | undefined }
  try {
    header = decodeProtectedHeader(token)
    unverified = decodeJwt(token)
  } catch {
    return refuse(401, 20101, 'The Access Token is not a JWT')
  }
  if (header.alg !== 'HS256') return refuse(401, 20102, 'The Access Token must be signed with HS256')
  if (header.cty !== CONTENT_TYPE) return refuse(401, 20102, `The Access Token's header must say cty "${CONTENT_TYPE}"`)
  const key = typeof unverified.iss === 'string' ? authority.findKey(unverified.iss) : undefined
  if (!key || key.accountSid !== authority.accountSid)
    return refuse(401, 20103, 'The Access Token names no API key of this account as its issuer')
  if (key.secret === '') return refuse(401, 20103, 'The API key has no secret')

  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(key.secret), {
      algorithms: ['HS256'],
      subject: authority.accountSid,
      requiredClaims: ['exp', 'sub', 'iss'],
      currentDate: new Date(authority.now()),
    })
    return judgeClaims(payload, authority)
  } catch (error) {
    return refusalOf(error)
  }
}

function judgeClaims(payload: Record<string, unknown>, authority: TokenAuthority): TokenVerdict {
  const expiresAt = Number(payload['exp']) * 1000
  const issuedAt = typeof payload['iat'] === 'number' ? payload['iat'] * 1000 : null
  if (expiresAt - (issuedAt ?? authority.now()) > MAX_LIFE_S * 1000) return refuse(401, 20101, 'An Access Token lives 24 hours at most')

  const grants = record(payload['grants'])
  const identity = grants?.['identity']
  if (typeof identity !== 'string' || identity === '') return refuse(401, 20106, 'The Access Token names no Identity')
  try {
    checkIdentity(identity)
  } catch (error) {
    return refuse(403, 20106, error instanceof ApiError ? error.message : 'The Identity is not allowed')
  }
  const serviceSid = record(grants?.['chat'])?.['service_sid']
  if (typeof serviceSid !== 'string') return refuse(401, 20106, 'The Access Token has no Chat Grant with a Service instance')
  if (!authority.serviceExists(serviceSid)) return refuse(403, 20106, "The Chat Grant's Service instance does not exist in this account")
  return { ok: true, claims: { identity, serviceSid, keySid: String(payload['iss']), issuedAt, expiresAt } }
}

function refusalOf(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) return refuse(401, 20104, 'The Access Token has expired')
  if (error instanceof errors.JWSSignatureVerificationFailed) return refuse(401, 20107, "The Access Token's signature is wrong")
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return refuse(401, 20105, 'The Access Token is not valid yet')
    if (error.claim === 'sub') return refuse(401, 20103, 'The Access Token names another account')
    return refuse(401, 20101, `The Access Token's claim "${error.claim}" is missing or wrong`)
  }
  return refuse(401, 20101, 'The Access Token is invalid')
}

/** For a token whose key was revoked between the look at it and its use. */
export const keyGone: TokenRefusal = refuse(401, 20103, 'The Access Token names no API key of this account as its issuer')

/** The same refusal as for a token whose time is over, for one that somebody ended early. */
export const expired: TokenRefusal = refuse(401, 20104, 'The Access Token has expired')

function refuse(status: 401 | 403, errorCode: number, description: string): TokenRefusal {
  return { ok: false, status, errorCode, description }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

/** What the harness's service reads in an Access Token. */
export interface Claims {
  /** ms since the epoch */
  readonly expiresAt: number
}

export const SERVICE_SID = `IS${'0'.repeat(32)}`

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An Access Token as the official library makes it, unsigned: nobody here doubts it. `wall`: ms since the epoch. */
export function makeToken(identity: string, wall: number, ttlMs: number, serial: number): string {
  const iat = Math.floor(wall / 1_000)
  const grants = { identity, chat: { service_sid: SERVICE_SID } }
  return `${encode({ alg: 'HS256' })}.${encode({ jti: `SK-${serial}`, iat, exp: iat + ttlMs / 1_000, grants })}.c2ln`
}

export function readToken(jwt: string): Claims {
  const { exp } = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as { exp: number }
  return { expiresAt: exp * 1_000 }
}

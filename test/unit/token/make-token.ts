const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export const SERVICE_SID = `IS${'a'.repeat(32)}`

let made = 0

/** A token that reads like a real one; its signature is nonsense, which only the service could tell. */
export function makeToken({
  identity = 'visitor',
  serviceSid = SERVICE_SID,
  ttl = 600,
  claims = {} as Record<string, unknown>,
} = {}): string {
  const iat = 1_767_225_600
  made += 1
  const body = {
    jti: `SK-${made}`,
    iss: 'SK',
    sub: 'AC',
    iat,
    exp: iat + ttl,
    grants: { identity, chat: { service_sid: serviceSid } },
    ...claims,
  }
  return `${encode({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })}.${encode(body)}.c2lnbmF0dXJl`
}

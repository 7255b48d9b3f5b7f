import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiKey, ApiKeys } from '../domain/api-keys.ts'
import { unauthenticated } from './errors.ts'

/**
 * The API key that an `Authorization` header names and proves.
 * @throws ApiError 401/20003 for anything else; an Account SID with its Auth Token gets a sentence that points at API keys
 */
export function authenticate(header: string | undefined, apiKeys: Pick<ApiKeys, 'find'>): ApiKey {
  const credentials = parseBasic(header)
  if (credentials === undefined) throw unauthenticated(`Authentication Error - no credentials provided. ${howTo}`)
  if (credentials.user.startsWith('AC')) {
    throw unauthenticated(`Authentication Error - an Account SID with its Auth Token is not accepted. ${howTo}`)
  }
  const key = apiKeys.find(credentials.user)
  // A key that does not exist costs the same comparison, so that time tells nothing about which keys do.
  const right = equalInConstantTime(credentials.password, key?.secret ?? '')
  if (key === undefined || !right) throw unauthenticated(`Authentication Error - invalid username or password. ${howTo}`)
  return key
}

const howTo = 'Hint: use an API key, its SID (SK…) as the user name and its secret as the password.'

function parseBasic(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function equalInConstantTime(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

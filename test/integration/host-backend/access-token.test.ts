import { jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { createAccessTokens, tokenTtlS } from '../../../demo/host-backend/access-token.ts'
import { decode } from './setup.ts'

const credentials = {
  accountSid: `AC${'1'.repeat(32)}`,
  apiKeySid: `SK${'2'.repeat(32)}`,
  apiKeySecret: 'the secret of the key, long enough for HS256',
  serviceSid: `IS${'3'.repeat(32)}`,
}

test('a token carries one Identity and one Chat Grant for one Service instance, and nothing else', () => {
  const { header, payload } = decode(createAccessTokens(credentials, 600)('visitor-1'))
  expect(header).toEqual({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })
  expect(payload['grants']).toEqual({ identity: 'visitor-1', chat: { service_sid: credentials.serviceSid } })
  expect(Object.keys(payload).toSorted()).toEqual(['exp', 'grants', 'iat', 'iss', 'jti', 'sub'])
  expect(payload).toMatchObject({ iss: credentials.apiKeySid, sub: credentials.accountSid })
})

test('a token is signed with the secret of the API key and lives as long as it was told', async () => {
  const token = createAccessTokens(credentials, 61)('visitor-1')
  const { payload } = await jwtVerify(token, new TextEncoder().encode(credentials.apiKeySecret), { algorithms: ['HS256'] })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(61)
  await expect(jwtVerify(token, new TextEncoder().encode('another secret, just as long as it'))).rejects.toThrow(/signature/)
})

test.each([
  [undefined, 600],
  ['', 600],
  ['60', 60],
  ['3600', 3_600],
  ['86400', 86_400],
])('TOKEN_TTL=%s means %i seconds', (setting, seconds) => {
  expect(tokenTtlS(setting)).toBe(seconds)
})

test.each(['59', '86401', '0', '-60', '60.5', '10m', 'NaN', ' 60', '1e3', '0x60'])('TOKEN_TTL=%s is refused with a sentence', (setting) => {
  expect(() => tokenTtlS(setting)).toThrow(`TOKEN_TTL must be a whole number of seconds from 60 to 86400, not "${setting}".`)
})

test('no token is signed for "system" or for a trusted creator of Channels', () => {
  const mint = createAccessTokens(credentials, 600, ['shop-bot'])
  expect(() => mint('system')).toThrow('reserved')
  expect(() => mint('shop-bot')).toThrow('reserved')
  expect(mint('systematic')).toContain('.')
})

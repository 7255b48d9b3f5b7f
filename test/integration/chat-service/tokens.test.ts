import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyAccessToken, type TokenAuthority } from '../../../demo/chat-service/twilsock/access-token.ts'
import { warningTime } from '../../../demo/chat-service/twilsock/token-timers.ts'
import { goodToken, mintToken, signRaw, type RawToken, type TokenIssuer } from '../../support/tokens.ts'

const issuer: TokenIssuer = {
  accountSid: `AC${'a'.repeat(32)}`,
  apiKeySid: `SK${'b'.repeat(32)}`,
  apiKeySecret: 'c'.repeat(32),
  serviceSid: `IS${'d'.repeat(32)}`,
}
const foreignKey = `SK${'e'.repeat(32)}`
const NOW_S = 1_900_000_000
const authority: TokenAuthority = {
  accountSid: issuer.accountSid,
  now: () => NOW_S * 1000,
  findKey: (sid) =>
    sid === issuer.apiKeySid
      ? { secret: issuer.apiKeySecret, accountSid: issuer.accountSid }
      : sid === foreignKey
        ? { secret: issuer.apiKeySecret, accountSid: `AC${'f'.repeat(32)}` }
        : undefined,
  serviceExists: (sid) => sid === issuer.serviceSid,
}
const good = (): RawToken => goodToken(issuer, 'anna', NOW_S)
const verify = (token: RawToken, secret = issuer.apiKeySecret): ReturnType<typeof verifyAccessToken> =>
  verifyAccessToken(signRaw(token, secret), authority)
const withClaims = (claims: Record<string, unknown>): RawToken => ({ ...good(), payload: { ...good().payload, ...claims } })
const withHeader = (header: Record<string, unknown>): RawToken => ({ ...good(), header: { ...good().header, ...header } })
const withGrants = (grants: unknown): RawToken => withClaims({ grants })
const chat = { service_sid: issuer.serviceSid }

test('accepts what the official library signs', async () => {
  const real = { ...authority, now: () => Date.now() }
  const verdict = await verifyAccessToken(mintToken(issuer, 'anna', { ttl: 600 }), real)
  expect(verdict).toMatchObject({ ok: true, claims: { identity: 'anna', serviceSid: issuer.serviceSid } })
  if (verdict.ok) expect(Math.abs(verdict.claims.expiresAt - Date.now() - 600_000)).toBeLessThan(2_000)
})

test('accepts the same by hand, so that each change below is the one that is refused', async () => {
  expect(await verify(good())).toEqual({
    ok: true,
    claims: {
      identity: 'anna',
      serviceSid: issuer.serviceSid,
      keySid: issuer.apiKeySid,
      issuedAt: NOW_S * 1000,
      expiresAt: (NOW_S + 3600) * 1000,
    },
  })
})

test.each<[string, RawToken, number, number]>([
  ['that has expired', withClaims({ exp: NOW_S - 1 }), 401, 20104],
  ['that expires this very second', withClaims({ exp: NOW_S }), 401, 20104],
  ['without an end', withClaims({ exp: undefined }), 401, 20101],
  ['whose end is text', withClaims({ exp: '2099' }), 401, 20101],
  ['that lives longer than a day', withClaims({ exp: NOW_S + 86_401 }), 401, 20101],
  ['that is not valid yet', withClaims({ nbf: NOW_S + 60 }), 401, 20105],
  ['of another account', withClaims({ sub: `AC${'0'.repeat(32)}` }), 401, 20103],
  ['without an account', withClaims({ sub: undefined }), 401, 20103],
  ['of an unknown key', withClaims({ iss: `SK${'0'.repeat(32)}` }), 401, 20103],
  ["of another account's key", withClaims({ iss: foreignKey }), 401, 20103],
  ['without an issuer', withClaims({ iss: undefined }), 401, 20103],
  ['without a signature', withHeader({ alg: 'none' }), 401, 20102],
  ['signed by another algorithm', withHeader({ alg: 'HS512' }), 401, 20102],
  ['of another kind', withHeader({ cty: 'twilio-pv;v=1' }), 401, 20102],
  ['of no kind', withHeader({ cty: undefined }), 401, 20102],
  ['without grants', withGrants(undefined), 401, 20106],
  ['without an Identity', withGrants({ chat }), 401, 20106],
  ['with an empty Identity', withGrants({ identity: '', chat }), 401, 20106],
  ['with a number for an Identity', withGrants({ identity: 7, chat }), 401, 20106],
  ['with the Identity of the back end', withGrants({ identity: 'system', chat }), 403, 20106],
  ['with a slash in the Identity', withGrants({ identity: 'a/b', chat }), 403, 20106],
  ['with a question mark in the Identity', withGrants({ identity: 'a?b', chat }), 403, 20106],
  ['with a per cent sign in the Identity', withGrants({ identity: 'a%b', chat }), 403, 20106],
  ['with an Identity of 300 characters', withGrants({ identity: 'a'.repeat(300), chat }), 403, 20106],
  ['without a Chat Grant', withGrants({ identity: 'anna' }), 401, 20106],
  ['with an empty Chat Grant', withGrants({ identity: 'anna', chat: {} }), 401, 20106],
  [
    'with a Chat Grant for another Service instance',
    withGrants({ identity: 'anna', chat: { service_sid: `IS${'0'.repeat(32)}` } }),
    403,
    20106,
  ],
])('refuses a token %s', async (_what, token, status, errorCode) => {
  expect(await verify(token)).toEqual({ ok: false, status, errorCode, description: expect.stringMatching(/\w{3}/) as string })
})

test('refuses a good text under another signature', async () => {
  expect(await verify(good(), 'another secret')).toMatchObject({ ok: false, status: 401, errorCode: 20107 })
  const signed = signRaw(good(), issuer.apiKeySecret)
  const [head, , signature] = signed.split('.')
  const other = signRaw(withGrants({ identity: 'ben', chat }), issuer.apiKeySecret).split('.')[1]
  expect(await verifyAccessToken(`${head}.${other}.${signature}`, authority)).toMatchObject({ ok: false, errorCode: 20107 })
})

test('refuses an expired token with a wrong signature for its signature', async () => {
  expect(await verify(withClaims({ exp: 1 }), 'another secret')).toMatchObject({ errorCode: 20107 })
})

test('refuses anything that is no token, without an exception', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.anything(),
        fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
      ),
      async (token) => {
        expect(await verifyAccessToken(token, authority)).toMatchObject({ ok: false, status: 401 })
      },
    ),
  )
})

test('refuses any claims that it did not sign', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom('exp', 'iat', 'iss', 'sub', 'grants', 'nbf'), fc.jsonValue()), async (claims) => {
      expect((await verify({ ...good(), payload: { ...good().payload, ...claims } }, 'another secret')).ok).toBe(false)
    }),
  )
})

test('tells nothing of the token in a refusal', async () => {
  const token = signRaw(good(), 'another secret')
  const verdict = await verifyAccessToken(token, authority)
  expect(JSON.stringify(verdict)).not.toContain(token.split('.')[1])
})

test.each([
  ['an hour', 3600, 3600 - 180],
  ['nine minutes', 540, 360],
  ['three minutes', 180, 120],
  ['a minute', 60, 40],
])('warns of the end of a token of %s in time', (_what, lifeS, afterS) => {
  const claims = { issuedAt: NOW_S * 1000, expiresAt: (NOW_S + lifeS) * 1000 }
  expect(warningTime(claims, NOW_S * 1000)).toBe((NOW_S + afterS) * 1000)
})

test('warns at the same time when the token is presented late', () => {
  const claims = { issuedAt: NOW_S * 1000, expiresAt: (NOW_S + 60) * 1000 }
  expect(warningTime(claims, (NOW_S + 55) * 1000)).toBe((NOW_S + 40) * 1000)
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAccessToken } from '../../../src/token/access-token.ts'
import { ofToken } from '../../../src/token/diagnosis.ts'
import { makeToken, SERVICE_SID } from './make-token.ts'

const codeOf = (jwt: string): string => (readAccessToken(jwt) ? 'accepted' : ofToken(jwt).code)

test('a token of the official library is read: who, where, how long', () => {
  expect(readAccessToken(makeToken({ identity: 'Jürgen 🙂', ttl: 600 }))).toMatchObject({
    identity: 'Jürgen 🙂',
    serviceSid: SERVICE_SID,
    lifeMs: 600_000,
  })
})

test.each([
  ['no JWT', 'hello', 'token-malformed'],
  ['two parts', 'a.b', 'token-malformed'],
  ['an HTML page', '<!doctype html><p>x.y.z', 'token-malformed'],
  ['claims that are no JSON', 'e30.e30x.e30', 'token-malformed'],
  ['claims that are an array', `e30.${Buffer.from('[]').toString('base64url')}.e30`, 'token-malformed'],
  ['claims that are no UTF-8', `e30.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.e30`, 'token-malformed'],
  ['no Identity', makeToken({ identity: '' }), 'token-malformed'],
  ['no iat', makeToken({ claims: { iat: undefined } }), 'token-malformed'],
  ['exp as text', makeToken({ claims: { exp: '1' } }), 'token-malformed'],
  ['no grant', makeToken({ claims: { grants: { identity: 'visitor' } } }), 'token-without-grant'],
  ['a video grant only', makeToken({ claims: { grants: { identity: 'visitor', video: {} } } }), 'token-without-grant'],
  ['a Service instance that is none', makeToken({ serviceSid: 'CH1' }), 'token-without-grant'],
  ['a life of 59 s', makeToken({ ttl: 59 }), 'token-too-short'],
  ['a life of less than nothing', makeToken({ ttl: -5 }), 'token-too-short'],
  ['a life of 60 s', makeToken({ ttl: 60 }), 'accepted'],
])('%s: %s is %s', (_what, jwt, code) => {
  expect(codeOf(jwt)).toBe(code)
})

test('claims are never taken from a prototype', () => {
  const polluted = Object.prototype as unknown as Record<string, unknown>
  polluted['grants'] = { identity: 'mallory', chat: { service_sid: SERVICE_SID } }
  try {
    expect(codeOf(makeToken({ claims: { grants: undefined } }))).toBe('token-malformed')
  } finally {
    delete polluted['grants']
  }
})

test('whatever comes, the answer is a token or a ChatError that quotes nothing of it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((json) => `e30.${Buffer.from(json).toString('base64url')}.secretsecret`),
      ),
      (jwt) => {
        if (readAccessToken(jwt)) return
        const { name, message, hint = '', cause } = ofToken(jwt)
        expect(name).toBe('ChatError')
        expect(cause).toBeUndefined()
        expect(message + hint).not.toContain('secretsecret')
        if (jwt.length > 12) expect(message + hint).not.toContain(jwt)
      },
    ),
  )
})

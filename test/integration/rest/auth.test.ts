import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, apiKey, basic, type Rest, send, startRest } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const withHeader = (authorization: string) => send(rest, 'GET', '/v2/Services', undefined, { authorization })

test('an API key’s sid and secret open the API', async () => {
  expect((await withHeader(basic(apiKey.sid, apiKey.secret))).status).toBe(200)
  expect((await withHeader(basic(apiKey.sid, apiKey.secret).replace('Basic', 'basic'))).status).toBe(200)
})

test.each([
  ['no header', ''],
  ['another scheme', 'Bearer token'],
  ['no base64', 'Basic !!!'],
  ['nothing in it', 'Basic '],
  ['no colon', `Basic ${Buffer.from(apiKey.sid).toString('base64')}`],
  ['no user', basic('', apiKey.secret)],
  ['an unknown key', basic(`SK${'9'.repeat(32)}`, apiKey.secret)],
  ['a wrong secret', basic(apiKey.sid, `${apiKey.secret}x`)],
  ['an empty secret', basic(apiKey.sid, '')],
  ['an empty secret of an unknown key', basic(`SK${'9'.repeat(32)}`, '')],
])('%s is answered 401 with a challenge', async (_, header) => {
  const { status, headers, body } = await withHeader(header)
  expect(status).toBe(401)
  expect(headers.get('www-authenticate')).toBe('Basic realm="Twilio API"')
  expect(body).toMatchObject({ status: 401, code: 20003, message: expect.stringContaining('use an API key') })
})

test.each([account.authToken, apiKey.secret])('an Account SID is never a user name, whatever the password', async (password) => {
  const { status, body } = await withHeader(basic(account.sid, password))
  expect(status).toBe(401)
  expect(body).toMatchObject({ code: 20003, message: expect.stringContaining('an Account SID with its Auth Token is not accepted') })
})

test('without a key nothing is told: not which paths exist, nor which methods they have', async () => {
  for (const [method, path] of [
    ['GET', '/v2/Nothing'],
    ['DELETE', '/v2/Services'],
    ['POST', '/v2/Services'],
  ] as const) {
    expect((await send(rest, method, path, undefined, { authorization: '' })).status).toBe(401)
  }
})

test('neither a secret nor a password stands in any answer', async () => {
  const { body } = await withHeader(basic(apiKey.sid, 'a wrong password'))
  expect(JSON.stringify(body)).not.toMatch(/a wrong password|3333/)
})

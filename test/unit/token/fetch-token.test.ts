import { http, HttpResponse, delay } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import type { ParlourOptions } from '../../../src/options.ts'
import { createTokenRequest } from '../../../src/token/fetch-token.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { makeToken } from './make-token.ts'

const URL_OF_ENDPOINT = 'https://shop.test/token'
const CHANNEL = `CH${'b'.repeat(32)}`
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const never = new AbortController().signal
const askAt = (options: Partial<ParlourOptions> = {}) => createTokenRequest({ tokenUrl: URL_OF_ENDPOINT, ...options })

function answering(...answers: readonly (() => Response)[]): void {
  let count = 0
  server.use(http.post(URL_OF_ENDPOINT, () => (answers[Math.min(count++, answers.length - 1)] as () => Response)()))
}

async function refusalOf(work: Promise<unknown>): Promise<ChatError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ChatError)
  return error as ChatError
}

test('the endpoint gets the reason as JSON, and the answer is neither cached nor told where it was asked from', async () => {
  let seen: Request | undefined
  const token = makeToken()
  server.use(
    http.post(URL_OF_ENDPOINT, ({ request }) => {
      seen = request.clone()
      return HttpResponse.json({ token, channelSid: CHANNEL })
    }),
  )
  expect(await askAt()('renew', never)).toEqual({ token, channelSid: CHANNEL })
  expect(await seen?.json()).toEqual({ reason: 'renew' })
  expect(seen).toMatchObject({ method: 'POST', credentials: 'same-origin', cache: 'no-store', referrerPolicy: 'no-referrer' })
  expect(seen?.headers.get('content-type')).toBe('application/json')
})

test('the host chooses method, headers and credentials', async () => {
  let seen: Request | undefined
  server.use(
    http.get(URL_OF_ENDPOINT, ({ request }) => {
      seen = request
      return HttpResponse.text(makeToken())
    }),
  )
  const ask = askAt({ tokenRequest: { method: 'GET', headers: { 'X-Csrf': 'abc' }, credentials: 'include' } })
  await ask('connect', never)
  expect(seen?.credentials).toBe('include')
  expect(seen?.headers.get('x-csrf')).toBe('abc')
})

test.each([
  ['text/plain', (token: string) => `${token}\n`],
  ['application/json', (token: string) => JSON.stringify(token)],
])('the JWT alone is accepted as %s', async (type, body) => {
  const token = makeToken()
  answering(() => new HttpResponse(body(token), { headers: { 'content-type': type } }))
  expect(await askAt()('connect', never)).toEqual({ token })
})

test.each([
  [401, 'token-denied', false],
  [403, 'token-denied', false],
  [404, 'token-unavailable', false],
  [408, 'token-unavailable', true],
  [429, 'token-unavailable', true],
  [500, 'token-unavailable', true],
  [503, 'token-unavailable', true],
])('%i is %s, retryable: %s', async (status, code, retryable) => {
  answering(() => new HttpResponse('no', { status }))
  expect(await refusalOf(askAt()('connect', never))).toMatchObject({ code, retryable })
})

test('Retry-After is read as seconds, and as a date against the date of the answer', async () => {
  answering(
    () => new HttpResponse(null, { status: 429, headers: { 'retry-after': '7' } }),
    () =>
      new HttpResponse(null, {
        status: 503,
        headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT', date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
      }),
    () => new HttpResponse(null, { status: 503, headers: { 'retry-after': 'soon' } }),
  )
  const waits: (number | null)[] = []
  for (let i = 0; i < 3; i += 1) waits.push((await refusalOf(askAt()('connect', never))).retryAfterMs)
  expect(waits).toEqual([7_000, 9_000, null])
})

test.each([
  ['a login page', () => HttpResponse.html('<!doctype html><title>Log in</title>'), 'HTML page'],
  ['nothing', () => new HttpResponse('', { status: 200 }), 'empty body'],
  ['another shape', () => HttpResponse.json({ jwt: 'x' }), 'without a "token"'],
  ['null', () => HttpResponse.json(null), 'null'],
  ['a list', () => HttpResponse.json([1]), 'an array'],
  ['a token that is none', () => HttpResponse.json({ token: 'x' }), 'no JWT'],
  ['a Channel that is none', () => HttpResponse.json({ token: makeToken(), channelSid: 'general' }), 'channelSid'],
  ['a flood', () => HttpResponse.text('a'.repeat(40_000)), '32 KB'],
])('%s is token-malformed and says what came', async (_what, answer, words) => {
  answering(answer)
  const error = await refusalOf(askAt()('connect', never))
  expect(error).toMatchObject({ code: 'token-malformed', retryable: false })
  expect(error.message).toContain(words)
})

test('a network that fails is token-unreachable, retryable', async () => {
  answering(() => HttpResponse.error())
  expect(await refusalOf(askAt()('connect', never))).toMatchObject({ code: 'token-unreachable', retryable: true })
})

test('an endpoint that hangs is given up after 10 s, and its request is cut', async () => {
  const clock = createFakeClock()
  let cut = false
  server.use(
    http.post(URL_OF_ENDPOINT, async ({ request }) => {
      request.signal.addEventListener('abort', () => (cut = true))
      await delay('infinite')
      return HttpResponse.json({})
    }),
  )
  const refused = refusalOf(createTokenRequest({ tokenUrl: URL_OF_ENDPOINT }, undefined, clock)('connect', never))
  await clock.advance(9_999)
  expect(cut).toBe(false)
  await clock.advance(1)
  expect(await refused).toMatchObject({ code: 'token-unreachable', retryable: true })
  expect(cut).toBe(true)
})

test('the caller can give up: its reason is what it gets', async () => {
  const caller = new AbortController()
  server.use(http.post(URL_OF_ENDPOINT, () => delay('infinite')))
  const asked = askAt()('connect', caller.signal)
  caller.abort('closed')
  await expect(asked).rejects.toBe('closed')
})

test('a function may be the source; it learns the reason and may answer in either form', async () => {
  const token = makeToken()
  const reasons: string[] = []
  const plain = createTokenRequest({
    tokenUrl: async ({ reason }) => {
      reasons.push(reason)
      return reason === 'connect' ? token : { token, channelSid: CHANNEL }
    },
  })
  expect(await plain('connect', never)).toEqual({ token })
  expect(await plain('denied', never)).toEqual({ token, channelSid: CHANNEL })
  expect(reasons).toEqual(['connect', 'denied'])
})

test("a function's own error is told without the token that it may quote", async () => {
  const token = makeToken()
  const error = await refusalOf(createTokenRequest({ tokenUrl: () => Promise.reject(new Error(`bad ${token}`)) })('connect', never))
  expect(error).toMatchObject({ code: 'token-unreachable', retryable: true })
  expect(error.message).toContain('bad [token]')
  expect(error.cause).toBeUndefined()
})

import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import type { TokenReason } from '../../../src/options.ts'
// Loaded at need; here at once, so that no test waits for the disk.
import '../../../src/token/diagnosis.ts'
import { createTokenRequest } from '../../../src/token/fetch-token.ts'
import { goodToken, keepFresh } from '../../../src/token/keep-fresh.ts'
import { createTokenKeeper } from '../../../src/token/keeper.ts'
import type { TokenKeeper } from '../../../src/token/keeper.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import type { FakeClock } from '../../support/fake-clock.ts'
import { makeToken } from './make-token.ts'

const ENDPOINT = 'https://shop.test/token'
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const never = new AbortController().signal
const give =
  (token = makeToken()) =>
  (): Response =>
    HttpResponse.json({ token })
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (): Response =>
    new HttpResponse(null, { status: code, headers })

/** An endpoint that gives these answers in turn, the last for ever, and notes when it was asked and why. */
function endpoint(clock: FakeClock, ...answers: readonly (() => Response)[]) {
  const asked: { readonly at: number; readonly reason: TokenReason }[] = []
  server.use(
    http.post(ENDPOINT, async ({ request }) => {
      const { reason } = (await request.json()) as { reason: TokenReason }
      asked.push({ at: clock.monotonic(), reason })
      return (answers[Math.min(asked.length, answers.length) - 1] as () => Response)()
    }),
  )
  const keeper = createTokenKeeper({
    ask: createTokenRequest({ tokenUrl: ENDPOINT }, undefined, clock),
    clock,
    random: () => 0.5,
    loadRenewal: async () => ({ keepFresh, goodToken }),
  })
  return { asked, keeper }
}

/** What became of a promise so far. */
function watch<Value>(promise: Promise<Value>) {
  const seen: { value?: Value; error?: unknown } = {}
  promise.then(
    (value) => (seen.value = value),
    (error: unknown) => (seen.error = error),
  )
  return seen
}

async function connected(keeper: TokenKeeper, clock: FakeClock): Promise<void> {
  const seen = watch(keeper.get('connect', never))
  await clock.advance(0)
  expect(seen.value).toBeDefined()
}

test('500, 500, 200: the third answer is the token', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, status(500), status(500), give())
  const seen = watch(keeper.get('connect', never))
  await clock.advance(4_000)
  expect(seen.value?.token.identity).toBe('visitor')
  expect(asked.map(({ at }) => at)).toEqual([0, 600, 1_800])
  expect(keeper.held?.token).toBe(seen.value?.token)
})

test('an endpoint that stays broken is reported after four attempts, and may be asked again', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, status(500), status(500), status(500), status(500), give())
  const first = watch(keeper.get('connect', never))
  await clock.advance(30_000)
  expect(first.error).toMatchObject({ code: 'token-unavailable', retryable: true })
  expect(asked).toHaveLength(4)
  await connected(keeper, clock)
})

test('401 is final: nobody asks again', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, status(401), give())
  const seen = watch(keeper.get('connect', never))
  await clock.advance(60_000)
  expect(seen.error).toMatchObject({ code: 'token-denied', retryable: false })
  expect(asked).toHaveLength(1)
})

test('an HTML page is final and says so', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.html('<title>Log in</title>'))
  const seen = watch(keeper.get('connect', never))
  await clock.advance(60_000)
  await vi.waitFor(() => expect(seen.error).toMatchObject({ code: 'token-malformed' }))
  expect((seen.error as ChatError).message).toContain('HTML')
  expect(asked).toHaveLength(1)
})

test('429 with Retry-After: 5 is asked again after five seconds, not before', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, status(429, { 'retry-after': '5' }), give())
  const seen = watch(keeper.get('connect', never))
  await clock.advance(10_000)
  expect(asked.map(({ at }) => at)).toEqual([0, 5_000])
  expect(seen.value).toBeDefined()
})

test('a Retry-After of minutes is told to the visitor, and obeyed by the next attempt', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, status(503, { 'retry-after': '120' }), give())
  const first = watch(keeper.get('connect', never))
  await clock.advance(1_000)
  expect(first.error).toMatchObject({ code: 'token-unavailable', retryable: true })
  const second = watch(keeper.get('connect', never))
  await clock.advance(118_000)
  expect(asked).toHaveLength(1)
  await clock.advance(1_000)
  expect(second.value).toBeDefined()
})

test('whoever asks while a request is under way shares its answer', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, give())
  const seen = [watch(keeper.get('connect', never)), watch(keeper.get('denied', never)), watch(keeper.get('renew', never))]
  await clock.advance(0)
  expect(asked).toHaveLength(1)
  expect(new Set(seen.map(({ value }) => value?.token)).size).toBe(1)
})

test('one who gives up does not take the answer from the others; when all did, nothing is kept', async () => {
  const clock = createFakeClock()
  const { keeper } = endpoint(clock, status(500), give())
  const impatient = new AbortController()
  const first = watch(keeper.get('connect', impatient.signal))
  const second = watch(keeper.get('connect', never))
  impatient.abort('gone')
  await clock.advance(5_000)
  expect(first.error).toBe('gone')
  expect(second.value).toBeDefined()
  keeper.forget()
  const last = new AbortController()
  watch(keeper.get('connect', last.signal))
  last.abort()
  await clock.advance(5_000)
  expect(keeper.held).toBeNull()
})

test('a renewal as somebody else, or for another Service instance, is refused', async () => {
  const clock = createFakeClock()
  const { keeper } = endpoint(
    clock,
    give(),
    give(makeToken({ identity: 'mallory' })),
    give(makeToken({ serviceSid: `IS${'9'.repeat(32)}` })),
  )
  await connected(keeper, clock)
  const before = keeper.held?.token
  const mallory = watch(keeper.get('renew', never))
  await clock.advance(0)
  const elsewhere = watch(keeper.get('renew', never))
  await clock.advance(0)
  expect(mallory.error).toMatchObject({ code: 'token-identity-changed', retryable: false })
  expect(elsewhere.error).toMatchObject({ code: 'token-service-changed', retryable: false })
  expect(keeper.held?.token).toBe(before)
})

test('after forget() anybody may be the visitor', async () => {
  const clock = createFakeClock()
  const { keeper } = endpoint(clock, give(), give(makeToken({ identity: 'bob' })))
  await connected(keeper, clock)
  keeper.forget()
  await connected(keeper, clock)
  expect(keeper.held?.token.identity).toBe('bob')
})

test('the very same token is asked for once more after 1.1 s; a second time it is token-unchanged', async () => {
  const clock = createFakeClock()
  const same = makeToken()
  const { keeper, asked } = endpoint(clock, give(same), give(same), give(), give(same))
  await connected(keeper, clock)
  const renewed = watch(keeper.get('renew', never))
  await clock.advance(1_100)
  expect(renewed.value?.token.jwt).not.toBe(same)
  expect(asked.map(({ at }) => at)).toEqual([0, 0, 1_100])

  keeper.forget()
  await connected(keeper, clock)
  const stale = watch(keeper.get('denied', never))
  await clock.advance(1_100)
  expect(stale.error).toMatchObject({ code: 'token-unchanged' })
  expect(asked).toHaveLength(6)
})

test('a conversation of four minutes on tokens of 60 s is renewed in time, again and again', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 60 }) }))
  await connected(keeper, clock)
  const used: string[] = []
  const talk = new AbortController()
  const done = watch(keeper.keepFresh(async ({ jwt }) => void used.push(jwt), talk.signal))
  await clock.advance(4 * 60_000)
  expect(new Set(used).size).toBeGreaterThanOrEqual(3)
  const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0))
  expect(Math.max(...gaps)).toBeLessThan(60_000)
  expect(asked.slice(1).every(({ reason }) => reason === 'renew')).toBe(true)
  talk.abort('over')
  await clock.advance(0)
  expect(done.error).toBe('over')
  expect(clock.sleeping).toBe(0)
})

test('a token that is held is good until its renewal could be due; then there is another', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 600 }) }))
  await connected(keeper, clock)
  const held = keeper.held?.token.jwt
  await clock.advance(0.35 * 600_000)
  const early = watch(keeper.renew(never))
  await clock.advance(0)
  expect([early.value, asked.length]).toEqual([held, 1])
  await clock.advance(0.02 * 600_000)
  const late = [watch(keeper.renew(never)), watch(keeper.renew(never))]
  await clock.advance(0)
  expect(late.map(({ value }) => value)).toEqual([keeper.held?.token.jwt, keeper.held?.token.jwt])
  expect(asked.map(({ reason }) => reason)).toEqual(['connect', 'renew'])
})

test('the code of the renewal can be had beforehand, also of a device that slept meanwhile, without a token', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 600 }) }))
  await connected(keeper, clock)
  await clock.advance(590_000)
  const seen = watch(keeper.renewal(never))
  await clock.advance(1_000)
  expect(seen.value).toBeDefined()
  expect(asked).toHaveLength(1)
})

test('a token of which the service said that it is about to expire is not good', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken() }))
  await connected(keeper, clock)
  keeper.hurry()
  const seen = watch(keeper.renew(never))
  await clock.advance(0)
  expect([seen.value, asked.length]).toEqual([keeper.held?.token.jwt, 2])
})

test('an endpoint that is down at renewal is asked again often enough to be in time', async () => {
  const clock = createFakeClock()
  const broken = Array.from({ length: 6 }, () => status(500))
  const { keeper, asked } = endpoint(clock, give(makeToken({ ttl: 60 })), ...broken, give(makeToken({ ttl: 60 })))
  await connected(keeper, clock)
  const used: string[] = []
  const talk = new AbortController()
  watch(keeper.keepFresh(async ({ jwt }) => void used.push(jwt), talk.signal))
  await clock.advance(45_000)
  expect(asked).toHaveLength(8)
  expect(used).toHaveLength(1)
  talk.abort()
})

test('the device slept: the wall clock brings the renewal forward, and never puts it off', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 3_600 }) }))
  await connected(keeper, clock)
  const talk = new AbortController()
  watch(keeper.keepFresh(async () => {}, talk.signal))
  await clock.advance(60_000)
  clock.jump(-24 * 3_600_000)
  await clock.advance(30 * 60_000)
  expect(asked).toHaveLength(2)
  clock.jump(8 * 3_600_000)
  await clock.advance(180_000)
  expect(asked).toHaveLength(3)
  talk.abort()
})

test('whoever wakes with a token that is overdue asks for another at once, and once for a thousand awakenings', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 3_600 }) }))
  await connected(keeper, clock)
  const talk = new AbortController()
  watch(keeper.keepFresh(async () => {}, talk.signal))
  await clock.advance(1_000)
  clock.jump(8 * 3_600_000)
  for (let wakes = 0; wakes < 1_000; wakes += 1) keeper.wake()
  await clock.advance(0)
  expect(asked.map(({ at }) => at)).toEqual([0, 1_000])
  for (let wakes = 0; wakes < 1_000; wakes += 1) keeper.wake()
  await clock.advance(60_000)
  expect(asked).toHaveLength(2)
  talk.abort()
})

test('an endpoint that hangs uses up little of what is left', async () => {
  const clock = createFakeClock()
  let requests = 0
  const fetch = (): Promise<Response> => {
    requests += 1
    return requests === 1 || requests > 4 ? Promise.resolve(give(makeToken({ ttl: 60 }))()) : new Promise(() => {})
  }
  const keeper = createTokenKeeper({
    ask: createTokenRequest({ tokenUrl: ENDPOINT }, fetch, clock),
    clock,
    random: () => 0.5,
    loadRenewal: async () => ({ goodToken, keepFresh }),
  })
  await connected(keeper, clock)
  const used: number[] = []
  const talk = new AbortController()
  watch(keeper.keepFresh(async () => void used.push(clock.monotonic()), talk.signal))
  await clock.advance(59_000)
  expect(requests).toBe(5)
  expect(used).toHaveLength(1)
  expect(used[0]).toBeLessThan(45_000)
  talk.abort()
})

test('a hint of the service hurries the renewal, but not into a loop', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 600 }) }))
  await connected(keeper, clock)
  const talk = new AbortController()
  // A service that says "about to expire" of each token at once.
  watch(keeper.keepFresh(async () => keeper.hurry(), talk.signal))
  keeper.hurry()
  await clock.advance(600_000)
  expect(asked.map(({ at }) => at)).toEqual([0, 210_000, 420_000])
  talk.abort()
})

test('a token that the service refuses is asked for once as denied; a second refusal ends it', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 60 }) }))
  await connected(keeper, clock)
  const done = watch(keeper.keepFresh(() => Promise.reject(new ChatError('connection-denied', 'no')), never))
  await clock.advance(60_000)
  expect(done.error).toMatchObject({ code: 'connection-denied' })
  expect(asked.map(({ reason }) => reason)).toEqual(['connect', 'renew', 'denied'])
})

test('a socket that does not take the new token gets the next one', async () => {
  const clock = createFakeClock()
  const { keeper, asked } = endpoint(clock, () => HttpResponse.json({ token: makeToken({ ttl: 60 }) }))
  await connected(keeper, clock)
  let tries = 0
  const talk = new AbortController()
  watch(
    keeper.keepFresh(async () => {
      tries += 1
      if (tries === 1) throw new ChatError('network', 'no answer', { retryable: true })
    }, talk.signal),
  )
  await clock.advance(30_000)
  expect(tries).toBe(2)
  expect(asked).toHaveLength(3)
  talk.abort()
})

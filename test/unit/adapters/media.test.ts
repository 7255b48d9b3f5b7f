import { afterEach, expect, test, vi } from 'vitest'
import { createMediaService } from '../../../src/adapters/media.ts'
import { toChatError } from '../../../src/adapters/to-chat-error.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

afterEach(() => vi.unstubAllGlobals())

const URL_OF_SERVICE = 'https://media.example/v1/Services/IS1/Media'
const sidOf = (count: number): string => `ME${String(count).padStart(32, '0')}`
const file = (text: string) => ({ data: new Blob([text]), filename: 'a b.txt', contentType: 'text/plain' })

/** A media service that answers as it is told, and counts what it is asked. */
function service(answer: (count: number) => Response | Promise<Response>, url = URL_OF_SERVICE) {
  const clock = createFakeClock()
  const asked: { readonly url: string; readonly init: RequestInit }[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    asked.push({ url: address, init })
    return answer(asked.length)
  })
  let token = 'one'
  return { clock, asked, media: createMediaService({ url, token: () => token, clock }), renew: (next: string) => void (token = next) }
}
const stored = (count: number): Response => Response.json({ sid: sidOf(count) }, { status: 201 })

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  )
}

test('a file goes up with its name, its type and the token of the moment', async () => {
  const { media, asked, renew } = service(stored)
  renew('two')
  expect(await media.upload([file('abc')], { id: 'm1' })).toEqual([sidOf(1)])
  expect(asked[0]?.url).toBe(`${URL_OF_SERVICE}?Category=media&Filename=a+b.txt`)
  expect(asked[0]?.init).toMatchObject({
    method: 'POST',
    headers: { 'X-Twilio-Token': 'two', 'Content-Type': 'text/plain' },
    credentials: 'omit',
  })
})

test('a path without a host is one of Twilio', async () => {
  const { media, asked } = service(stored, '/v1/Services/IS1/Media')
  await media.upload([file('abc')], { id: 'm1' })
  expect(asked[0]?.url).toContain('https://mcs.us1.twilio.com/v1/Services/IS1/Media?')
})

test('a Message that is tried again uploads only what had not arrived', async () => {
  const { media, asked } = service((count) => (count === 2 ? new Response('', { status: 503 }) : stored(count)))
  const files = [file('one'), file('two'), file('three')]
  expect(await failure(media.upload(files, { id: 'm1' }))).toMatchObject({ status: 503 })
  expect(await media.upload(files, { id: 'm1' })).toEqual([sidOf(1), sidOf(3), sidOf(4)])
  expect(asked).toHaveLength(4)
})

test('the same file in another Message, or twice in one, goes up again', async () => {
  const { media } = service(stored)
  const same = file('abc')
  expect(await media.upload([same, same], { id: 'm1' })).toEqual([sidOf(1), sidOf(2)])
  expect(await media.upload([same], { id: 'm2' })).toEqual([sidOf(3)])
})

test.each([
  [413, 'message-rejected', false],
  [403, 'message-rejected', false],
  [429, 'rate-limited', true],
  [500, 'network', true],
])('the answer %d is %s, retryable: %s', async (status, code, retryable) => {
  const { media } = service(() => Response.json({ code: 1 }, { status }))
  const error = await failure(media.upload([file('abc')], { id: 'm1' }))
  expect(toChatError(error, 'message-rejected')).toMatchObject({ code, retryable })
})

test('a service that cannot be reached may be tried again', async () => {
  const { media } = service(() => Promise.reject(new TypeError('Failed to fetch')))
  expect(await failure(media.upload([file('abc')], { id: 'm1' }))).toMatchObject({ name: 'ChatError', code: 'network', retryable: true })
  expect(await failure(media.address(sidOf(1)))).toMatchObject({ name: 'ChatError', code: 'network', retryable: true })
})

test.each(['<html>', '{}', '{"sid":"../../evil"}', 'null'])('the answer %s is no file', async (body) => {
  const { media } = service(() => new Response(body))
  expect(await failure(media.upload([file('abc')], { id: 'm1' }))).toMatchObject({ name: 'ChatError', code: 'unknown' })
})

test('an upload of which nothing is heard for a minute has failed', async () => {
  const { media, clock, asked } = service(() => new Promise(() => {}))
  const failing = failure(media.upload([file('abc')], { id: 'm1' }))
  await clock.advance(61_000)
  expect(await failing).toMatchObject({ code: 'network', retryable: true })
  expect(asked[0]?.init.signal?.aborted).toBe(true)
})

test('one who gives up ends the upload under way, and gets the own reason', async () => {
  const { media, asked, clock } = service(() => new Promise(() => {}))
  const gone = new AbortController()
  const failing = failure(media.upload([file('abc'), file('def')], { id: 'm1' }, gone.signal))
  await clock.advance(0)
  gone.abort('enough')
  expect(await failing).toBe('enough')
  expect(asked).toHaveLength(1)
  expect(asked[0]?.init.signal?.aborted).toBe(true)
  expect(clock.sleeping).toBe(0)
})

test('an address is one of http, or none', async () => {
  const { media } = service((count) =>
    Response.json({ links: { content_direct_temporary: count === 1 ? 'https://media.example/x' : 'javascript:alert(1)' } }),
  )
  expect(await media.address(sidOf(1))).toBe('https://media.example/x')
  expect(await failure(media.address(sidOf(1)))).toMatchObject({ code: 'load-failed' })
})

test('an address that does not come within ten seconds is given up', async () => {
  const { media, clock } = service(() => new Promise(() => {}))
  const failing = failure(media.address(sidOf(1)))
  await clock.advance(10_000)
  expect(await failing).toMatchObject({ code: 'network', retryable: true })
})

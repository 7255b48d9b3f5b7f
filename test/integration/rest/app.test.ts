import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPublicRest, type PublicRestOptions } from '../../../demo/chat-service/rest/app.ts'
import { apiKey, basic, foreignKey, type Rest, startRest } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const headers = { authorization: basic(apiKey.sid, apiKey.secret) }
const create = (changes: Partial<PublicRestOptions> = {}): Hono =>
  createPublicRest({
    domain: rest.domain,
    apiKeys: { find: (sid) => (sid === apiKey.sid ? apiKey : undefined) },
    publicUrl: 'https://chat.example.com/',
    durable: () => Promise.resolve(),
    ...changes,
  })

test('a failure that nobody expected is answered 500 and told to the operator, not to the caller', async () => {
  const failure = new Error('the inside of the service')
  const list = () => {
    throw failure
  }
  const reported: unknown[] = []
  const app = create({
    domain: { ...rest.domain, services: { ...rest.domain.services, list } },
    report: (error) => void reported.push(error),
  })
  const response = await app.request('/v2/Services', { headers })
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({
    status: 500,
    code: 20500,
    message: 'Internal Server Error',
    more_info: 'https://www.twilio.com/docs/errors/20500',
  })
  expect(reported).toEqual([failure])
})

test('addresses in answers are below the public address, whatever host was called', async () => {
  const response = await create().request('http://elsewhere.example/v2/Services', { headers })
  expect(await response.json()).toMatchObject({ meta: { url: 'https://chat.example.com/v2/Services?PageSize=50&Page=0' } })
})

test('inside a larger app it answers below /v1 and /v2 only, and leaves the media to others', async () => {
  const app = new Hono()
  app.route('/', create())
  const others = ['/status', '/v1/Services/:service/Media/:media', '/v1/Services/:service/MediaSet']
  for (const path of others) app.get(path, (context) => context.text('fine'))
  for (const path of others) expect(await (await app.request(path)).text()).toBe('fine')
  expect((await app.request('/v1/Services/x/Medialib', { headers })).status).toBe(404)
  expect((await app.request('/v1/Services', { headers })).status).toBe(200)
  expect((await app.request('/v2/Nothing', { headers })).status).toBe(404)
  expect((await app.request('/v2/Services', { headers })).status).toBe(200)
  expect((await app.request('/elsewhere')).headers.get('content-type')).toMatch(/^text\/plain/)
})

test('a key that has too many unanswered requests is asked to wait; another key is not, and neither is the same one later', async () => {
  let onDisk = (): void => {}
  const held = new Promise<void>((resolve) => (onDisk = resolve))
  const other = { authorization: basic(foreignKey.sid, foreignKey.secret) }
  const keys = [apiKey, foreignKey]
  const app = create({ apiKeys: { find: (sid) => keys.find((key) => key.sid === sid) }, maxConcurrent: 2, durable: () => held })
  const first = [app.request('/v2/Services', { headers }), app.request('/v1/Services', { headers })]
  const refused = await app.request('/v1/Services', { headers })
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(await refused.json()).toMatchObject({ status: 429, code: 20429 })
  const others = app.request('/v1/Services', { headers: other })
  onDisk()
  for (const answer of await Promise.all([...first, others])) expect(answer.status).toBe(200)
  expect((await app.request('/v1/Services', { headers })).status).toBe(200)
})

test('no answer is kept by a cache on the way', async () => {
  const response = await create().request('/v2/Services', { headers })
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
})

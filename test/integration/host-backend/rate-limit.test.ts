import { serve, type ServerType } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createRateLimit } from '../../../demo/host-backend/rate-limit.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { type Rest, startRest } from '../rest/setup.ts'
import { cookieOf, type Host, ORIGIN, startHost, visit } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const connect = { reason: 'connect' }

test('lets a burst pass, then as many as the rate allows, and says how long to wait', async () => {
  const clock = createFakeClock()
  const limit = createRateLimit({ burst: 3, perSecond: 0.5 }, clock.now)
  expect([limit('a'), limit('a'), limit('a'), limit('a')]).toEqual([0, 0, 0, 2])
  expect(limit('b')).toBe(0)
  await clock.advance(1_000)
  expect(limit('a')).toBe(1)
  await clock.advance(1_000)
  expect([limit('a'), limit('a')]).toEqual([0, 2])
  await clock.advance(3_600_000)
  expect([limit('a'), limit('a'), limit('a'), limit('a')]).toEqual([0, 0, 0, 2])
})

test('who waits as long as told passes; a clock set back lets nobody pass early or wait for ever', async () => {
  const clock = createFakeClock()
  const limit = createRateLimit({ burst: 1, perSecond: 0.3 }, clock.now)
  limit('a')
  const waitS = limit('a')
  clock.jump(-3_600_000)
  expect(limit('a')).toBe(waitS)
  await clock.advance(waitS * 1_000)
  expect(limit('a')).toBe(0)
})

test('remembers a bounded number of keys, and forgets the one that was quiet for longest', () => {
  const limit = createRateLimit({ burst: 1, perSecond: 0.001 }, () => 0, 3)
  for (const key of ['a', 'b', 'c']) limit(key)
  expect(limit('a')).toBeGreaterThan(0)
  limit('d')
  expect(limit('a')).toBeGreaterThan(0)
  expect(limit('b')).toBe(0)
})

test('a visitor who asks too often gets 429 with Retry-After, is served again after it, and disturbs no other', async () => {
  const clock = createFakeClock()
  const host = await startHost(rest, { clock, limits: { visitor: { burst: 3, perSecond: 0.1 } } })
  const visitor = await visit(host)
  expect((await visitor.ask('/token', connect)).status).toBe(200)
  expect((await visitor.ask('/token', connect)).status).toBe(200)
  const refused = await visitor.ask('/token', connect)
  expect(refused.status).toBe(429)
  expect(await refused.text()).not.toContain('eyJ')
  expect((await visit(host)).identity).not.toBe(visitor.identity)
  await clock.advance(Number(refused.headers.get('retry-after')) * 1_000)
  expect((await visitor.ask('/token', connect)).status).toBe(200)
})

test('an address that makes ever new visitors is stopped; another address is not', async () => {
  const clock = createFakeClock()
  const host = await startHost(rest, {
    clock,
    limits: { address: { burst: 5, perSecond: 1 } },
    addressOf: (c) => c.req.header('X-Client') ?? '',
  })
  const ask = async (address: string) => (await host.post('/token', connect, { headers: { 'X-Client': address } })).status
  const statuses = []
  for (let request = 0; request < 8; request += 1) statuses.push(await ask('192.0.2.1'))
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  expect(await ask('192.0.2.2')).toBe(200)
  await clock.advance(2_000)
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([200, 200, 429])
})

async function listenTo(host: Host): Promise<string> {
  const server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: host.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
}

test('over a real socket, a body that comes in pieces is bounded, too', async () => {
  const url = await listenTo(await startHost(rest))
  const ask = (pad: string) => {
    const body = new Blob([JSON.stringify({ reason: 'connect', pad })]).stream()
    const headers = { Origin: ORIGIN, 'Content-Type': 'application/json' }
    return fetch(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  }
  expect((await ask('')).status).toBe(200)
  expect((await ask('x'.repeat(20_000))).status).toBe(413)
})

test('over a real socket, the address is the other end of the socket', async () => {
  const host = await startHost(rest, { limits: { address: { burst: 1, perSecond: 0.001 } } })
  const url = await listenTo(host)
  const ask = () =>
    fetch(url, { method: 'POST', headers: { Origin: ORIGIN, 'Content-Type': 'application/json' }, body: JSON.stringify(connect) })
  const first = await ask()
  expect([first.status, (await ask()).status]).toEqual([200, 429])
  expect(cookieOf(first)).toContain('parlour_visitor=visitor-')
})

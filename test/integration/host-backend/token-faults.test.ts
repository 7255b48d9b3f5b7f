import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TokenFault } from '../../../demo/host-backend/token-faults.ts'
import { type Rest, startRest } from '../rest/setup.ts'
import { identityIn, startHost, type TokenAnswer, visit } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

/** A visitor for whom the endpoint goes wrong as told, in this order, and then works again. */
async function setup() {
  const faults: TokenFault[] = []
  const host = await startHost(rest, { tokenFaults: { next: () => faults.shift() } })
  const visitor = await visit(host)
  return { faults, visitor, ask: () => visitor.ask('/token', { reason: 'renew' }) }
}
const tokenIn = async (response: Response): Promise<string> => ((await response.json()) as TokenAnswer).token

test('500, 500, then 200', async () => {
  const { faults, ask } = await setup()
  faults.push({ kind: 'status', status: 500 }, { kind: 'status', status: 500 })
  expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([500, 500, 200])
})

test('401, and a page of HTML in place of a token', async () => {
  const { faults, ask } = await setup()
  faults.push({ kind: 'status', status: 401 }, { kind: 'html' })
  expect((await ask()).status).toBe(401)
  const page = await ask()
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
  expect(await page.text()).toContain('<!doctype html>')
})

test('a token of another Identity, but never of "system"', async () => {
  const { faults, ask } = await setup()
  faults.push({ kind: 'identity', identity: 'visitor-somebody-else' }, { kind: 'identity', identity: 'system' })
  expect(identityIn(await tokenIn(await ask()))).toBe('visitor-somebody-else')
  const refused = await ask()
  expect(refused.status).toBe(500)
  expect(await refused.text()).not.toContain('eyJ')
})

test('the same token again', async () => {
  const { faults, ask } = await setup()
  const first = await tokenIn(await ask())
  // The library signs two equal tokens within one second, so wait for the next.
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  faults.push({ kind: 'same-token' })
  expect(await tokenIn(await ask())).toBe(first)
  expect(await tokenIn(await ask())).not.toBe(first)
})

test('slow, but right', async () => {
  const { faults, visitor, ask } = await setup()
  faults.push({ kind: 'slow', ms: 150 })
  const began = performance.now()
  expect(identityIn(await tokenIn(await ask()))).toBe(visitor.identity)
  expect(performance.now() - began).toBeGreaterThan(140)
})

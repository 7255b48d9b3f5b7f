import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rest, startRest } from '../rest/setup.ts'
import { cookieOf, identityIn, openConsole, startHost, type TokenAnswer, visit } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const connect = { reason: 'connect' }

test('a visitor gets an Identity of 128 random bits in a cookie that scripts and other websites cannot use', async () => {
  const host = await startHost(rest)
  const response = await host.post('/token', connect)
  const cookie = response.headers.get('set-cookie') ?? ''
  const { token } = (await response.json()) as TokenAnswer
  expect(identityIn(token)).toMatch(/^visitor-[A-Za-z0-9_-]{22}$/)
  expect(cookie).toMatch(/^parlour_visitor=visitor-[\w-]{22}\.[\w%]+;/)
  expect(cookie.split('; ').slice(1).toSorted()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax'])
})

test('the cookie is Secure on a page that came by https', async () => {
  const origin = 'https://www.example.com'
  const host = await startHost(rest, { publicOrigins: [origin] })
  const response = await host.post('/token', connect, { headers: { Origin: origin } })
  expect(response.headers.get('set-cookie')).toContain('Secure')
})

test('who comes back with the cookie is the same visitor, also after a restart of the back end', async () => {
  const host = await startHost(rest)
  const { cookie, identity } = await visit(host)
  const again = (await (await host.post('/token', { reason: 'renew' }, { cookie })).json()) as TokenAnswer
  expect(identityIn(again.token)).toBe(identity)
  const later = await (await host.restart()).post('/token', connect, { cookie })
  expect(identityIn(((await later.json()) as TokenAnswer).token)).toBe(identity)
})

test('two visitors without a cookie are two', async () => {
  const host = await startHost(rest)
  expect((await visit(host)).identity).not.toBe((await visit(host)).identity)
})

test('a cookie that was tampered with makes a new visitor', async () => {
  const host = await startHost(rest)
  const victim = await visit(host)
  const attacker = await visit(host)
  const [name, value = ''] = victim.cookie.split('=', 2)
  const [, signature = ''] = value.split('.')
  const ofAttacker = attacker.cookie.split('.')[1] ?? ''
  const console = await openConsole(host)
  const forged = [
    `${name}=${victim.identity}`,
    `${name}=${victim.identity}.`,
    `${name}=${victim.identity}.${'A'.repeat(43)}%3D`,
    `${name}=${victim.identity}.${ofAttacker}`,
    `${name}=${victim.identity.slice(0, -1)}.${signature}`,
    `${name}=${victim.identity}.${signature.slice(0, 10)}`,
    `${name}=system.${signature}`,
    `${name}=agent.${signature}`,
    `${name}=${console.cookie.split('=').slice(1).join('=')}`,
    `${name}=`,
    `${name}=%00%ff.${signature}`,
    `${name}=${'x'.repeat(5_000)}.${signature}`,
  ]
  for (const cookie of forged) {
    const response = await host.post('/token', connect, { cookie })
    expect(response.status).toBe(200)
    const identity = identityIn(((await response.json()) as TokenAnswer).token)
    expect(identity).toMatch(/^visitor-/)
    expect(identity).not.toBe(victim.identity)
    expect(cookieOf(response)).not.toBe(victim.cookie)
  }
})

test('a cookie that another secret signed makes a new visitor', async () => {
  const host = await startHost(rest)
  const { cookie, identity } = await visit(host)
  const other = await host.restart({ cookieSecret: 'another secret of thirty-two characters' })
  const { token } = (await (await other.post('/token', connect, { cookie })).json()) as TokenAnswer
  expect(identityIn(token)).not.toBe(identity)
})

test('nothing can be started or ended without the cookie, or with a forged one', async () => {
  const host = await startHost(rest)
  const cookie = 'parlour_visitor=visitor-0000000000000000000000.AAAA'
  for (const path of ['/start', '/end']) {
    expect((await host.post(path, {})).status).toBe(401)
    expect((await host.post(path, {}, { cookie })).status).toBe(401)
  }
  expect(await host.chat.channels.list({ type: ['private'] })).toEqual([])
})

test('a secret that can be guessed is refused', async () => {
  await expect(startHost(rest, { cookieSecret: 'short' })).rejects.toThrow('cookieSecret must have at least 32 characters.')
})

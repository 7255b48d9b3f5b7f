import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import type { Rolldown } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vendorPlugin } from '../../../src/adapters/vendor/plugin.ts'
import type { connect as Connect } from '../../../src/adapters/twilio-chat.ts'
import type { ChatService } from '../../../src/chat/service.ts'
import { chromiumLaunch } from '../../support/chromium.ts'
import { openHouse } from './house.ts'
import type { House } from './house.ts'

/** What ships: the vendors' own `dist`, stand-ins for their helpers, minified; in a browser under the strictest policy. */
let code: string
let house: House
let browser: Browser
let page: Page
let site: { readonly url: string; close(): void }
const complaints: string[] = []

const POLICY =
  "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; connect-src ws://127.0.0.1:*; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'"

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('../../../src/adapters/twilio-chat.ts', import.meta.url))
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [vendorPlugin() as never],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict', output: { format: 'es', minify: true } },
    },
  })) as Rolldown.RolldownOutput
  expect(result.output).toHaveLength(1)
  return result.output[0].code
}

async function serve(): Promise<typeof site> {
  const server = createServer((request, response) => {
    if (request.url === '/adapter.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY })
    response.end(
      '<!doctype html><title>Host</title><script nonce="abc" type="module">globalThis.load = () => import("/adapter.js")</script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() }
}

interface Host {
  load(): Promise<{ connect: typeof Connect }>
  violations: string[]
  rejections: string[]
  before: string[]
  chat: ChatService
  seen: string[]
}

beforeAll(async () => {
  code = await bundle()
  house = await openHouse()
  site = await serve()
  browser = await chromium.launch(chromiumLaunch())
  page = await browser.newPage()
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.addInitScript(() => {
    const host = globalThis as unknown as Host
    host.violations = []
    host.rejections = []
    host.seen = []
    document.addEventListener('securitypolicyviolation', (event) => host.violations.push(event.violatedDirective))
    addEventListener('unhandledrejection', (event) => host.rejections.push(String(event.reason)))
  })
  await page.goto(site.url)
}, 60_000)

afterAll(async () => {
  await browser.close()
  site.close()
  await house.close()
})

test('all of it is below 50,000 bytes of brotli, and contains one copy of each SDK', () => {
  const size = brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
  expect(size).toBeLessThan(50_000)
  for (const landmark of [/name:.receiveOffload./g, /.subscription_established./g, /Twilio-Sync-Client-Info/g]) {
    expect(code.match(landmark)).toHaveLength(1)
  }
  expect(code).not.toMatch(/core-js|regenerator|__core-js_shared__/)
})

test('it loads under a strict policy, and adds no global and no storage', async () => {
  const added = await page.evaluate(async () => {
    const host = globalThis as unknown as Host
    const before = new Set(Object.getOwnPropertyNames(globalThis))
    await host.load()
    return Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))
  })
  expect(added).toEqual([])
  expect(await page.evaluate(() => (globalThis as unknown as Host).violations)).toEqual([])
})

test('a conversation in the browser: history, both directions, typing, edit, kick, renewal, and back after a cut', async () => {
  const room = await house.room('ann', 'bob')
  await room.say('welcome', 'bob')
  const bob = await house.visit('bob')
  await bob.chat.members(room.sid)
  const first = await page.evaluate(
    async ([url, token, sid]) => {
      const host = globalThis as unknown as Host
      const { connect } = await host.load()
      host.chat = await connect(token as string, { url, signal: new AbortController().signal })
      for (const name of ['messageAdded', 'messageUpdated', 'connection', 'typing'] as const) {
        host.chat.on(name, (event) => host.seen.push(`${name} ${JSON.stringify(event)}`))
      }
      const { messages } = await host.chat.messages(sid as string)
      return { identity: host.chat.identity, bodies: messages.map(({ body }) => body), members: await host.chat.members(sid as string) }
    },
    [house.url, house.token('ann'), room.sid],
  )
  expect(first).toMatchObject({ identity: 'ann', bodies: ['welcome'] })
  expect(first.members.map(({ identity }) => identity).toSorted()).toEqual(['ann', 'bob'])

  await page.evaluate(async (sid) => {
    const { chat } = globalThis as unknown as Host
    await chat.typing(sid)
    await chat.sendMessage(sid, 'hello', { id: '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6a' })
    await chat.advanceHorizon(sid, 1)
  }, room.sid)
  await bob.next('typing')
  expect((await bob.next('messageAdded', ({ message }) => message.author === 'ann')).message.attributes).toEqual({
    parlourId: '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6a',
  })
  await bob.next('memberUpdated', ({ member }) => member.identity === 'ann' && member.lastConsumedMessageIndex === 1)

  const hears = (text: string): Promise<unknown> =>
    page.waitForFunction((part) => (globalThis as unknown as Host).seen.some((line) => line.includes(part)), text)
  await bob.chat.typing(room.sid)
  await bob.chat.sendMessage(room.sid, 'good day', { id: '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6b' })
  const { message } = await bob.next('messageAdded', (event) => event.message.body === 'good day')
  await hears('typing {"channelSid"')
  await hears('good day')
  await bob.chat.editMessage(room.sid, message.sid, 'good evening')
  await hears('good evening')

  await page.evaluate(
    async (token) => {
      const { chat } = globalThis as unknown as Host
      await chat.kick()
      await chat.updateToken(token)
    },
    house.token('ann', 7_200),
  )
  house.faults.drop('ann')
  await room.say('while you were away', 'bob')
  await hears('while you were away')

  house.faults.loseAnswers('ann')
  const lost = await page.evaluate(
    (sid) =>
      (globalThis as unknown as Host).chat
        .sendMessage(sid, 'once', { id: '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6c' })
        .catch((error: unknown) => String(error)),
    room.sid,
  )
  expect(lost).toContain('ChatError')
  await page.waitForFunction(() => (globalThis as unknown as Host).chat.connection === 'connected')
  await page.evaluate(
    (sid) => (globalThis as unknown as Host).chat.sendMessage(sid, 'once', { id: '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6c' }),
    room.sid,
  )
  expect((await room.bodies()).filter((body) => body === 'once')).toHaveLength(1)
})

test('offline and online again: it comes back at once', async () => {
  await page.context().setOffline(true)
  await page.waitForFunction(() => (globalThis as unknown as Host).chat.connection === 'connecting')
  await page.context().setOffline(false)
  await page.waitForFunction(() => (globalThis as unknown as Host).chat.connection === 'connected', null, { timeout: 5_000 })
})

test('added and removed while it loads: what the SDK lets go is kept from the page', async () => {
  const room = await house.room('bob')
  house.faults.slow('ann', 150)
  await room.add('ann')
  await room.expel('ann')
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  house.faults.slow('ann', 0)
  expect(await page.evaluate(() => (globalThis as unknown as Host).rejections)).toEqual([])
  expect(
    await page.evaluate(
      (sid) => (globalThis as unknown as Host).chat.channel(sid).catch((error: { code: string }) => error.code),
      room.sid,
    ),
  ).toBe('channel-not-found')
})

test('a refused token is told, and the page hears of no error', async () => {
  const refusal = await page.evaluate(async (url) => {
    const { connect } = await (globalThis as unknown as Host).load()
    return connect('x.y.z', { url, signal: new AbortController().signal }).catch((error: unknown) => (error as { code: string }).code)
  }, house.url)
  expect(refusal).toBe('connection-denied')
})

test('after shutdown nothing is left: no storage, no cookie, no socket, no complaint', async () => {
  const left = await page.evaluate(async () => {
    const host = globalThis as unknown as Host
    await host.chat.shutdown()
    return {
      storage: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
      cookie: document.cookie,
      violations: host.violations,
      rejections: host.rejections,
    }
  })
  expect(left).toEqual({ storage: [], cookie: '', violations: [], rejections: [] })
  await expect.poll(() => house.faults.sockets().filter(({ identity }) => identity === 'ann')).toEqual([])
  expect(complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
})

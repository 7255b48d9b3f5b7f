import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import type { Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vendorPlugin } from '../../../src/adapters/vendor/plugin.ts'
import type { ChatService, Connect } from '../../../src/chat/service.ts'
import { chromiumLaunch } from '../../support/chromium.ts'
import { openHouse } from './house.ts'
import type { House } from './house.ts'

/** What ships: the vendors' own `dist`, stand-ins for their helpers, minified; in a browser under the strictest policy. */
const sdks = { 'twilio-chat': 'twilio-chat', '@twilio/conversations': 'conversations' } as const
type Name = (typeof sdks)[keyof typeof sdks]

let chunks: ReadonlyMap<string, Rolldown.OutputChunk>
beforeAll(async () => {
  chunks = await bundle()
}, 60_000)

const POLICY =
  "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; connect-src ws://127.0.0.1:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'"

/** The widget, as far as it matters here: what it has itself, and the SDKs behind it. */
const WIDGET = `
export * from './chat/errors.ts'
export * from './lib/clock.ts'
export * from './lib/deadline.ts'
export * from './lib/emitter.ts'
export const load = { ${Object.values(sdks).map((name) => `'${name}': () => import('./adapters/${name}.ts')`)} }
`

async function bundle(): Promise<typeof chunks> {
  const entry = fileURLToPath(new URL('../../../src/host.ts', import.meta.url))
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      vendorPlugin() as never,
      { name: 'host', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? WIDGET : null) },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      lib: { entry: { host: entry }, formats: ['es'] },
      rolldownOptions: { output: { format: 'es', minify: true, entryFileNames: '[name].js', chunkFileNames: '[name].js' } },
    },
  })) as readonly Rolldown.RolldownOutput[]
  return new Map(result.flatMap(({ output }) => output.flatMap((file) => (file.type === 'chunk' ? [[`/${file.fileName}`, file]] : []))))
}

/** All that is downloaded for one SDK beside the widget itself. */
function downloaded(name: Name): readonly Rolldown.OutputChunk[] {
  const needed = new Set<string>()
  const need = (file: string): void => {
    if (file === '/host.js' || needed.has(file)) return
    needed.add(file)
    for (const imported of chunks.get(file)?.imports ?? []) need(`/${imported}`)
  }
  need(`/${name}.js`)
  return [...needed].flatMap((file) => chunks.get(file) ?? [])
}

const codeOf = (name: Name): string =>
  downloaded(name)
    .map(({ code }) => code)
    .join('\n')

async function serve(requested: string[]): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const chunk = chunks.get(request.url ?? '')
    requested.push(request.url ?? '')
    if (chunk) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(chunk.code)
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY })
    response.end(
      '<!doctype html><title>Host</title><script nonce="abc" type="module">globalThis.load = async (sdk) => (await import("/host.js")).load[sdk]()</script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() }
}

interface Host {
  load(sdk: Name): Promise<{ connect: Connect }>
  violations: string[]
  rejections: string[]
  before: string[]
  chat: ChatService
  seen: string[]
}

test('the SDKs share one copy of the socket and of Sync, in a chunk that both need', () => {
  for (const name of Object.values(sdks)) {
    for (const landmark of [/name:.receiveOffload./g, /.subscription_established./g, /Twilio-Sync-Client-Info/g]) {
      expect(codeOf(name).match(landmark), `${landmark} in ${name}`).toHaveLength(1)
    }
    expect(codeOf(name)).not.toMatch(/core-js|regenerator|__core-js_shared__/)
  }
  const [chat, conversations] = [downloaded('twilio-chat'), downloaded('conversations')]
  expect(chat.filter((chunk) => conversations.includes(chunk)).some(({ code }) => code.includes('receiveOffload'))).toBe(true)
})

describe.each(Object.entries(sdks))('%s', (_package, name) => {
  let house: House
  let browser: Browser
  let page: Page
  let site: Awaited<ReturnType<typeof serve>>
  const complaints: string[] = []
  const requested: string[] = []

  beforeAll(async () => {
    house = await openHouse()
    site = await serve(requested)
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

  test('it loads under a strict policy, and adds no global and no storage', async () => {
    const added = await page.evaluate(async (sdk) => {
      const host = globalThis as unknown as Host
      const before = new Set(Object.getOwnPropertyNames(globalThis))
      await host.load(sdk)
      return Object.getOwnPropertyNames(globalThis).filter((key) => !before.has(key))
    }, name)
    expect(added).toEqual([])
    expect(await page.evaluate(() => (globalThis as unknown as Host).violations)).toEqual([])
  })

  test('a conversation in the browser: history, both directions, typing, edit, kick, renewal, and back after a cut', async () => {
    const room = await house.room('ann', 'bob')
    await room.say('welcome', 'bob')
    const bob = await house.visit('bob')
    await bob.chat.members(room.sid)
    const first = await page.evaluate(
      async ({ sdk, url, token, sid }) => {
        const host = globalThis as unknown as Host
        const { connect } = await host.load(sdk)
        host.chat = await connect(token, { url, signal: new AbortController().signal })
        for (const event of ['messageAdded', 'messageUpdated', 'connection', 'typing'] as const) {
          host.chat.on(event, (detail) => host.seen.push(`${event} ${JSON.stringify(detail)}`))
        }
        const { messages } = await host.chat.messages(sid)
        return { identity: host.chat.identity, bodies: messages.map(({ body }) => body), members: await host.chat.members(sid) }
      },
      { sdk: name, url: house.url, token: house.token('ann'), sid: room.sid },
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

  test('a file goes up with its progress, is fetched from its address, and can be given up under way', async () => {
    const room = await house.room('ann', 'bob')
    const bob = await house.visit('bob')
    await bob.chat.messages(room.sid)
    expect(requested.filter((url) => url.includes('media'))).toEqual([])
    const result = await page.evaluate(async (sid) => {
      const { chat } = globalThis as unknown as Host
      await chat.messages(sid)
      const file = (size: number) => ({ data: new Blob(['x'.repeat(size)]), filename: 'Grüße.txt', contentType: 'text/plain' })
      const progress: number[] = []
      const told = new Promise<string>((resolve) => {
        chat.on('messageAdded', async ({ message }) => {
          if (message.media[0]) resolve((await fetch(await chat.mediaUrl(sid, message.sid, message.media[0].sid))).text())
        })
      })
      await chat.sendMessage(sid, '', {
        id: '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6d',
        files: [file(3_000_000)],
        onProgress: (uploaded) => void progress.push(uploaded),
      })
      const content = await told
      const gone = new AbortController()
      const givenUp = await chat
        .sendMessage(sid, '', {
          id: '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6e',
          files: [file(30_000_000)],
          signal: gone.signal,
          onProgress: () => gone.abort('enough'),
        })
        .catch((reason: unknown) => reason)
      return { progress, length: content.length, givenUp }
    }, room.sid)
    expect(result).toMatchObject({ length: 3_000_000, givenUp: 'enough' })
    expect(result.progress.length).toBeGreaterThan(1)
    expect(result.progress.at(-1)).toBe(3_000_000)
    expect(result.progress).toEqual(result.progress.toSorted((a, b) => a - b))
    expect((await bob.next('messageAdded')).message.media).toMatchObject([{ filename: 'Grüße.txt', size: 3_000_000 }])
    expect(await room.bodies()).toHaveLength(1)
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
    const refusal = await page.evaluate(
      async ({ sdk, url }) => {
        const { connect } = await (globalThis as unknown as Host).load(sdk)
        return connect('x.y.z', { url, signal: new AbortController().signal }).catch((error: unknown) => (error as { code: string }).code)
      },
      { sdk: name, url: house.url },
    )
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
    expect(requested.filter((url) => Object.values(sdks).some((other) => other !== name && url === `/${other}.js`))).toEqual([])
    expect(complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })
})

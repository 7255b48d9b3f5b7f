// @vitest-environment happy-dom
import { signal } from '@preact/signals-core'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ParlourChat } from '../../src/api.ts'
import type { Environment, Memory } from '../../src/browser.ts'
import { resolveOptions } from '../../src/read-options.ts'
import type { ParlourOptions } from '../../src/options.ts'
import { liveOn } from '../../src/store/live/index.ts'
import { createMemoryDisk } from '../../src/store/live/memory-disk.ts'
import { createReception } from '../../src/store/reception.ts'
import { createFakeHouse } from '../../src/testing/index.ts'
import type { FakeHouse } from '../../src/testing/index.ts'
import { createWidget } from '../../src/widget.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import type { FakeClock } from '../support/fake-clock.ts'
import { countedUuids } from './store/setup.ts'

function makeJwt(identity: string, now: number): string {
  const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const iat = Math.floor(now / 1_000)
  return [
    part({ alg: 'HS256' }),
    part({ iat, exp: iat + 600, jti: Math.random(), grants: { identity, chat: { service_sid: `IS${'0'.repeat(32)}` } } }),
    'signature',
  ].join('.')
}

interface Setup {
  readonly chat: ParlourChat
  readonly house: FakeHouse
  readonly clock: FakeClock
  readonly memory: Memory & { line: string | null }
  readonly requests: { readonly url: string; readonly body: unknown }[]
  readonly events: string[]
  settle(): Promise<void>
}

function setup(options: Partial<ParlourOptions> = {}): Setup {
  const clock = createFakeClock()
  let looks = 0
  const house = createFakeHouse({ now: () => clock.now() + (looks += 1) })
  const requests: { url: string; body: unknown }[] = []
  const memory = {
    line: null as string | null,
    get resumes() {
      return memory.line !== null
    },
    horizonOf: (channelSid: string) => {
      const [sid, index] = memory.line?.split(' ') ?? []
      return sid === channelSid ? Number(index) : null
    },
    remember: (conversation: { channelSid: string; horizon: number } | null) =>
      void (memory.line = conversation ? `${conversation.channelSid} ${conversation.horizon}` : 'expected'),
    forget: () => void (memory.line = null),
  }
  const answers: Record<string, () => Response> = {
    '/token': () => Response.json({ token: makeJwt('visitor', clock.now()) }),
    '/start': () => Response.json({ channelSid: house.createChannel({ members: ['visitor', 'agent'] }) }),
    '/end': () => new Response(null, { status: 204 }),
  }
  const environment: Environment = {
    clock,
    random: () => 0.5,
    uuid: countedUuids(),
    schedule: (task) => {
      let on = true
      queueMicrotask(() => on && task())
      return () => void (on = false)
    },
    fetch: async (input, init) => {
      const url = String(input)
      requests.push({ url, body: init?.body ? JSON.parse(String(init.body)) : null })
      return answers[url]?.() ?? new Response(null, { status: 404 })
    },
    visible: signal(true),
    online: async () => {},
    onWake: () => {},
    memory,
    loadConnect: async () => house.connect,
    loadReception: async () => ({ createReception }),
    loadLive: async () => liveOn(createMemoryDisk().tab()),
  }
  const chat = createWidget(resolveOptions({ tokenUrl: '/token', startUrl: '/start', endUrl: '/end', ...options }), () => environment)
  const events: string[] = []
  for (const name of ['ready', 'message', 'unread', 'open', 'close', 'error', 'ended'] as const) {
    chat.on(name, (detail) => events.push(`${name} ${JSON.stringify(detail)}`))
  }
  onTestFinished(() => chat.destroy())
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  return { chat, house, clock, memory, requests, events, settle: () => clock.advance(0) }
}

test('mounted and closed, it asks nobody', async () => {
  const { chat, requests, house, settle } = setup()
  chat.mount()
  await settle()
  expect(document.body.lastElementChild?.shadowRoot).toBeTruthy()
  expect(document.body.lastElementChild?.tagName).toBe('DIV')
  expect(requests).toEqual([])
  expect(house.services).toEqual([])
  expect(chat.state()).toEqual({ status: 'idle', open: false, unread: 0 })
})

test('opened, it asks for a token, connects, resumes, and says so', async () => {
  const { chat, house, requests, events, settle, memory } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  chat.mount()
  chat.open()
  await settle()
  expect(requests).toEqual([{ url: '/token', body: { reason: 'connect' } }])
  expect(chat.state()).toEqual({ status: 'ready', open: true, unread: 0 })
  expect(events).toEqual(['open {}', `ready {"channelSid":"${channelSid}"}`])
  expect(memory.resumes).toBe(true)
})

test('events are DOM events too, which leave the shadow root and bubble', async () => {
  const { chat, house, settle } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  const heard: unknown[] = []
  document.body.addEventListener('parlour:message', (event) => heard.push((event as CustomEvent).detail), { once: true })
  chat.mount()
  chat.open()
  await settle()
  house.post(channelSid, 'agent', 'Hello')
  await settle()
  expect(heard).toMatchObject([{ channelSid, author: 'agent', own: false, body: 'Hello' }])
})

test('a listener that throws breaks nobody, and one that is taken off hears nothing', async () => {
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { chat, house, settle } = setup()
  house.createChannel({ members: ['visitor'] })
  const heard: string[] = []
  chat.on('ready', () => {
    throw new Error('mine')
  })
  const off = chat.on('ready', () => heard.push('off'))
  chat.on('ready', () => heard.push('on'))
  off()
  chat.open()
  await settle()
  expect(heard).toEqual(['on'])
  expect(reported).toHaveBeenCalledOnce()
  reported.mockRestore()
})

test('send connects first, and resolves once the Message is stored', async () => {
  const { chat, house, clock } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  const sent = chat.send('Hello')
  await clock.advance(100)
  await sent
  expect(house.messages(channelSid).map(({ body }) => body)).toEqual(['Hello'])
  expect(chat.state().open).toBe(false)
})

test('send without a conversation is refused', async () => {
  const { chat, settle } = setup()
  const sent = expect(chat.send('Hello')).rejects.toMatchObject({ code: 'not-ready' })
  await settle()
  await sent
  await expect(chat.send('')).rejects.toThrow(TypeError)
})

test('with the memory of a conversation it connects in the background, for the unread badge', async () => {
  const { chat, house, memory, events, settle } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  memory.line = `${channelSid} -1`
  chat.mount()
  await settle()
  house.post(channelSid, 'agent', 'Are you there?')
  await settle()
  expect(chat.state()).toEqual({ status: 'ready', open: false, unread: 1 })
  expect(events.at(-1)).toBe('unread {"count":1}')
})

test('what was read on the last page is read on this one, though the service has not heard of it yet', async () => {
  const { chat, house, memory, settle } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  for (const body of ['one', 'two', 'three']) house.post(channelSid, 'agent', body)
  memory.line = `${channelSid} 1`
  chat.mount()
  await settle()
  expect(chat.state().unread).toBe(1)
  expect(house.horizon(channelSid, 'visitor')).toBe(1)
  house.post(channelSid, 'agent', 'four')
  chat.open()
  await settle()
  await vi.waitFor(() => expect(memory.line).toBe(`${channelSid} 3`))
})

test('a conversation that is over is forgotten', async () => {
  const { chat, house, memory, events, settle } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  chat.mount()
  chat.open()
  await settle()
  house.deleteChannel(channelSid)
  await settle()
  expect(memory.resumes).toBe(false)
  expect(events.at(-1)).toBe(`ended {"channelSid":"${channelSid}","reason":"removed"}`)
})

test('logout forgets the visitor; opening asks for another token', async () => {
  const { chat, house, memory, requests, settle } = setup()
  house.createChannel({ members: ['visitor'] })
  chat.mount()
  chat.open()
  await settle()
  await chat.logout()
  expect(chat.state()).toEqual({ status: 'closed', open: false, unread: 0 })
  expect(memory.resumes).toBe(false)
  chat.open()
  await settle()
  expect(chat.state().status).toBe('ready')
  expect(requests).toHaveLength(2)
})

test('destroy leaves no node, no timer and no connection, and may come twice', async () => {
  const { chat, house, clock, settle } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  const before = document.body.childElementCount
  chat.mount()
  chat.open()
  await settle()
  house.typing(channelSid, 'agent', true)
  chat.destroy()
  chat.destroy()
  await settle()
  expect(document.body.childElementCount).toBe(before)
  expect(clock.sleeping).toBe(0)
  expect(house.services.at(-1)).toMatchObject({ connection: 'disconnected', listeners: 0 })
  chat.open()
  chat.mount()
  await chat.logout()
  await settle()
  expect(chat.state()).toEqual({ status: 'closed', open: false, unread: 0 })
  expect(document.body.childElementCount).toBe(before)
})

test('mounts into the shadow root that is there, and takes the place of what it showed', async () => {
  const { chat, settle } = setup()
  const host = document.body.appendChild(document.createElement('div'))
  onTestFinished(() => host.remove())
  const root = host.attachShadow({ mode: 'open' })
  root.append(document.createElement('button'))
  chat.mount(host)
  chat.mount(document.createElement('section'))
  await settle()
  expect([...root.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'))).toContain('Open chat')
  expect(root.firstElementChild?.tagName).not.toBe('BUTTON')
  chat.destroy()
  expect(root.childElementCount).toBe(0)
  expect(host.isConnected).toBe(true)
})

test('options change live, and open opens', async () => {
  const { chat, settle } = setup()
  chat.mount()
  chat.setOptions({ open: true, theme: 'dark' })
  await settle()
  expect(chat.state().open).toBe(true)
  expect(document.body.lastElementChild?.shadowRoot?.querySelector('.parlour.dark')).toBeTruthy()
  expect(() => chat.setOptions({ tokenUrl: '/other' })).toThrow(TypeError)
})

test('a failure is an event with a code and a hint, without the token', async () => {
  const { chat, events, settle } = setup({ tokenUrl: '/missing' })
  const errors: unknown[] = []
  chat.on('error', (error) => errors.push(error))
  chat.open()
  await settle()
  expect(errors).toMatchObject([{ code: 'token-unavailable', hint: expect.any(String) }])
  expect(chat.state().status).toBe('failed')
  expect(events.join()).not.toMatch(/eyJ/)
})

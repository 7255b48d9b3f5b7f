import { expect, test } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import { nextSession } from '../../../src/store/session.ts'
import { liveOn } from '../../../src/store/live/index.ts'
import { createMemoryDisk } from '../../../src/store/live/memory-disk.ts'
import type { SessionEvent, SessionState } from '../../../src/store/session.ts'
import { opened, setup } from './setup.ts'

const sid = 'CH1'
const hopeful = new ChatError('network', 'lost', { retryable: true })
const final = new ChatError('token-denied', 'no')
const reconnecting: SessionState = { status: 'reconnecting', channelSid: sid, since: 1 }
const ended: SessionState = { status: 'ended', channelSid: sid, reason: 'ended', canStart: true }

test.each<[string, SessionState, SessionEvent, SessionState]>([
  ['a lost connection keeps the Channel', { status: 'ready', channelSid: sid }, { type: 'lost', at: 1 }, reconnecting],
  ['a second loss does not move the first', reconnecting, { type: 'lost', at: 9 }, reconnecting],
  ['restored is ready', reconnecting, { type: 'restored' }, { status: 'ready', channelSid: sid }],
  ['a new attempt leaves what is on the screen', reconnecting, { type: 'begun', quiet: false }, reconnecting],
  ['joining the same Channel anew leaves it on the screen', reconnecting, { type: 'joining', channelSid: sid }, reconnecting],
  ['a failure with hope leaves it there', reconnecting, { type: 'failed', error: hopeful }, reconnecting],
  ['a failure without hope is shown', reconnecting, { type: 'failed', error: final }, { status: 'failed', error: final }],
  [
    'a quiet attempt leaves the failure in view',
    { status: 'failed', error: final },
    { type: 'begun', quiet: true },
    { status: 'failed', error: final },
  ],
  [
    'an attempt that was asked for is shown',
    { status: 'failed', error: final },
    { type: 'begun', quiet: false },
    { status: 'authorising' },
  ],
  ['the end stays the end', ended, { type: 'ended', channelSid: sid, reason: 'removed', canStart: true }, ended],
  ['the end is not undone by a new connection', ended, { type: 'welcomed', canStart: true }, ended],
  [
    'another Channel cannot end this one',
    reconnecting,
    { type: 'ended', channelSid: 'CH2', reason: 'ended', canStart: true },
    reconnecting,
  ],
  [
    'a late join of a Channel that was left changes nothing',
    { status: 'starting' },
    { type: 'joined', channelSid: sid },
    { status: 'starting' },
  ],
  [
    'after the close nothing opens it but a new beginning',
    { status: 'closed' },
    { type: 'joining', channelSid: sid },
    { status: 'closed' },
  ],
  ['a new beginning opens it', { status: 'closed' }, { type: 'begun', quiet: false }, { status: 'authorising' }],
])('%s', (_, state, event, expected) => expect(nextSession(state, event)).toEqual(expected))

test('passes authorising and connecting on the way', async () => {
  const { chat, settle } = setup()
  const seen: string[] = []
  chat.session.subscribe(({ status }) => void seen.push(status))
  chat.setOpen(true)
  await settle()
  expect(seen).toEqual(['idle', 'authorising', 'connecting', 'welcome'])
})

test('a Channel that another client made is neither shown nor touched, and the host hears of it once', async () => {
  const { chat, house, settle, errors, service } = await opened()
  const trap = house.createChannel({ createdBy: 'mallory', members: ['visitor', 'mallory'] })
  house.post(trap, 'mallory', 'give me your password')
  house.typing(trap, 'mallory', true)
  house.setAttributes(trap, { status: 'ended' })
  await settle()
  expect(chat.timeline.value.entries).toEqual([])
  expect(chat.unread.value).toBe(0)
  expect(chat.typing.value).toEqual([])
  expect(chat.session.value.status).toBe('ready')
  expect(errors.map(({ code }) => code)).toEqual(['channel-not-trusted'])
  expect(service.calls.filter(({ channelSid }) => channelSid === trap)).toEqual([])
  expect(house.horizon(trap, 'visitor')).toBe(null)
})

test('alone with a Channel of another client the visitor is welcomed, and nothing is accepted', async () => {
  const { chat, house, settle, errors } = setup()
  house.createChannel({ createdBy: 'mallory', invited: ['visitor'] })
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toEqual({ status: 'welcome', canStart: false })
  expect(errors.map(({ code }) => code)).toEqual(['channel-not-trusted'])
})

test('a creator whom the host names is trusted', async () => {
  const { chat, house, settle } = setup({ creators: ['booking'] })
  const channelSid = house.createChannel({ createdBy: 'booking', members: ['visitor'] })
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
})

test('even the token endpoint cannot name a Channel of another client', async () => {
  const { chat, house, credentials, settle, errors } = setup()
  credentials.channelSid = house.createChannel({ createdBy: 'mallory', members: ['visitor'] })
  chat.setOpen(true)
  await settle()
  expect(chat.session.value.status).toBe('welcome')
  expect(errors.map(({ code }) => code)).toContain('channel-not-trusted')
})

test('a Channel that is over is not resumed', async () => {
  const { chat, house, settle } = setup()
  const old = house.createChannel({ members: ['visitor'], attributes: { status: 'ended' } })
  chat.setOpen(true)
  await settle()
  expect(old).toMatch(/^CH/)
  expect(chat.session.value).toEqual({ status: 'welcome', canStart: false })
})

test('welcomed, the visitor is taken into the Channel that the back end opens', async () => {
  const { chat, house, settle } = setup()
  chat.setOpen(true)
  await settle()
  const channelSid = house.createChannel({ members: ['visitor'] })
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
})

test('start asks the back end and enters the Channel that it answers', async () => {
  const { chat, house, settle } = setup({ requestStart: async () => ({ channelSid: house.createChannel({ members: ['visitor'] }) }) })
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toEqual({ status: 'welcome', canStart: true })
  chat.start()
  chat.start()
  await settle()
  expect(chat.session.value.status).toBe('ready')
})

test('a start that fails is shown where it was asked for, and may be asked again', async () => {
  let fails = true
  const { chat, house, settle, errors } = setup({
    requestStart: async () => {
      if (fails) throw new ChatError('start-failed', 'no', { retryable: true })
      return { channelSid: house.createChannel({ members: ['visitor'] }) }
    },
  })
  chat.setOpen(true)
  await settle()
  chat.start()
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'welcome', canStart: true, error: { code: 'start-failed' } })
  expect(errors).toHaveLength(1)
  fails = false
  chat.start()
  await settle()
  expect(chat.session.value.status).toBe('ready')
})

test('answered 202, the visitor waits until the back end adds it', async () => {
  const { chat, house, settle } = setup({ requestStart: async () => ({ channelSid: null }) })
  chat.setOpen(true)
  await settle()
  chat.start()
  await settle()
  expect(chat.session.value).toEqual({ status: 'waiting' })
  const channelSid = house.createChannel()
  house.addMember(channelSid, 'visitor')
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
})

test('a Channel that came before the 202 is entered all the same', async () => {
  const { chat, house, settle } = setup({
    requestStart: async () => {
      house.createChannel({ members: ['visitor'] })
      return { channelSid: null }
    },
  })
  chat.setOpen(true)
  await settle()
  chat.start()
  await settle()
  expect(chat.session.value.status).toBe('ready')
})

test('ended by the agent: read-only, and a new one may be started', async () => {
  const { chat, house, channelSid, settle, log } = await opened(['Bye'], {
    requestStart: async () => ({ channelSid: house.createChannel({ members: ['visitor'] }) }),
  })
  house.setAttributes(channelSid, { status: 'ended' })
  await settle()
  expect(chat.session.value).toEqual({ status: 'ended', channelSid, reason: 'ended', canStart: true })
  house.deleteChannel(channelSid)
  chat.send('hello?')
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ended', reason: 'ended' })
  expect(log()).toEqual(['Bye'])
  chat.start()
  await settle()
  expect(chat.session.value.status).toBe('ready')
  expect(log()).toEqual([])
})

test('removed from the Channel: what was read stays readable', async () => {
  const { chat, house, channelSid, settle, log } = await opened(['Hello'])
  house.removeMember(channelSid, 'visitor')
  await settle()
  expect(chat.session.value).toEqual({ status: 'ended', channelSid, reason: 'removed', canStart: false })
  expect(log()).toEqual(['Hello'])
  house.addMember(channelSid, 'visitor')
  house.post(channelSid, 'agent', 'Sorry')
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
  expect(log()).toEqual(['Hello', 'Sorry'])
})

test('end asks the back end; its failure is shown and may be tried again', async () => {
  let fails = true
  const { chat, house, channelSid, settle } = await opened([], {
    requestEnd: async (sid) => {
      if (fails) throw new ChatError('end-failed', 'no')
      house.deleteChannel(sid)
    },
  })
  expect(chat.canEnd.value).toBe(true)
  chat.end()
  expect(chat.canEnd.value).toBe(false)
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ready', error: { code: 'end-failed' } })
  fails = false
  chat.end()
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ended', channelSid, reason: 'ended' })
  expect(chat.canEnd.value).toBe(false)
})

test('an end that is asked for twice before its file is here is asked for once, as soon as it is', async () => {
  let arrives = (): void => {}
  const here = new Promise<void>((resolve) => (arrives = resolve))
  const asked: string[] = []
  const { chat, channelSid, settle } = await opened(['Hello'], {
    loadLive: () => here.then(() => ({ ...liveOn(createMemoryDisk().tab()), keepAlive: async () => {} })),
    requestEnd: async (sid) => void asked.push(sid),
  })
  chat.end()
  chat.end()
  await settle()
  expect(asked).toEqual([])
  arrives()
  await settle()
  expect(asked).toEqual([channelSid])
})

test('an outage is a state of its own, and what was missed is there afterwards', async () => {
  const { chat, house, service, channelSid, clock, log, messages } = await opened(['one'])
  service.drop()
  expect(chat.session.value).toEqual({ status: 'reconnecting', channelSid, since: clock.now() })
  house.post(channelSid, 'agent', 'two')
  service.restore('lost')
  await clock.advance(0)
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
  expect(log()).toEqual(['one', 'two'])
  expect(messages.map(({ body }) => body)).toEqual(['two'])
})

test('what a deaf subscription missed is found within a minute while the page is visible', async () => {
  const { house, service, channelSid, clock, log, visible } = await opened()
  service.drop()
  house.post(channelSid, 'agent', 'unheard')
  service.fault = (method) => (method === 'messagesAfter' ? 'lost-request' : 'none')
  service.restore('lost')
  await clock.advance(0)
  visible.value = false
  service.fault = () => 'none'
  await clock.advance(4_000)
  expect(log()).toEqual([])
  await clock.advance(1_000)
  expect(log()).toEqual(['unheard'])
})

test('a client that has given up is thrown away, and the conversation goes on with another', async () => {
  const { chat, house, service, channelSid, clock, log } = await opened(['one'])
  service.fail()
  await clock.advance(0)
  expect(chat.session.value.status).toBe('reconnecting')
  expect(service.listeners).toBe(0)
  house.post(channelSid, 'agent', 'two')
  chat.send('three')
  await clock.advance(5_000)
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
  expect(log()).toEqual(['one', 'two', 'three'])
  expect(house.services).toHaveLength(2)
})

test('a Channel that went away with the old client is over', async () => {
  const { chat, house, service, channelSid, clock } = await opened(['one'])
  service.fail()
  house.deleteChannel(channelSid)
  await clock.advance(5_000)
  expect(chat.session.value).toEqual({ status: 'ended', channelSid, reason: 'removed', canStart: false })
})

test('a failure that may pass is shown, tried again by itself, and quietly', async () => {
  const { chat, house, clock, settle, errors } = setup()
  house.createChannel({ members: ['visitor'] })
  let down = true
  house.refuse = () => (down ? new ChatError('connection-failed', 'no', { retryable: true }) : null)
  const seen: string[] = []
  chat.session.subscribe(({ status }) => void seen.push(status))
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'failed', error: { code: 'connection-failed' } })
  await clock.advance(20_000)
  expect(errors.length).toBeGreaterThan(2)
  expect(seen).toEqual(['idle', 'authorising', 'connecting', 'failed'])
  down = false
  await clock.advance(40_000)
  expect(chat.session.value.status).toBe('ready')
})

test('a final failure waits for the visitor', async () => {
  const { chat, house, credentials, clock, settle } = setup()
  house.createChannel({ members: ['visitor'] })
  credentials.fail = new ChatError('token-denied', 'no')
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'failed', error: { code: 'token-denied' } })
  expect(clock.sleeping).toBe(0)
  credentials.fail = null
  chat.reconnect()
  await settle()
  expect(chat.session.value.status).toBe('ready')
})

test('refused at the door, it comes back once with a token made for that', async () => {
  const { chat, house, credentials, settle } = setup()
  house.createChannel({ members: ['visitor'] })
  let refusals = 1
  house.refuse = () => (refusals-- > 0 ? new ChatError('connection-denied', 'expired') : null)
  chat.setOpen(true)
  await settle()
  expect(chat.session.value.status).toBe('ready')
  expect(credentials.asked).toEqual(['connect', 'denied'])
})

test('a token that the service refuses later is replaced in place', async () => {
  const { chat, service, credentials, settle } = await opened()
  service.deny()
  expect(chat.session.value.status).toBe('reconnecting')
  await settle()
  expect(chat.session.value.status).toBe('ready')
  expect(credentials.asked).toEqual(['connect', 'denied'])
  expect(service.calls.filter(({ method }) => method === 'updateToken')).toHaveLength(1)
})

test('a back end that refuses the visitor later ends the session with its reason', async () => {
  const { chat, service, credentials, settle } = await opened()
  credentials.fail = new ChatError('token-denied', 'no')
  service.deny()
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'failed', error: { code: 'token-denied' } })
})

test('the warning of the service hurries the renewal', async () => {
  const { service, credentials } = await opened()
  service.hear('tokenExpiring', undefined)
  expect(credentials.asked).toContain('hurry')
})

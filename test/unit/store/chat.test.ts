import { expect, test } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import { opened, setup } from './setup.ts'

test('does nothing until the panel is opened', async () => {
  const { chat, credentials, clock, settle } = setup()
  await settle()
  expect(chat.session.value).toEqual({ status: 'idle' })
  expect(credentials.asked).toEqual([])
  expect(clock.sleeping).toBe(0)
})

test('resumes the newest trusted Channel and shows its Messages', async () => {
  const { chat, house, log, settle } = setup()
  house.createChannel({ members: ['visitor'] })
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  house.post(channelSid, 'agent', 'Hello')
  house.post(channelSid, 'agent', 'How can we help?')
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
  expect(log()).toEqual(['Hello', 'How can we help?'])
  expect(chat.others.value).toEqual(['agent'])
})

test('enters the Channel that the token endpoint names, though a newer one is there', async () => {
  const { chat, house, credentials, settle } = setup()
  const named = house.createChannel({ members: ['visitor'] })
  house.createChannel({ members: ['visitor'] })
  credentials.channelSid = named
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid: named })
})

test('accepts an invitation by the back end', async () => {
  const { chat, house, settle } = setup()
  const channelSid = house.createChannel({ invited: ['visitor'] })
  chat.setOpen(true)
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid })
})

test('shows a Message of our own at once, and once, whether its echo or its answer comes first', async () => {
  for (const echo of ['before', 'after', 'never'] as const) {
    const { chat, service, log, clock } = await opened()
    service.echo = echo
    expect(await chat.send('Hi')).toBe(true)
    expect(log()).toEqual(['Hi (queued)'])
    const { key } = chat.timeline.value.entries[0]!
    await clock.advance(50)
    expect(log()).toEqual(['Hi'])
    expect(chat.timeline.value.entries[0]!.key).toBe(key)
  }
})

test('a whitespace Message is not sent', async () => {
  const { chat, log, settle } = await opened()
  chat.send('  \n ')
  await settle()
  expect(log()).toEqual([])
})

test('an agent types, writes, edits and deletes, and the log follows', async () => {
  const { chat, house, log, settle, channelSid } = await opened()
  house.nameUser('agent', 'Ann')
  house.typing(channelSid, 'agent', true)
  expect(chat.typing.value).toEqual(['Ann'])
  const first = house.post(channelSid, 'agent', 'Helo')
  house.post(channelSid, 'agent', 'secret')
  expect(chat.typing.value).toEqual([])
  house.edit(channelSid, first, 'Hello')
  house.remove(channelSid, first + 1)
  await settle()
  expect(log()).toEqual(['Hello (edited)', '(deleted)'])
  expect(chat.timeline.value.entries[0]).toMatchObject({ author: 'agent', authorName: 'Ann', own: false })
  house.nameUser('agent', 'Anna')
  await settle()
  expect(chat.timeline.value.entries[0]!.authorName).toBe('Anna')
})

test('who was heard typing and then nothing more stops after 7 s [D10]', async () => {
  const { chat, house, clock, channelSid } = await opened()
  house.typing(channelSid, 'agent', true)
  await clock.advance(6_999)
  expect(chat.typing.value).toEqual(['agent'])
  await clock.advance(1)
  expect(chat.typing.value).toEqual([])
})

test('tells the others that we type, at most once in 5 s, and not at all without a connection [D10]', async () => {
  const { chat, service, clock } = await opened()
  const told = (): number => service.calls.filter(({ method }) => method === 'typing').length
  chat.typed()
  chat.typed()
  expect(told()).toBe(1)
  await clock.advance(4_999)
  chat.typed()
  await chat.send('Hi')
  chat.typed()
  expect(told()).toBe(1)
  await clock.advance(1)
  chat.typed()
  expect(told()).toBe(2)
  service.drop()
  await clock.advance(6_000)
  chat.typed()
  expect(told()).toBe(2)
})

test('pages the history upwards, over gaps, without doubles', async () => {
  const { chat, house, log, settle } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  for (let at = 0; at < 70; at += 1) {
    house.post(channelSid, 'agent', `m${at}`)
    if (at % 7 === 0) house.skip(channelSid, 3)
  }
  const last = house.messages(channelSid).at(-1)!.index
  const agent = house.service('visitor')
  await agent.advanceHorizon(channelSid, last)
  chat.setOpen(true)
  await settle()
  expect(log()).toHaveLength(20)
  expect(chat.timeline.value.hasPrevious).toBe(true)
  chat.loadPrevious()
  chat.loadPrevious()
  expect(chat.timeline.value.loadingPrevious).toBe(true)
  await settle()
  expect(log()).toHaveLength(50)
  chat.loadPrevious()
  await settle()
  expect(chat.timeline.value.hasPrevious).toBe(false)
  expect(log()).toEqual(Array.from({ length: 70 }, (_, at) => `m${at}`))
})

test('after logout nothing of the visitor is left, and opening begins anew', async () => {
  const { chat, store, house, service, credentials, settle, clock } = await opened(['private'])
  chat.setDraft('half a sentence')
  await store.logout()
  expect(chat.session.value).toEqual({ status: 'closed' })
  expect(chat.timeline.value.entries).toEqual([])
  expect(chat.draft.value).toBe('')
  expect(chat.open.value).toBe(false)
  expect(credentials.asked).toContain('forget')
  expect(service.connection).toBe('disconnected')
  expect(service.listeners).toBe(0)
  expect(clock.sleeping).toBe(0)
  chat.setOpen(true)
  await settle()
  expect(chat.session.value.status).toBe('ready')
  expect(house.services.filter(({ identity }) => identity === 'visitor')).toHaveLength(2)
})

test('the end of its lifetime leaves no timer and no listener', async () => {
  const { chat, service, lifetime, house, settle, clock } = await opened(['Hello'])
  house.typing(house.createChannel({ members: ['visitor', 'agent'] }), 'agent', true)
  service.fault = () => 'silent'
  chat.send('Hi')
  await settle()
  lifetime.abort()
  await settle()
  expect(clock.sleeping).toBe(0)
  expect(service.listeners).toBe(0)
  expect(service.connection).toBe('disconnected')
})

test('an edit that fails is told to the visitor and to the host', async () => {
  const { chat, service, errors, settle, clock } = await opened()
  chat.send('Hi')
  await settle()
  service.fault = (method) => (method === 'editMessage' ? new ChatError('message-rejected', 'no') : 'none')
  chat.edit(chat.timeline.value.entries[0]!.key, 'Hello')
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ready', error: { code: 'message-rejected' } })
  expect(errors.map(({ code }) => code)).toEqual(['message-rejected'])
  service.fault = () => 'none'
  chat.edit(chat.timeline.value.entries[0]!.key, 'Hello')
  await settle()
  expect(chat.session.value).toEqual({ status: 'ready', channelSid: expect.any(String) })
  expect(chat.timeline.value.entries[0]).toMatchObject({ body: 'Hello', editedAt: expect.any(Number) })
  expect(clock.sleeping).toBeGreaterThan(0)
})

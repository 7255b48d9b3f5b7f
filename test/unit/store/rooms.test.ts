import { expect, test, vi } from 'vitest'
import { createDrafts } from '../../../src/store/live/drafts.ts'
import { liveOn } from '../../../src/store/live/index.ts'
import { createMemoryDisk } from '../../../src/store/live/memory-disk.ts'
import type { ChatDeps } from '../../../src/store/create-chat.ts'
import { createWorld, setup, type Setup } from './setup.ts'

interface House extends Setup {
  readonly first: string
  readonly second: string
  /** Each conversation as "name unread". */
  listed(): string[]
}

/** Two conversations of the visitor; the second, which is the newer one, is on the screen. */
async function twoRooms(deps: Partial<ChatDeps> = {}, world = createWorld()): Promise<House> {
  const made = setup(deps, world)
  const { house, chat, settle } = made
  const [first, second] = ['Tea', 'Cups'].map((friendlyName) => house.createChannel({ friendlyName, members: ['visitor', 'agent'] })) as [
    string,
    string,
  ]
  house.post(first, 'agent', 'about tea')
  house.post(second, 'agent', 'about cups')
  chat.setOpen(true)
  await settle()
  const listed = (): string[] => chat.rooms.value.map(({ channel, unread }) => `${channel.friendlyName} ${unread}`)
  return { ...made, first, second, listed, service: made.service }
}

test('every conversation that the back end made is known, with what is unread in it; those of others are not [C7]', async () => {
  const { chat, house, second, listed, settle } = await twoRooms()
  house.createChannel({ createdBy: 'mallory', friendlyName: 'Trap', members: ['visitor', 'mallory'] })
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ready', channelSid: second })
  expect(listed()).toEqual(['Tea 1', 'Cups 1'])
  expect(chat.unread.value).toBe(2)
  chat.read()
  expect(listed()).toEqual(['Tea 1', 'Cups 0'])
  expect(chat.unread.value).toBe(1)
})

test('the visitor goes from one to the other, and each log is its own [C7]', async () => {
  const { chat, house, first, second, log, settle } = await twoRooms()
  expect(log()).toEqual(['about cups'])
  chat.visit(first)
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ready', channelSid: first })
  expect(log()).toEqual(['about tea'])
  house.post(second, 'agent', 'more about cups')
  await settle()
  expect(log()).toEqual(['about tea'])
  chat.visit(second)
  await settle()
  expect(log()).toEqual(['about cups', 'more about cups'])
})

test('what comes in a conversation that was left is counted to the Message, with gaps and own ones left out [C7]', async () => {
  const { chat, house, first, second, listed, settle } = await twoRooms()
  chat.read()
  chat.visit(first)
  await settle()
  chat.read()
  house.skip(second, 5)
  house.post(second, 'agent', 'one')
  house.post(second, 'visitor', 'from my other device')
  const gone = house.post(second, 'agent', 'two')
  house.remove(second, gone)
  await settle()
  expect(listed()).toEqual(['Tea 0', 'Cups 1'])
  expect(chat.unread.value).toBe(1)
})

test('what is unsent goes to where it was written, also while the visitor is elsewhere, and over a new connection [C7]', async () => {
  const { chat, house, first, second, service, settle, clock } = await twoRooms()
  service.fault = (method) => (method === 'sendMessage' ? 'lost-request' : 'none')
  await chat.send('a word about cups')
  chat.visit(first)
  await settle()
  await chat.send('a word about tea')
  expect([house.messages(first), house.messages(second)].map(({ length }) => length)).toEqual([1, 1])
  service.drop()
  service.fault = () => 'none'
  service.restore()
  await clock.advance(120_000)
  const bodies = (sid: string): string[] => house.messages(sid).map(({ body }) => body)
  expect(bodies(second)).toEqual(['about cups', 'a word about cups'])
  expect(bodies(first)).toEqual(['about tea', 'a word about tea'])
  expect(chat.session.value).toMatchObject({ status: 'ready', channelSid: first })
})

test('each conversation has its own draft, here and on the next page [C7] [D9]', async () => {
  const disk = createMemoryDisk()
  const stored = new Map<string, string>()
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
    key: (at: number) => [...stored.keys()][at] ?? null,
    get length() {
      return stored.size
    },
  }
  const world = createWorld()
  const loadLive: ChatDeps['loadLive'] = async () => ({ ...liveOn(disk.tab(), createDrafts(storage)), keepAlive: async () => {} })
  const { chat, first, second, settle, lifetime } = await twoRooms({ loadLive }, world)
  chat.setDraft('cups are')
  chat.visit(first)
  await settle()
  expect(chat.draft.value).toBe('')
  chat.setDraft('tea is')
  chat.visit(second)
  await settle()
  expect(chat.draft.value).toBe('cups are')
  lifetime.abort()

  const next = setup({ loadLive }, world)
  next.chat.setOpen(true)
  await next.settle()
  expect(next.chat.draft.value).toBe('cups are')
  next.chat.visit(first)
  await next.settle()
  expect(next.chat.draft.value).toBe('tea is')
})

test('the next page opens the one in which the visitor was [C6] [C7]', async () => {
  const world = createWorld()
  const { chat, first, settle, lifetime } = await twoRooms({}, world)
  chat.visit(first)
  await settle()
  lifetime.abort()
  const next = setup({ horizonOf: (sid) => (sid === first ? 0 : null) }, world)
  next.chat.setOpen(true)
  await next.settle()
  expect(next.chat.session.value).toMatchObject({ status: 'ready', channelSid: first })
})

test('after the SDK was given up both are there again over the next connection, and miss nothing [C7]', async () => {
  const { chat, house, first, second, service, listed, settle, clock } = await twoRooms()
  chat.read()
  chat.visit(first)
  await settle()
  chat.read()
  service.fail()
  house.post(second, 'agent', 'meanwhile')
  await clock.advance(60_000)
  expect(chat.session.value).toMatchObject({ status: 'ready', channelSid: first })
  expect(listed()).toEqual(['Tea 0', 'Cups 1'])
  house.post(second, 'agent', 'and now')
  await settle()
  expect(listed()).toEqual(['Tea 0', 'Cups 2'])
})

test('one that is over can be read, and what comes elsewhere takes nobody away from it [C7]', async () => {
  const { chat, house, first, second, log, settle } = await twoRooms()
  house.setAttributes(first, { status: 'ended' })
  await settle()
  chat.read()
  expect(chat.unread.value).toBe(0)
  chat.visit(first)
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ended', channelSid: first })
  expect(log()).toEqual(['about tea'])
  chat.read()
  house.post(second, 'agent', 'are you there?')
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ended', channelSid: first })
  expect(chat.unread.value).toBe(1)
  chat.visit(second)
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ready', channelSid: second })
})

test('one that is taken away while the visitor is elsewhere is gone from the list, with what was unsent in it [C7]', async () => {
  const { chat, house, first, second, listed, settle } = await twoRooms()
  chat.visit(first)
  await settle()
  house.removeMember(second, 'visitor')
  await settle()
  expect(listed()).toEqual(['Tea 1'])
  chat.visit(second)
  await settle()
  expect(chat.session.value).toMatchObject({ status: 'ready', channelSid: first })
})

test('without a connection nobody is led away, and a logout leaves no list [C7]', async () => {
  const { chat, store, first, second, service, settle } = await twoRooms()
  service.drop()
  chat.visit(first)
  expect(chat.session.value).toMatchObject({ status: 'reconnecting', channelSid: second })
  await store.logout()
  await settle()
  expect([chat.rooms.value, chat.unread.value]).toEqual([[], 0])
})

test('of 500 conversations only those that are visited are read [C7]', async () => {
  const { chat, house, settle, service } = setup()
  for (let at = 0; at < 500; at += 1) house.post(house.createChannel({ members: ['visitor', 'agent'] }), 'agent', 'hello')
  chat.setOpen(true)
  await settle()
  const asked = vi.spyOn(service ?? house.services.at(-1)!, 'messages')
  expect(chat.rooms.value).toHaveLength(500)
  expect(chat.unread.value).toBe(500)
  expect(asked).not.toHaveBeenCalled()
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChatError } from '../../../../src/chat/errors.ts'
import type { Capabilities } from '../../../../src/chat/service.ts'
import type { ChatDeps } from '../../../../src/store/create-chat.ts'
import { liveOn } from '../../../../src/store/live/index.ts'
import type { Disk } from '../../../../src/store/live/disk.ts'
import { createMemoryDisk } from '../../../../src/store/live/memory-disk.ts'
import type { MemoryDisk } from '../../../../src/store/live/memory-disk.ts'
import { uuid } from '../../../../src/lib/uuid.ts'
import { createWorld, setup } from '../setup.ts'
import type { Setup, World } from '../setup.ts'

const DAY_MS = 86_400_000

interface Browser extends World {
  readonly disk: MemoryDisk
  readonly channelSid: string
  /** A page of this browser, in the conversation. */
  page(deps?: Partial<ChatDeps>): Promise<Setup>
  /** Bodies that the service has. */
  stored(): string[]
}

function createBrowser(capabilities: Partial<Capabilities> = {}): Browser {
  const world = createWorld(capabilities)
  const disk = createMemoryDisk()
  const channelSid = world.house.createChannel({ members: ['visitor', 'agent'] })
  return {
    ...world,
    disk,
    channelSid,
    async page(deps = {}) {
      const page = setup({ loadLive: async () => ({ ...liveOn(disk.tab()), keepAlive: async () => {} }), uuid, ...deps }, world)
      page.chat.setOpen(true)
      await page.settle()
      return page
    },
    stored: () => world.house.messages(channelSid).map(({ body }) => body),
  }
}

test('a Message is on the disk before the composer hears that it may let go', async () => {
  const { page, disk } = createBrowser()
  const { chat, service } = await page()
  service.drop()
  const sent = chat.send('safe')
  expect(disk.letters).toEqual([])
  expect(chat.timeline.value.entries).toEqual([])
  expect(await sent).toBe(true)
  expect(disk.letters).toMatchObject([{ body: 'safe', sentAfter: null, failure: null }])
  expect(chat.timeline.value.entries).toMatchObject([{ body: 'safe', delivery: 'queued' }])
})

test('what was not sent when the page died is shown and sent by the next page, once and in order', async () => {
  const { page, stored, clock, disk } = createBrowser()
  const first = await page()
  first.service.drop()
  for (const body of ['one', 'two']) await first.chat.send(body)
  first.lifetime.abort()
  const second = await page()
  expect(second.log()).toEqual(['one', 'two'])
  await clock.advance(0)
  expect(stored()).toEqual(['one', 'two'])
  expect(disk.letters).toEqual([])
})

test('a page that died between sending and hearing leaves nothing to send twice', async () => {
  const { page, stored, clock } = createBrowser()
  const first = await page()
  first.service.echo = 'never'
  first.service.fault = (method) => (method === 'sendMessage' ? 'lost-reply' : 'none')
  await first.chat.send('once')
  await clock.advance(0)
  expect(stored()).toEqual(['once'])
  first.lifetime.abort()
  const second = await page()
  await clock.advance(1_000)
  expect(stored()).toEqual(['once'])
  expect(second.log()).toEqual(['once'])
})

test('two tabs show the same letters in the same states, and send them in one order', async () => {
  const { page, stored, clock } = createBrowser()
  const [one, other] = [await page(), await page()]
  const services = one.house.services.slice(-2)
  for (const service of services) service.drop()
  await one.chat.send('first')
  await other.chat.send('second')
  await one.chat.send('third')
  await clock.advance(0)
  for (const tab of [one, other]) expect(tab.log()).toEqual(['first (queued)', 'second (queued)', 'third (queued)'])
  for (const service of services) service.restore()
  await clock.advance(1_000)
  expect(stored()).toEqual(['first', 'second', 'third'])
  for (const tab of [one, other]) expect(tab.log()).toEqual(['first', 'second', 'third'])
})

test('when the tab that delivers dies, the other goes on', async () => {
  const { page, stored, clock } = createBrowser()
  const [one, other] = [await page(), await page()]
  const [first] = one.house.services.slice(-2)
  first!.fault = (method) => (method === 'sendMessage' ? 'silent' : 'none')
  await one.chat.send('stuck')
  await clock.advance(100)
  expect(one.log()).toEqual(['stuck (sending)'])
  one.lifetime.abort()
  await clock.advance(100)
  expect(stored()).toEqual(['stuck'])
  expect(other.log()).toEqual(['stuck'])
})

test('what a tab did to a Message before it died without a word, the other finds on the disk, and says once', async () => {
  const { page, stored, clock, disk } = createBrowser()
  const told: string[] = []
  const { chat, service, log } = await page({ onDelivery: (_id, status) => told.push(status) })
  service.drop()
  await chat.send('orphan')
  const dying = disk.tab()
  const { id } = disk.letters[0]!
  await dying.change(id, { failure: { code: 'network', message: 'It could not be sent for a day', retryable: true } })
  service.restore()
  await clock.advance(120_000)
  expect([log(), told]).toEqual([['orphan (failed)'], ['queued', 'failed']])

  service.fault = (method) => (method === 'sendMessage' ? 'silent' : 'none')
  await dying.change(id, { failure: null, createdAt: clock.now() })
  await clock.advance(60_000)
  expect(log()).toEqual(['orphan (sending)'])
  service.fault = () => 'none'
  await clock.advance(120_000)
  expect([stored(), log(), disk.letters]).toEqual([['orphan'], ['orphan'], []])
})

test('a failed one that is given up in one tab is gone in the other, and stays gone', async () => {
  const { page, clock, disk } = createBrowser()
  const [one, other] = [await page(), await page()]
  for (const service of one.house.services)
    service.fault = (method) => (method === 'sendMessage' ? new ChatError('message-rejected', 'no') : 'none')
  await one.chat.send('bad')
  await clock.advance(0)
  expect(other.log()).toEqual(['bad (failed)'])
  other.chat.discard(other.chat.timeline.value.entries[0]!.key)
  await clock.advance(0)
  expect([one.log(), other.log(), disk.letters]).toEqual([[], [], []])
})

test('a failed one is there again after a reload, with its reason, and can be sent again', async () => {
  const { page, stored, clock } = createBrowser()
  const first = await page()
  first.service.fault = (method) => (method === 'sendMessage' ? new ChatError('message-rejected', 'no') : 'none')
  await first.chat.send('bad')
  await clock.advance(0)
  first.lifetime.abort()
  const second = await page()
  expect(second.log()).toEqual(['bad (failed)'])
  const [entry] = second.chat.timeline.value.entries
  expect(entry!.error).toMatchObject({ code: 'message-rejected' })
  second.chat.retry(entry!.key)
  await clock.advance(0)
  expect(stored()).toEqual(['bad'])
})

test('after a day the visitor is asked before it is sent; after a month it is gone', async () => {
  const { page, stored, clock, disk } = createBrowser()
  const first = await page()
  first.service.drop()
  await first.chat.send('old')
  first.lifetime.abort()
  clock.jump(DAY_MS + 1)
  const second = await page()
  expect(second.log()).toEqual(['old (failed)'])
  expect(stored()).toEqual([])
  second.lifetime.abort()
  clock.jump(29 * DAY_MS)
  const third = await page()
  expect(third.log()).toEqual([])
  expect(disk.letters).toEqual([])
})

test('a clock that is set a month ahead makes nothing older that is seen', async () => {
  const { page, stored, clock, disk } = createBrowser()
  const { chat, service, log } = await page()
  service.drop()
  await chat.send('young')
  clock.jump(31 * DAY_MS)
  service.restore()
  await clock.advance(5_000)
  expect(stored()).toEqual(['young'])
  expect(log()).toEqual(['young'])
  expect(disk.letters).toEqual([])
})

test('nor does one that is set while the disk writes', async () => {
  const { page, stored, clock, disk } = createBrowser()
  const tab = disk.tab()
  const slow: Disk = {
    ...tab,
    add(letter) {
      clock.jump(DAY_MS + 1)
      return tab.add(letter)
    },
  }
  const { chat, log } = await page({ loadLive: async () => ({ ...liveOn(slow), keepAlive: async () => {} }) })
  await chat.send('young')
  await clock.advance(5_000)
  expect([stored(), log()]).toEqual([['young'], ['young']])
})

test('a clock that was a day ahead when a tab first saw a Message, and is right again, has made it no older', async () => {
  const { page, stored, clock } = createBrowser()
  const first = await page()
  first.service.fault = (method) => (method === 'sendMessage' ? 'silent' : 'none')
  for (const body of ['one', 'two']) await first.chat.send(body)
  await clock.advance(100)
  clock.jump(DAY_MS + 1)
  const second = await page()
  expect(second.log()).toEqual(['one (queued)', 'two (queued)'])
  clock.jump(-DAY_MS - 1)
  first.lifetime.abort()
  await clock.advance(1_000)
  expect([stored(), second.log()]).toEqual([
    ['one', 'two'],
    ['one', 'two'],
  ])
})

test('what one tab is sending for a day another does not give up', async () => {
  const { page, stored, clock } = createBrowser()
  const first = await page()
  let isDown = true
  first.service.fault = (method) => (method === 'sendMessage' && isDown ? 'lost-request' : 'none')
  await first.chat.send('stubborn')
  await clock.advance(5_000)
  clock.jump(DAY_MS)
  const second = await page()
  expect([...first.log(), ...second.log()]).not.toContain('stubborn (failed)')
  isDown = false
  await clock.advance(60_000)
  expect(stored()).toEqual(['stubborn'])
  expect([first.log(), second.log()]).toEqual([['stubborn'], ['stubborn']])
})

test('what the visitor sends again after a day is not given up once more while it waits for its turn', async () => {
  const { page, stored, clock } = createBrowser()
  const first = await page()
  first.service.drop()
  for (const body of ['one', 'two']) await first.chat.send(body)
  first.lifetime.abort()
  clock.jump(DAY_MS + 1)
  const second = await page()
  expect(second.log()).toEqual(['one (failed)', 'two (failed)'])
  let isDown = true
  second.service.fault = (method) => (method === 'sendMessage' && isDown ? 'lost-request' : 'none')
  for (const { key } of second.chat.timeline.value.entries) second.chat.retry(key)
  await clock.advance(120_000)
  expect(second.log()).toEqual(['one (unknown)', 'two (queued)'])
  isDown = false
  await clock.advance(60_000)
  expect(stored()).toEqual(['one', 'two'])
})

test('logging out forgets what was not sent; with `keepUnsent` the same visitor finds it again', async () => {
  for (const keepUnsent of [false, true]) {
    const { page, stored, clock, disk } = createBrowser()
    const first = await page()
    first.service.drop()
    await first.chat.send('mine')
    await first.store.logout(keepUnsent)
    expect(disk.letters).toHaveLength(keepUnsent ? 1 : 0)
    await page()
    await clock.advance(0)
    expect(stored()).toEqual(keepUnsent ? ['mine'] : [])
  }
})

test('letters of another visitor are neither shown nor sent', async () => {
  const { page, stored, disk, channelSid } = createBrowser()
  await disk.tab().add({
    id: uuid(),
    room: `somebody ${channelSid}`,
    identity: 'somebody',
    body: 'private',
    files: [],
    createdAt: 1,
    sentAfter: null,
    failure: null,
  })
  const { log, clock } = await page()
  await clock.advance(1_000)
  expect([log(), stored()]).toEqual([[], []])
  expect(disk.letters).toHaveLength(1)
})

test('the states of a Message are told in the order in which they come', async () => {
  const { page, clock } = createBrowser()
  const { chat, service, lifetime } = await page()
  const seen: string[] = []
  const stop = chat.timeline.subscribe(({ entries }) => {
    const [entry] = entries
    if (entry && seen.at(-1) !== entry.delivery) seen.push(entry.delivery)
  })
  lifetime.signal.addEventListener('abort', stop)
  let sends = 0
  service.fault = (method) => (method === 'sendMessage' && (sends += 1) === 1 ? 'lost-request' : 'none')
  await chat.send('hello')
  await clock.advance(10_000)
  expect(seen).toEqual(['queued', 'sending', 'unknown', 'sending', 'sent'])
})

test('killed at any await, and opened again: nothing is lost, nothing doubled, the order kept', { timeout: 60_000 }, async () => {
  const kill = fc.record({
    after: fc.nat(40),
    fault: fc.constantFrom('none', 'lost-reply', 'lost-request', 'silent'),
    texts: fc.integer({ min: 0, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(kill, { minLength: 1, maxLength: 5 }), async (kills) => {
      const { page, stored, clock, disk } = createBrowser()
      const kept: string[] = []
      let typed = 0
      for (const { after, fault, texts } of kills) {
        const tab = await page()
        tab.service.fault = (method) => (method === 'sendMessage' ? fault : 'none')
        for (let at = 0; at < texts; at += 1) {
          const body = `m${(typed += 1)}`
          void tab.chat.send(body).then((isKept) => isKept && kept.push(body))
        }
        // So many microtasks of its life are left.
        for (let step = 0; step < after; step += 1) await Promise.resolve()
        tab.lifetime.abort()
      }
      const last = await page()
      await clock.advance(60_000)
      last.lifetime.abort()
      const there = stored()
      expect(new Set(there).size).toBe(there.length)
      expect(there).toEqual(expect.arrayContaining(kept))
      expect(there).toEqual(there.toSorted((one, other) => Number(one.slice(1)) - Number(other.slice(1))))
      expect(last.log()).toEqual(there)
      expect(disk.letters).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('files are kept and sent like texts: together where a Message can hold several, one by one elsewhere', async () => {
  for (const multipleMedia of [true, false]) {
    const { page, house, channelSid, clock } = createBrowser({ multipleMedia })
    const first = await page()
    const stored = first.store.deliver('see', {
      files: [new File(['one'], 'one.txt', { type: 'text/plain' }), new File(['two'], 'two.txt')],
    })
    await clock.advance(0)
    await stored
    expect(house.messages(channelSid).map(({ body, media }) => [body, ...media.map(({ filename }) => filename)])).toEqual(
      multipleMedia ? [['see', 'one.txt', 'two.txt']] : [['see'], ['', 'one.txt'], ['', 'two.txt']],
    )
  }
})

test('a file that was not sent when the page died is sent by the next, with its bytes', async () => {
  const { page, house, channelSid, clock } = createBrowser()
  const first = await page()
  first.service.drop()
  first.store.deliver('', { files: [new File(['hello'], 'hello.txt', { type: 'text/plain' })] }).catch(() => {})
  await clock.advance(0)
  expect(first.chat.timeline.value.entries).toMatchObject([{ delivery: 'queued', media: [{ filename: 'hello.txt', size: 5 }] }])
  first.lifetime.abort()
  await page()
  await clock.advance(0)
  expect(house.messages(channelSid)).toMatchObject([{ media: [{ filename: 'hello.txt', contentType: 'text/plain', size: 5 }] }])
})

test('what goes along with a Message lies on the disk with it, stands in the log, and arrives with it after a reload', async () => {
  const { page, house, channelSid, disk, clock } = createBrowser()
  const first = await page()
  first.service.drop()
  const attributes = { parlour: { v: 1, replyTo: { to: 'IM1', name: 'Ann', text: 'Which one?' } } }
  await first.chat.send('the blue one', { attributes })
  expect(disk.letters).toMatchObject([{ attributes }])
  expect(first.chat.timeline.value.entries).toMatchObject([{ body: 'the blue one', attributes }])
  first.lifetime.abort()
  const second = await page()
  await clock.advance(10_000)
  expect(house.messages(channelSid)).toMatchObject([{ body: 'the blue one', attributes }])
  expect(second.chat.timeline.value.entries).toMatchObject([{ body: 'the blue one', attributes }])
})

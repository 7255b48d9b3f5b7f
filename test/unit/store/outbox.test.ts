import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import type { Fault } from '../../../src/testing/index.ts'
import { opened } from './setup.ts'

/** One fault for each `sendMessage`, then none. */
function faults(...list: readonly Fault[]): (method: string) => Fault {
  const left = [...list]
  return (method) => (method === 'sendMessage' ? (left.shift() ?? 'none') : 'none')
}

const stored = (house: Awaited<ReturnType<typeof opened>>['house'], channelSid: string): string[] =>
  house.messages(channelSid).map(({ body }) => body)

test('sends in the order of typing, one in flight', async () => {
  const { chat, house, channelSid, settle } = await opened()
  for (const body of ['one', 'two', 'three']) chat.send(body)
  await settle()
  expect(stored(house, channelSid)).toEqual(['one', 'two', 'three'])
})

test('a Message whose answer was lost is found again and not sent twice', async () => {
  const { chat, house, service, channelSid, clock, log } = await opened()
  service.echo = 'never'
  service.fault = faults('lost-reply')
  chat.send('once')
  await clock.advance(10_000)
  expect(stored(house, channelSid)).toEqual(['once'])
  expect(log()).toEqual(['once'])
})

test('a Message of which no event tells is known by its answer', async () => {
  const { chat, service, log, settle } = await opened()
  service.echo = 'never'
  chat.send('heard by nobody')
  await settle()
  expect(log()).toEqual(['heard by nobody'])
})

test('a Message that got lost on the way is sent again', async () => {
  const { chat, house, service, channelSid, clock, log } = await opened()
  service.fault = faults('lost-request', 'lost-request')
  chat.send('again')
  chat.send('later')
  await clock.advance(30_000)
  expect(stored(house, channelSid)).toEqual(['again', 'later'])
  expect(log()).toEqual(['again', 'later'])
})

test('a service that does not answer within a minute gets a new connection, then the Message', async () => {
  const { chat, house, service, channelSid, clock, log } = await opened()
  service.fault = faults('silent')
  chat.send('hello')
  await clock.advance(59_999)
  expect(service.calls.some(({ method }) => method === 'kick')).toBe(false)
  expect(log()).toEqual(['hello (sending)'])
  await clock.advance(5_000)
  expect(service.calls.some(({ method }) => method === 'kick')).toBe(true)
  expect(stored(house, channelSid)).toEqual(['hello'])
  expect(log()).toEqual(['hello'])
})

test('a connection that is thrown away in the middle of a send has refused nothing', async () => {
  const { chat, house, service, channelSid, clock, log } = await opened()
  service.fault = faults(new ChatError('not-ready', 'The chat service was shut down'))
  chat.send('onwards')
  await clock.advance(5_000)
  expect(stored(house, channelSid)).toEqual(['onwards'])
  expect(log()).toEqual(['onwards'])
})

test('without a connection it waits, however long, and sends once it is back', async () => {
  const { chat, house, service, channelSid, clock, log } = await opened()
  service.drop()
  chat.send('patient')
  await clock.advance(3_600_000)
  expect(log()).toEqual(['patient (queued)'])
  service.restore()
  await clock.advance(0)
  expect(stored(house, channelSid)).toEqual(['patient'])
  expect(log()).toEqual(['patient'])
})

test('after a day of trouble the visitor is asked; a retry sends it in its place', async () => {
  const { chat, house, service, channelSid, clock, log, errors } = await opened()
  const busy = new ChatError('rate-limited', 'Later', { retryable: true, retryAfterMs: 4 * 3_600_000 })
  service.fault = (method) => (method === 'sendMessage' ? busy : 'none')
  chat.send('stubborn')
  await clock.advance(23 * 3_600_000)
  expect(log()).toEqual(['stubborn (unknown)'])
  await clock.advance(2 * 3_600_000)
  expect(log()).toEqual(['stubborn (failed)'])
  expect(chat.timeline.value.entries[0]!.error).toMatchObject({ code: 'rate-limited' })
  service.fault = () => 'none'
  chat.send('after')
  await clock.advance(0)
  expect(log()).toEqual(['after', 'stubborn (failed)'])
  chat.retry(chat.timeline.value.entries.at(-1)!.key)
  await clock.advance(0)
  expect(stored(house, channelSid)).toEqual(['after', 'stubborn'])
  expect(log()).toEqual(['after', 'stubborn'])
  expect(errors).toEqual([])
}, 30_000)

test('a refusal is final: shown at once, and the next Message goes', async () => {
  const { chat, service, clock, log } = await opened()
  service.fault = faults(new ChatError('message-rejected', 'no'))
  chat.send('bad')
  chat.send('good')
  await clock.advance(0)
  expect(log()).toEqual(['good', 'bad (failed)'])
  chat.discard(chat.timeline.value.entries.at(-1)!.key)
  expect(log()).toEqual(['good'])
})

test('a Message above 32 KB is refused before it is sent', async () => {
  const { chat, service, clock } = await opened()
  chat.send('ä'.repeat(16_385))
  await clock.advance(0)
  expect(chat.timeline.value.entries[0]).toMatchObject({ delivery: 'failed', error: { code: 'message-invalid' } })
  expect(service.calls.some(({ method }) => method === 'sendMessage')).toBe(false)
})

test('a failed Message that was stored all the same turns into a sent one when it is found', async () => {
  const { chat, house, service, channelSid, clock, log } = await opened()
  service.echo = 'never'
  const refused = new ChatError('load-failed', 'no')
  service.fault = (method) => (method === 'sendMessage' ? 'lost-reply' : method === 'messagesAfter' ? refused : 'none')
  chat.send('there')
  await clock.advance(60_000)
  expect(log()).toEqual(['there (failed)'])
  service.fault = () => 'none'
  await clock.advance(60_000)
  expect(stored(house, channelSid)).toEqual(['there'])
  expect(log()).toEqual(['there'])
})

test('what is on its way when the conversation ends has failed, and stays in view', async () => {
  const { chat, house, service, channelSid, clock, log, settle } = await opened()
  service.fault = faults('silent')
  chat.send('too late')
  chat.send('as well')
  await settle()
  house.deleteChannel(channelSid)
  await clock.advance(0)
  expect(log()).toEqual(['too late (failed)', 'as well (failed)'])
  expect(chat.timeline.value.entries[0]!.error).toMatchObject({ code: 'not-ready' })
})

test('deliver resolves once the Message is stored, and rejects with what stands in the log', async () => {
  const { store, service, clock } = await opened()
  await store.deliver('hello')
  service.fault = faults(new ChatError('message-rejected', 'no'))
  await expect(store.deliver('bad')).rejects.toMatchObject({ code: 'message-rejected' })
  await store.logout()
  await expect(store.deliver('nobody')).rejects.toMatchObject({ code: 'not-ready' })
  await clock.advance(0)
})

type Blow = 'none' | 'lost-request' | 'lost-reply' | 'silent' | 'drop' | 'drop-deaf'

test('under any faults nothing is lost, nothing doubled, and the order of typing kept', { timeout: 60_000 }, async () => {
  const blow = fc.constantFrom<Blow>('none', 'none', 'none', 'lost-request', 'lost-reply', 'silent', 'drop', 'drop-deaf')
  await fc.assert(
    fc.asyncProperty(
      fc.array(blow, { maxLength: 14 }),
      fc.constantFrom<'before' | 'after' | 'never'>('before', 'after', 'never'),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.nat(3_000), { minLength: 6, maxLength: 6 }),
      async (blows, echo, count, pauses) => {
        const { chat, house, service, channelSid, clock, log, lifetime } = await opened()
        service.echo = echo
        const left = [...blows]
        service.fault = (method) => {
          if (method !== 'sendMessage' && method !== 'messagesAfter') return 'none'
          const next = left.shift() ?? 'none'
          if (next !== 'drop' && next !== 'drop-deaf') return next
          service.drop()
          void clock.sleep(700).then(() => service.restore(next === 'drop' ? 'heard' : 'lost'))
          return 'lost-reply'
        }
        const bodies = Array.from({ length: count }, (_, at) => `m${at}`)
        for (const [at, body] of bodies.entries()) {
          chat.send(body)
          await clock.advance(pauses[at]!)
        }
        // Asking again is the visitor's part: whatever failed is tried anew until it is there.
        for (let round = 0; round < 6; round += 1) {
          await clock.advance(120_000)
          for (const entry of chat.timeline.value.entries) if (entry.delivery === 'failed') chat.retry(entry.key)
        }
        const there = stored(house, channelSid)
        lifetime.abort()
        expect(there.toSorted()).toEqual(bodies)
        expect(log().toSorted()).toEqual(bodies)
        // A Message that the visitor sent again by hand comes later; without that the order is that of typing.
        if (blows.filter((each) => each !== 'none').length < 4) expect(there).toEqual(bodies)
      },
    ),
    { numRuns: 25 },
  )
})

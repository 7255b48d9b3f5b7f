import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { Message, Receipts, Share } from '../../../src/chat/types.ts'
import type { Reach } from '../../../src/store/chat.ts'
import { createTimeline } from '../../../src/store/timeline.ts'
import type { TimelineStore } from '../../../src/store/timeline.ts'
import { countedUuids, opened } from './setup.ts'

const reaches: readonly Reach[] = ['sent', 'delivered', 'read']

function createLog(): TimelineStore {
  const lifetime = new AbortController()
  onTestFinished(() => lifetime.abort())
  return createTimeline({ identity: 'visitor', nameOf: (identity) => identity, schedule: () => () => {}, signal: lifetime.signal })
}
const receipts = (delivered: Share, read: Share): Receipts => ({
  total: 1,
  sent: 'all',
  delivered,
  read,
  undelivered: 'none',
  failed: 'none',
})
const mine = (index: number, more: Partial<Message> = {}): Message => ({
  sid: `IM${index}`,
  index,
  author: 'visitor',
  body: `m${index}`,
  attributes: {},
  createdAt: index,
  editedAt: null,
  media: [],
  receipts: null,
  ...more,
})
function reachedIn(log: TimelineStore): Reach[] {
  log.flush()
  return log.entries.value.map(({ reach }) => reach)
}

test('as far as somebody else has read, our Messages are read [E5]', async () => {
  const { chat, house, channelSid, settle } = await opened()
  for (const body of ['one', 'two', 'three']) await chat.send(body)
  await settle()
  expect(chat.timeline.value.entries.map(({ reach }) => reach)).toEqual(['delivered', 'delivered', 'delivered'])
  await house.service('agent').advanceHorizon(channelSid, 1)
  await settle()
  expect(chat.timeline.value.entries.map(({ reach }) => reach)).toEqual(['read', 'read', 'delivered'])
})

test('without receipts the horizons of the others tell, and our own does not', async () => {
  const { house, settle, chat, channelSid } = await opened()
  house.addMember(channelSid, 'colleague')
  const log = createLog()
  log.merge([mine(3), mine(4)])
  expect(reachedIn(log)).toEqual(['sent', 'sent'])
  log.readTo(3)
  expect(reachedIn(log)).toEqual(['read', 'sent'])
  await chat.send('mine')
  await house.service('visitor').advanceHorizon(channelSid, 0)
  await settle()
  expect(chat.timeline.value.entries[0]!.reach).toBe('delivered')
})

test('who read and then left has read all the same', async () => {
  const { chat, house, channelSid, settle } = await opened()
  await chat.send('one')
  await settle()
  await house.service('agent').advanceHorizon(channelSid, 0)
  await settle()
  house.removeMember(channelSid, 'agent')
  await settle()
  expect(chat.timeline.value.entries[0]!.reach).toBe('read')
})

test('a later page shows what was read before it came', () => {
  const log = createLog()
  log.readTo(5)
  log.merge([mine(6)])
  log.merge([mine(2), mine(5)])
  expect(reachedIn(log)).toEqual(['read', 'read', 'sent'])
})

const share = fc.constantFrom<Share>('none', 'some', 'all')
const id = countedUuids()()
const news = fc.oneof(
  fc.record({ index: fc.integer({ min: 0, max: 5 }), delivered: share, read: share }),
  fc.record({ readTo: fc.integer({ min: -1, max: 6 }) }),
  fc.record({ removed: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ acknowledged: fc.integer({ min: 0, max: 5 }) }),
)

test('never goes back, whatever is heard in whatever order, and of a Message that was stored twice either [E5]', () => {
  fc.assert(
    fc.property(fc.array(news, { maxLength: 40 }), (story) => {
      const log = createLog()
      const seen = new Map<string, number>()
      log.pend(id, 'twice', 1)
      for (const event of story) {
        if ('readTo' in event) log.readTo(event.readTo)
        else if ('removed' in event) log.remove(event.removed)
        else if ('acknowledged' in event) log.acknowledge(id, event.acknowledged)
        else {
          const attributes = event.index > 3 ? { parlourId: id } : {}
          log.merge([mine(event.index, { attributes, receipts: receipts(event.delivered, event.read) })])
        }
        log.flush()
        for (const { key, reach } of log.entries.value) {
          const rank = reaches.indexOf(reach)
          expect(rank).toBeGreaterThanOrEqual(seen.get(key) ?? 0)
          seen.set(key, rank)
        }
      }
    }),
  )
})

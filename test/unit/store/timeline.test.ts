import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import type { Message } from '../../../src/chat/types.ts'
import { createTimeline } from '../../../src/store/timeline.ts'
import type { TimelineStore } from '../../../src/store/timeline.ts'
import { countedUuids } from './setup.ts'

const OWN = 'visitor'
const uuid = countedUuids()
const [first, second] = [uuid(), uuid()]

function createLog(): TimelineStore {
  const lifetime = new AbortController()
  onTestFinished(() => lifetime.abort())
  return createTimeline({ identity: OWN, nameOf: (identity) => identity, schedule: () => () => {}, signal: lifetime.signal })
}

function message(index: number, changes: Partial<Message> = {}): Message {
  return {
    sid: `IM${index}`,
    index,
    author: 'agent',
    body: `m${index}`,
    attributes: {},
    createdAt: index,
    editedAt: null,
    media: [],
    receipts: null,
    ...changes,
  }
}
const ours = (index: number, id: string): Message => message(index, { author: OWN, body: 'mine', attributes: { parlourId: id } })

function shown(log: TimelineStore): string[] {
  log.flush()
  return log.entries.value.map(({ index, body, deleted, delivery }) => `${index} ${deleted ? '(deleted)' : body} ${delivery}`)
}

test('orders by index, whatever comes first', () => {
  const log = createLog()
  log.merge([message(9)])
  log.merge([message(2), message(5)])
  log.merge([message(5), message(7)])
  expect(shown(log)).toEqual(['2 m2 sent', '5 m5 sent', '7 m7 sent', '9 m9 sent'])
})

test('keeps the entry of a Message that did not change, so that only what changed is drawn', () => {
  const log = createLog()
  log.merge([message(1), message(2)])
  log.flush()
  const [one] = log.entries.value
  log.amend(message(2, { body: 'new', editedAt: 9 }))
  log.flush()
  expect(log.entries.value[0]).toBe(one)
})

test('a page that was read before an edit does not undo it', () => {
  const log = createLog()
  log.merge([message(1)])
  log.amend(message(1, { body: 'edited', editedAt: 5 }))
  log.merge([message(1)])
  expect(shown(log)).toEqual(['1 edited sent'])
})

test('an edit above the pages read so far waits for its page', () => {
  const log = createLog()
  log.merge([message(50)])
  log.amend(message(3, { body: 'edited', editedAt: 5 }))
  expect(shown(log)).toEqual(['50 m50 sent'])
  log.merge([message(3)])
  expect(shown(log)).toEqual(['3 edited sent', '50 m50 sent'])
})

test('our own Messages that are not stored stand below all others, in the order of typing', () => {
  const log = createLog()
  log.pend(first, 'one', 1)
  log.pend(second, 'two', 2)
  log.merge([message(7)])
  log.mark(first, 'failed', new ChatError('network', 'lost'))
  expect(shown(log)).toEqual(['7 m7 sent', 'null one failed', 'null two queued'])
  log.acknowledge(second, 8)
  expect(shown(log)).toEqual(['7 m7 sent', '8 two sent', 'null one failed'])
})

test('a Message that was stored twice is shown once, where it was stored first', () => {
  const log = createLog()
  log.pend(first, 'mine', 1)
  log.merge([ours(8, first), message(5)])
  log.merge([ours(3, first)])
  expect(shown(log)).toEqual(['3 mine sent', '5 m5 sent'])
  log.remove(8)
  expect(shown(log)).toEqual(['3 mine sent', '5 m5 sent'])
  log.remove(3)
  expect(shown(log)).toEqual(['3 (deleted) sent', '5 m5 sent'])
})

test('when the one that is shown of two is deleted, the other is shown, in its place', () => {
  const log = createLog()
  log.merge([ours(3, first), message(5), ours(8, first)])
  expect(shown(log)).toEqual(['3 mine sent', '5 m5 sent'])
  log.remove(3)
  expect(shown(log)).toEqual(['5 m5 sent', '8 mine sent'])
})

test("somebody else's id does not touch our Message", () => {
  const log = createLog()
  log.pend(first, 'mine', 1)
  log.merge([message(4, { author: 'mallory', body: 'forged', attributes: { parlourId: first } })])
  expect(shown(log)).toEqual(['4 forged sent', 'null mine queued'])
})

test('an echo that lost its id is known by the index that the service answered', () => {
  const log = createLog()
  log.pend(first, 'mine', 1)
  log.merge([message(4, { author: OWN, body: 'mine' })])
  log.acknowledge(first, 4)
  expect(shown(log)).toEqual(['4 mine sent'])
  expect(log.entries.value[0]!.key).toBe(first)
})

test('a Message that comes costs the same in a log of 10,000 as in an empty one', () => {
  const log = createLog()
  let looks = 0
  const watched = (index: number): Message =>
    Object.defineProperty(message(index), 'author', { enumerable: true, get: () => ((looks += 1), 'agent') })
  const cost = (index: number): number => {
    looks = 0
    log.merge([watched(index)])
    log.flush()
    return looks
  }
  const first = cost(0)
  for (let index = 1; index < 10_000; index += 1) expect(cost(index)).toBe(first)
  expect(shown(log)).toHaveLength(10_000)
})

/** What happened in a Channel, and then all the ways in which a client may hear of it. */
interface Story {
  readonly versions: readonly Message[]
  readonly removed: readonly number[]
}
const story: fc.Arbitrary<Story> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 4 }),
      own: fc.boolean(),
      /** Sent again under the same id, because the first reply was lost. */
      twice: fc.boolean(),
      edits: fc.integer({ min: 0, max: 2 }),
      removed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((items) => {
    const ids = countedUuids()
    const versions: Message[] = []
    const removed: number[] = []
    let index = 0
    for (const { gap, own, twice, edits, removed: gone } of items) {
      const id = ids()
      for (let copy = 0; copy < (own && twice ? 2 : 1); copy += 1) {
        index += gap
        const original = own ? ours(index, id) : message(index)
        versions.push(original)
        for (let edit = 1; edit <= edits; edit += 1)
          versions.push({ ...original, body: `edit ${edit} of ${index}`, editedAt: index * 10 + edit })
        if (gone) removed.push(index)
      }
    }
    return { versions, removed }
  })

test('any interleaving of pages, live events, echoes, edits and deletions ends in the same log', () => {
  const told = story.chain(({ versions, removed }) => {
    const live = versions.map(
      (version) => (log: TimelineStore) => void (version.editedAt === null ? log.merge([version]) : log.amend(version)),
    )
    const deletions = removed.map((index) => (log: TimelineStore) => log.remove(index))
    const typed = versions
      .filter(({ author, editedAt }) => author === OWN && editedAt === null)
      .map((version) => (log: TimelineStore) => log.acknowledge(String(version.attributes['parlourId']), version.index))
    // Old pages: any stretch, in any of its versions, however stale.
    const pages = fc.array(
      fc.subarray([...versions]).map((page) => (log: TimelineStore) => void log.merge(page)),
      { maxLength: 4 },
    )
    const everything = pages.chain((more) =>
      fc.shuffledSubarray([...live, ...deletions, ...typed, ...more], {
        minLength: live.length + deletions.length + typed.length + more.length,
      }),
    )
    return fc.tuple(fc.constant(versions), everything, everything)
  })
  fc.assert(
    fc.property(told, ([versions, one, other]) => {
      const logs = [one, other].map((news) => {
        const log = createLog()
        const ids = new Set(versions.filter(({ author }) => author === OWN).map(({ attributes }) => String(attributes['parlourId'])))
        for (const id of ids) log.pend(id, 'mine', 0)
        news.forEach((tell) => tell(log))
        return log
      })
      expect(shown(logs[0]!)).toEqual(shown(logs[1]!))
      const indexes = logs[0]!.entries.value.map(({ index }) => index!)
      expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
      expect(new Set(logs[0]!.entries.value.map(({ key }) => key)).size).toBe(indexes.length)
    }),
    { numRuns: 500 },
  )
})

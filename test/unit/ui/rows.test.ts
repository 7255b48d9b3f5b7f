import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { arrivals, firstNew, newestIndex, reachesToSay, toRows, type Row } from '../../../src/ui/log/rows.ts'

const NOON = new Date(2025, 2, 3, 12, 0).getTime()
const MINUTE = 60_000

function entry(key: string, minutes: number, partial: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    key,
    sid: key,
    index: 0,
    author: 'ann',
    authorName: 'Ann',
    own: false,
    body: key,
    media: [],
    createdAt: NOON + minutes * MINUTE,
    attributes: {},
    editedAt: null,
    deleted: false,
    delivery: 'sent',
    reach: 'sent',
    error: null,
    ...partial,
  }
}
const rowsOf = (entries: readonly TimelineEntry[]): readonly Row[] => toRows(entries).rows
/** "day" before the key where a divider stands above it, ^ for the first and $ for the last of its group. */
const outline = (entries: TimelineEntry[]): string[] =>
  rowsOf(entries).flatMap(({ entry: { key }, head, tail, divided }) => [
    ...(divided ? ['day'] : []),
    `${head ? '^' : ''}${key}${tail ? '$' : ''}`,
  ])

describe('rows of the log', () => {
  test('Messages of one author within five minutes are one group', () => {
    expect(outline([entry('a', 0), entry('b', 4), entry('c', 9), entry('d', 15)])).toEqual(['day', '^a', 'b', 'c$', '^d$'])
  })

  test('another author begins a group', () => {
    expect(outline([entry('a', 0), entry('b', 1, { author: 'bob' }), entry('c', 2)])).toEqual(['day', '^a$', '^b$', '^c$'])
  })

  test('midnight divides days and groups', () => {
    expect(outline([entry('a', 12 * 60 - 1), entry('b', 12 * 60)])).toEqual(['day', '^a$', 'day', '^b$'])
  })

  test('a clock that was set back gives no second divider of a day', () => {
    expect(outline([entry('a', 24 * 60), entry('b', 0), entry('c', 24 * 60)])).toEqual(['day', '^a$', '^b$', '^c$'])
  })

  test('an empty log has no rows', () => {
    expect(rowsOf([])).toEqual([])
  })
})

describe('rows that follow the log', () => {
  const day = 24 * 60
  const one: fc.Arbitrary<Partial<TimelineEntry> & { readonly minutes: number }> = fc.record({
    author: fc.constantFrom('ann', 'bob'),
    minutes: fc.integer({ min: 0, max: 3 * day }),
  })
  /** Two states of one log: some are the same objects, some were changed, some came, some went. */
  const logs = fc
    .array(fc.tuple(one, fc.constantFrom('both', 'both', 'both', 'before', 'after', 'changed')), { maxLength: 30 })
    .map((items) => {
      const sorted = items.toSorted(([a], [b]) => a.minutes - b.minutes)
      const all = sorted.map(([{ minutes, ...rest }, when], at) => ({ when, entry: entry(`m${at}`, minutes, rest) }))
      return {
        before: all.filter(({ when }) => when !== 'after').map(({ entry }) => entry),
        after: all
          .filter(({ when }) => when !== 'before')
          .map(({ entry, when }) => (when === 'changed' ? { ...entry, body: 'new' } : entry)),
      }
    })

  test('are those of the log as it is now, however they came about, and the change leads from the one to the other', () => {
    fc.assert(
      fc.property(logs, ({ before, after }) => {
        const old = rowsOf(before)
        const { rows, at, removed, added } = toRows(after, old)
        expect(rows).toEqual(rowsOf(after))
        expect([...old.slice(0, at), ...rows.slice(at, at + added), ...old.slice(at + removed)]).toEqual(rows)
      }),
    )
  })

  const long = Array.from({ length: 1_000 }, (_, at) => entry(`m${at}`, at * 7))

  test('a new Message makes two rows anew, and a page of history as many as it brings and one', () => {
    const rows = rowsOf(long)
    const appended = toRows([...long, entry('new', 7_001)], rows)
    expect(appended).toMatchObject({ at: 999, removed: 1, added: 2 })
    expect(appended.rows[500]).toBe(rows[500])
    const prepended = toRows([entry('a', -20), entry('b', -10), ...long], rows)
    expect(prepended.at).toBe(0)
    expect(prepended.added).toBeLessThanOrEqual(4)
    expect(prepended.rows.at(-1)).toBe(rows.at(-1))
  })

  test('a log that did not change costs nothing', () => {
    expect(toRows(long, rowsOf(long))).toMatchObject({ removed: 0, added: 0 })
  })
})

describe('how far our own Messages have come', () => {
  const own = (key: string, reach: TimelineEntry['reach'], partial: Partial<TimelineEntry> = {}): TimelineEntry =>
    entry(key, 0, { own: true, author: 'me', reach, ...partial })
  const said = (...entries: TimelineEntry[]): Record<string, string> => Object.fromEntries(reachesToSay(entries))

  test('is said under the newest that has come so far, and nowhere else [E5]', () => {
    expect(
      said(own('a', 'read'), own('b', 'read'), own('c', 'delivered'), own('d', 'delivered'), own('e', 'sent'), own('f', 'sent')),
    ).toEqual({
      b: 'read',
      d: 'delivered',
      f: 'sent',
    })
  })

  test('is not said where a later one has come further', () => {
    expect(said(own('a', 'delivered'), own('b', 'sent'), own('c', 'read'))).toEqual({ c: 'read' })
  })

  test("is not said of others' Messages, of deleted ones, of those on their way", () => {
    expect(
      said(
        own('a', 'sent'),
        entry('b', 0, { reach: 'read' }),
        own('c', 'read', { deleted: true }),
        own('d', 'sent', { delivery: 'failed' }),
      ),
    ).toEqual({ a: 'sent' })
  })
})

describe('what is new', () => {
  const log = [
    entry('a', 0, { index: 3 }),
    entry('b', 1, { index: 7 }),
    entry('mine', 2, { index: 8, own: true }),
    entry('c', 3, { index: 9 }),
    entry('gone', 3, { index: 10, deleted: true }),
    entry('unsent', 4, { index: null, own: true }),
  ]

  test("counts others' Messages above an index, whatever the gaps", () => {
    expect(arrivals(log, 3).map(({ key }) => key)).toEqual(['b', 'c'])
    expect(arrivals(log, 9)).toEqual([])
  })

  test("begins with the first of others' Messages above an index", () => {
    expect(firstNew(log, 3)).toBe('b')
    expect(firstNew(log, 7)).toBe('c')
    expect(firstNew(log, -1)).toBe('a')
    expect(firstNew(log, 9)).toBe(null)
  })

  test('the newest index is that of the store, not of what is being sent', () => {
    expect(newestIndex(log)).toBe(10)
    expect(newestIndex([])).toBe(-1)
  })
})

import { describe, expect, test } from 'vitest'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { arrivals, newestIndex, toRows } from '../../../src/ui/log/rows.ts'

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
    edited: false,
    deleted: false,
    delivery: 'sent',
    error: null,
    ...partial,
  }
}
/** "day", or the key with ^ for the first and $ for the last of its group. */
const outline = (entries: TimelineEntry[]): string[] =>
  toRows(entries).map((row) => (row.kind === 'day' ? 'day' : `${row.head ? '^' : ''}${row.key}${row.tail ? '$' : ''}`))

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

  test('every row has a key of its own', () => {
    const keys = toRows([entry('a', 0), entry('b', 24 * 60), entry('c', 48 * 60)]).map(({ key }) => key)
    expect(new Set(keys).size).toBe(6)
  })

  test('an empty log has no rows', () => {
    expect(toRows([])).toEqual([])
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

  test('the newest index is that of the store, not of what is being sent', () => {
    expect(newestIndex(log)).toBe(10)
    expect(newestIndex([])).toBe(-1)
  })
})

import { expect, test } from 'vitest'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { placeOf } from '../../../src/ui/log/spot.ts'

const log = (...indexes: readonly (number | null)[]): readonly TimelineEntry[] => indexes.map((index) => ({ index }) as TimelineEntry)

test('the row to go back to is that of the Message, or of the next one where it is gone [C6]', () => {
  expect(placeOf({ index: 4, top: 0 }, log(2, 4, 7), true)).toBe(1)
  expect(placeOf({ index: 5, top: 0 }, log(2, 4, 7), true)).toBe(2)
})

test('what lies further up is to be read first, as long as there is more', () => {
  expect(placeOf({ index: 1, top: 0 }, log(2, 4), true)).toBe('above')
  expect(placeOf({ index: 2, top: 0 }, log(2, 4), true)).toBe('above')
  expect(placeOf({ index: 1, top: 0 }, log(2, 4), false)).toBe(0)
})

test('in an empty log, and below its end, there is no such row', () => {
  expect(placeOf({ index: 1, top: 0 }, log(), false)).toBeNull()
  expect(placeOf({ index: 1, top: 0 }, log(null), false)).toBeNull()
  expect(placeOf({ index: 9, top: 0 }, log(2, 4), true)).toBeNull()
})

import { expect, test } from 'vitest'
import { nextItem } from '../../../src/ui/menu/next-item.ts'
import { readPlace } from '../../../src/ui/queue/place.ts'

test('the place in the queue is read from what the back end wrote on the Channel [C2]', () => {
  expect(readPlace({ parlour: { queue: { position: 2, waitMinutes: 4 } } })).toEqual({ position: 2, waitMinutes: 4 })
  expect(readPlace({ parlour: { queue: { position: 1 } } })).toEqual({ position: 1, waitMinutes: null })
})

test.each([
  [{}],
  [{ parlour: null }],
  [{ parlour: 'queue' }],
  [{ parlour: { queue: 3 } }],
  [{ parlour: { queue: { position: 0 } } }],
  [{ parlour: { queue: { position: 1.5 } } }],
  [{ parlour: { queue: { position: '1' } } }],
  [{ parlour: { queue: { position: 1e9 } } }],
  [{ parlour: { queue: Object.create({ position: 1 }) } }],
])('%j is no place in a queue', (attributes) => {
  expect(readPlace(attributes)).toBeNull()
})

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 2, 0],
  ['ArrowUp', 0, 2],
  ['ArrowUp', -1, 2],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['b', 0, 1],
  ['B', 1, 1],
  ['a', 0, 2],
  ['x', 0, null],
  ['Enter', 0, null],
])('in a menu %s leads from %i to %s', (key, at, next) => {
  expect(nextItem(key, at, ['Apple', 'Banana', 'Avocado'])).toBe(next)
})

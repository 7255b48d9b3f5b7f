import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHeights } from '../../../src/ui/log/heights.ts'

test('adds up, and finds the row at a height', () => {
  const heights = createHeights()
  heights.splice(0, 0, [10, 20, 30])
  expect([0, 1, 2, 3].map(heights.offset)).toEqual([0, 10, 30, 60])
  expect([-5, 0, 9, 10, 29, 30, 59, 60, 999].map(heights.rowAt)).toEqual([0, 0, 0, 1, 1, 2, 2, 2, 2])
})

test('of no rows the first is the row at every height', () => {
  expect(createHeights().rowAt(50)).toBe(0)
  expect(createHeights().offset(0)).toBe(0)
})

type Step =
  | { readonly at: number; readonly removed: number; readonly added: readonly number[] }
  | { readonly at: number; readonly height: number }
const height = fc.integer({ min: 1, max: 200 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ at: fc.nat(40), removed: fc.nat(10), added: fc.array(height, { maxLength: 10 }) }),
  fc.record({ at: fc.nat(40), height }),
)

test('whatever comes, goes and changes, it is as if it had been added up anew', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.nat(3_000), (steps, y) => {
      const heights = createHeights()
      const plain: number[] = []
      for (const change of steps) {
        const at = Math.min(change.at, plain.length)
        if ('added' in change) {
          plain.splice(at, change.removed, ...change.added)
          heights.splice(at, change.removed, change.added)
        } else if (at < plain.length) {
          plain[at] = change.height
          heights.set(at, change.height)
        }
        // Asked in between, so that sums are kept.
        heights.offset(Math.floor(plain.length / 2))
      }
      expect(heights.count).toBe(plain.length)
      const sums = plain.reduce((all, each) => [...all, all.at(-1)! + each], [0])
      expect(plain.map((_, at) => heights.offset(at))).toEqual(sums.slice(0, -1))
      expect(heights.rowAt(y)).toBe(
        Math.max(
          sums.slice(0, -1).findLastIndex((sum) => sum <= y),
          0,
        ),
      )
    }),
  )
})

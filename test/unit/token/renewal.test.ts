import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hurriedDelayMs, renewalDelayMs } from '../../../src/token/renewal.ts'

const middle = (): number => 0.5

test.each([
  [60_000, 24_000],
  [180_000, 72_000],
  [600_000, 240_000],
  [720_000, 360_000],
  [3_600_000, 1_800_000],
  [86_400_000, 43_200_000],
])('a token of %i ms is renewed after %i ms', (life, delay) => {
  expect(renewalDelayMs(life, middle)).toBe(delay)
})

test('whatever the chance, there is time left to try again: 40 % of the life at least', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60_000, max: 86_400_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (life, chance) => {
      const delay = renewalDelayMs(life, () => chance)
      expect(delay).toBeGreaterThan(hurriedDelayMs(life))
      expect(delay).toBeLessThanOrEqual(0.6 * life)
    }),
  )
})

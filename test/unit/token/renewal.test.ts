import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hurriedDelayMs, longestNapMs, longestPauseMs, renewalDelayMs } from '../../../src/token/renewal.ts'

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

test('a hint that the service gives at once, of a token of three minutes, costs a fifth more renewals at most', () => {
  expect(renewalDelayMs(180_000, middle) / hurriedDelayMs(180_000)).toBeLessThan(1.2)
})

test('after an outage of 40 % of the life, begun when the renewal was due, there is time for several attempts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60_000, max: 86_400_000 }), (life) => {
      const left = life - renewalDelayMs(life, () => 0.999) - 0.4 * life
      expect(left / longestPauseMs(left)).toBeGreaterThanOrEqual(3)
    }),
  )
})

test('whoever has nothing to lose any more does not hammer', () => {
  expect([longestPauseMs(0), longestPauseMs(-5), longestPauseMs(86_400_000)]).toEqual([30_000, 30_000, 30_000])
})

test('a sleep that no browser told of costs a twentieth of the life at most, or half a minute', () => {
  expect([60_000, 600_000, 3_600_000, 86_400_000].map(longestNapMs)).toEqual([30_000, 30_000, 180_000, 4_320_000])
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf, opennessAt, readHours, wallTime, type Hours } from '../../../src/ui/away/hours.ts'
import { whenIn } from '../../../src/ui/away/when.ts'

const week = ['mon', 'tue', 'wed', 'thu', 'fri']
const london = readHours({ timeZone: 'Europe/London', open: [{ days: week, from: '09:00', to: '17:00' }] })!
const at = (text: string): number => Date.parse(text)
const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString())
const look = (hours: Hours, when: string): [boolean, string | null] => {
  const { open, until } = opennessAt(hours, at(when))
  return [open, iso(until)]
}

test('between the hours of a working day somebody is there, until they end [C8]', () => {
  expect(look(london, '2026-01-14T12:00:00Z')).toEqual([true, '2026-01-14T17:00:00.000Z'])
})

test('the last moment is open and the end is not', () => {
  expect(look(london, '2026-01-14T16:59:59.999Z')[0]).toBe(true)
  expect(look(london, '2026-01-14T17:00:00Z')).toEqual([false, '2026-01-15T09:00:00.000Z'])
})

test('after Friday comes Monday', () => {
  expect(look(london, '2026-01-16T18:00:00Z')).toEqual([false, '2026-01-19T09:00:00.000Z'])
})

test('nine in the morning is nine in the morning in summer and in winter', () => {
  expect(look(london, '2026-07-14T05:00:00Z')).toEqual([false, '2026-07-14T08:00:00.000Z'])
  expect(look(london, '2026-12-14T05:00:00Z')).toEqual([false, '2026-12-14T09:00:00.000Z'])
})

test('the hours are those of the place and not of the visitor', () => {
  const tokyo = readHours({ timeZone: 'Asia/Tokyo', open: [{ days: ['mon'], from: '09:00', to: '17:00' }] })!
  expect(look(tokyo, '2026-01-12T00:00:00Z')).toEqual([true, '2026-01-12T08:00:00.000Z'])
})

test('on a day that is taken off nobody is there', () => {
  const hours = { ...london, closed: new Set(['2026-01-14']) }
  expect(look(hours, '2026-01-14T12:00:00Z')).toEqual([false, '2026-01-15T09:00:00.000Z'])
})

test('a night shift reaches into the next day', () => {
  const bar = readHours({ timeZone: 'Europe/London', open: [{ days: ['sat'], from: '20:00', to: '02:00' }] })!
  expect(look(bar, '2026-01-18T01:00:00Z')).toEqual([true, '2026-01-18T02:00:00.000Z'])
  expect(look(bar, '2026-01-18T02:00:00Z')[0]).toBe(false)
})

test('shifts that follow upon each other are one', () => {
  const hours = readHours({
    timeZone: 'UTC',
    open: [
      { days: ['wed'], from: '09:00', to: '12:00' },
      { days: ['wed'], from: '12:00', to: '24:00' },
      { days: ['thu'], from: '00:00', to: '03:00' },
    ],
  })!
  expect(look(hours, '2026-01-14T10:00:00Z')).toEqual([true, '2026-01-15T03:00:00.000Z'])
})

test('who is always there has no end, and who never comes no beginning', () => {
  const always = readHours({ timeZone: 'UTC', open: [{ days: [...week, 'sat', 'sun'], from: '00:00', to: '24:00' }] })!
  expect(look(always, '2026-01-14T10:00:00Z')).toEqual([true, null])
  expect(look({ ...always, open: [] }, '2026-01-14T10:00:00Z')).toEqual([false, null])
})

test('an hour that the clocks leave out begins with the next', () => {
  const hours = readHours({ timeZone: 'Europe/London', open: [{ days: ['sun'], from: '01:30', to: '05:00' }] })!
  // On 29 March 2026 the wall goes from 01:00 to 02:00.
  expect(look(hours, '2026-03-29T00:59:00Z')).toEqual([false, '2026-03-29T01:30:00.000Z'])
})

test.each([
  ['an unknown zone', { timeZone: 'Mars/Olympus', open: [] }],
  ['a day that is none', { timeZone: 'UTC', open: [{ days: ['someday'], from: '09:00', to: '17:00' }] }],
  ['a time that is none', { timeZone: 'UTC', open: [{ days: ['mon'], from: '9', to: '25:00' }] }],
  ['no list', { timeZone: 'UTC', open: 'always' }],
  ['nothing', null],
])('%s is no timetable', (_, given) => {
  expect(readHours(given)).toBeNull()
})

const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
  'Africa/Casablanca',
  'Pacific/Kiritimati',
]
const time = fc.integer({ min: 0, max: 1_439 }).map((minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`)
const shift = fc.record({ days: fc.uniqueArray(fc.constantFrom(...week, 'sat', 'sun'), { minLength: 1 }), from: time, to: time })
const timetable = fc
  .record({ timeZone: fc.constantFrom(...zones), open: fc.array(shift, { minLength: 1, maxLength: 4 }) })
  .map((given) => readHours(given)!)
const instant = fc
  .integer({ min: at('2024-01-01T00:00:00Z') / 60_000, max: at('2027-01-01T00:00:00Z') / 60_000 })
  .map((minutes) => minutes * 60_000)

test('in every zone, through every change of the clocks: nothing changes before `until`, and at `until` it does [C8]', () => {
  fc.assert(
    fc.property(timetable, instant, fc.double({ min: 0, max: 1, noNaN: true }), (hours, now, part) => {
      const { open, until } = opennessAt(hours, now)
      if (until === null) return
      expect(until).toBeGreaterThan(now)
      const between = Math.floor(now + (until - 1 - now) * part)
      expect(opennessAt(hours, between)).toEqual({ open, until })
      expect(opennessAt(hours, until).open).toBe(!open)
    }),
    { numRuns: 400 },
  )
})

test('on days on which the clocks do not change it is as the wall says', () => {
  fc.assert(
    fc.property(timetable, instant, (hours, now) => {
      const zone = hours.timeZone
      const day = 86_400_000
      const offset = (when: number): number => wallTime(zone, when) - when
      fc.pre([-2, -1, 0, 1].every((days) => offset(now + days * day) === offset(now)))
      const wall = new Date(wallTime(zone, now))
      const minutes = wall.getUTCHours() * 60 + wall.getUTCMinutes()
      const [today, yesterday] = [wall.getUTCDay(), (wall.getUTCDay() + 6) % 7]
      const expected = hours.open.some(({ days, from, to }) =>
        to > from
          ? days.has(today) && minutes >= from && minutes < to
          : (days.has(today) && minutes >= from) || (days.has(yesterday) && minutes < to),
      )
      expect(opennessAt(hours, now).open).toBe(expected)
    }),
    { numRuns: 400 },
  )
})

test('the wall and the instant are each other’s inverse where the clocks are steady', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), instant, (zone, now) => {
      const back = instantOf(zone, wallTime(zone, now))
      expect(wallTime(zone, back)).toBe(wallTime(zone, now))
      expect(back).toBeLessThanOrEqual(now)
    }),
  )
})

test('when it opens is told by the hour today, by the day this week and by the date after', () => {
  const now = new Date(2026, 0, 14, 8).getTime()
  const hour = (days: number): number => new Date(2026, 0, 14 + days, 9).getTime()
  expect(whenIn('en-GB', hour(0), now)).toMatch(/^0?9:00$/)
  expect(whenIn('en-GB', hour(1), now)).toMatch(/^tomorrow, 0?9:00$/)
  expect(whenIn('en-GB', hour(3), now)).toMatch(/Saturday.*9:00/)
  expect(whenIn('en-GB', hour(30), now)).toMatch(/13 February.*9:00/)
})

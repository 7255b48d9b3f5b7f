import { describe, expect, test } from 'vitest'
import { isDue, readGreetings, type Visit } from '../../../src/ui/greeting/rules.ts'

const DAY = 86_400_000
const visit = (known: Partial<Visit> = {}): Visit => ({
  seconds: 60,
  scrolled: 0,
  leaving: false,
  idle: 0,
  path: '/shop/bowls',
  returning: false,
  greetedAt: null,
  now: 1_000 * DAY,
  ...known,
})
const due = (rules: object, known: Partial<Visit> = {}): boolean => isDue({ text: 'Hello', ...rules }, visit(known))

describe('a greeting is due [U6]', () => {
  test('after its time in view, or five seconds where it names no moment', () => {
    expect([due({}, { seconds: 4 }), due({}, { seconds: 5 })]).toEqual([false, true])
    expect([due({ after: 30 }, { seconds: 29 }), due({ after: 30 }, { seconds: 30 })]).toEqual([false, true])
  })
  test('when so much of the page has been seen, the pointer leaves, or nothing was done for a while', () => {
    expect([due({ scroll: 50 }, { scrolled: 49 }), due({ scroll: 50 }, { scrolled: 50, seconds: 0 })]).toEqual([false, true])
    expect([due({ exit: true }), due({ exit: true }, { leaving: true, seconds: 0 })]).toEqual([false, true])
    expect([due({ idle: 20 }, { idle: 19 }), due({ idle: 20 }, { idle: 20 })]).toEqual([false, true])
  })
  test('when all of its rules hold at once', () => {
    const rules = { after: 10, scroll: 30, path: '/shop/*' }
    expect(due(rules, { scrolled: 40 })).toBe(true)
    expect(due(rules, { scrolled: 40, seconds: 9 })).toBe(false)
    expect(due(rules, { scrolled: 40, path: '/about' })).toBe(false)
  })
  test('on the pages that it names, whatever stands in their addresses', () => {
    expect(due({ path: '/shop/bowls' })).toBe(true)
    expect(due({ path: '/shop' })).toBe(false)
    expect(due({ path: ['/about', '*/bowls'] })).toBe(true)
    expect(due({ path: '/sh.p/bowls' })).toBe(false)
    expect(due({ path: '/a(b' }, { path: '/a(b' })).toBe(true)
  })
  test('for those who have been here, or for those who have not', () => {
    expect([due({ returning: true }), due({ returning: true }, { returning: true })]).toEqual([false, true])
    expect([due({ returning: false }), due({ returning: false }, { returning: true })]).toEqual([true, false])
  })
  test('not again for a week after it was answered, or as many days as the host says', () => {
    expect(due({}, { greetedAt: 994 * DAY })).toBe(false)
    expect(due({}, { greetedAt: 993 * DAY })).toBe(true)
    expect(due({ every: 30 }, { greetedAt: 971 * DAY })).toBe(false)
    expect(due({ every: 0 }, { greetedAt: 1_000 * DAY })).toBe(true)
  })
})

test('a text alone is a greeting, and what is none is left out', () => {
  const written = ['Hello', { text: 'With rules', after: 3 }, { text: ' ' }, { after: 3 }, null, 7]
  expect(readGreetings(written)).toEqual([{ text: 'Hello' }, { text: 'With rules', after: 3 }])
  expect(readGreetings('Hello')).toEqual([{ text: 'Hello' }])
  expect(readGreetings(null)).toEqual([])
  expect(readGreetings('x'.repeat(1_000))[0]!.text).toHaveLength(300)
})

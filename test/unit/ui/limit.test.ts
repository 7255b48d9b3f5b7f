import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMessage } from '../../../src/chat/message-limits.ts'
import { charactersLeft, isTooLong } from '../../../src/ui/extras/limit.ts'

const left = (text: string, maxLength: number | null = null): number | null => charactersLeft(text, { maxLength })

test('nobody is told before nine tenths of what the host allows [D11]', () => {
  expect([left('x'.repeat(89), 100), left('x'.repeat(90), 100), left('x'.repeat(100), 100), left('x'.repeat(101), 100)]).toEqual([
    null,
    10,
    0,
    -1,
  ])
  expect([isTooLong('x'.repeat(100), { maxLength: 100 }), isTooLong('x'.repeat(101), { maxLength: 100 })]).toEqual([false, true])
})

test('what a reader sees as one character counts as one [D11]', () => {
  for (const character of ['é', 'e\u0301', '👨‍👩‍👧‍👦', '🇧🇷', 'நி', '각', '👋🏽']) expect(left(character.repeat(10), 10)).toBe(0)
  expect(left('x', 1)).toBe(0)
})

test('what the service does not take is too long here, whatever its script [D11]', () => {
  for (const character of ['x', 'ж', '字', '😀']) {
    const most = Math.floor(32_768 / new TextEncoder().encode(character).length)
    const [fits, does] = [character.repeat(most), character.repeat(most + 1)]
    expect(() => checkMessage(fits, {})).not.toThrow()
    expect(() => checkMessage(does, {})).toThrow()
    expect([isTooLong(fits, {}), isTooLong(does, {})]).toEqual([false, true])
    expect(left(character.repeat(Math.ceil(most * 0.95)))).toBeGreaterThan(0)
    expect(left(character.repeat(Math.floor(most * 0.85)))).toBe(null)
  }
})

test('characters are counted as the segmenter counts them, whatever stands side by side', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const some = [
    'a',
    'é',
    'e\u0301',
    '\n',
    '1️⃣',
    '字',
    'か\u3099',
    '각',
    '\u1112\u1161\u11ab',
    '👋🏽',
    '👩‍❤️‍👨',
    'नमस्ते',
    'ไทย',
    'ع',
    '\u00ad',
    '🇧🇷',
    '\u200d',
    'ж\u0483',
  ]
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...some), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 }), (parts) => {
      const text = parts.join('')
      const count = [...segmenter.segment(text)].length
      expect(count === 0 ? null : left(text, count)).toBe(count === 0 ? null : 0)
    }),
  )
})

test('what is longer than is looked at in one go is counted as in one go', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  for (const part of ['😀', '👩‍❤️‍👨', '🇧🇷', 'நி', `e${'\u0301'.repeat(700)}`, 'ไทย👋🏽'])
    for (let before = 0; before < 8; before += 1) {
      const text = 'ไ'.repeat(before) + part.repeat(Math.ceil(1_500 / part.length))
      expect(left(text, [...segmenter.segment(text)].length)).toBe(0)
    }
})

test('the nearer of the two limits counts', () => {
  expect(left('字'.repeat(10_922), 20_000)).toBe(0)
  expect(left('字'.repeat(10), 10)).toBe(0)
})

test('a short text is not taken apart', () => {
  expect([left(''), left('hello'), left('hello', 1_000)]).toEqual([null, null, null])
})

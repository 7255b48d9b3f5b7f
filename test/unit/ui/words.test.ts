import { describe, expect, test } from 'vitest'
import { chatErrorCodes } from '../../../src/chat/errors.ts'
import { createDates } from '../../../src/ui/log/dates.ts'
import { cleanName, initial } from '../../../src/ui/foreign.ts'
import { english as extraEnglish } from '../../../src/ui/extras/strings.ts'
import { errorSentence } from '../../../src/ui/extras/error-sentence.ts'
import { fileSize } from '../../../src/ui/log/file-size.ts'
import { usableLocales } from '../../../src/ui/translation.ts'
import { createWords } from '../../../src/ui/words.ts'

describe('words', () => {
  test.each([
    [0, '0 unread messages'],
    [1, '1 unread message'],
    [2, '2 unread messages'],
    [1_234, '1,234 unread messages'],
  ])('%i in English', (count, sentence) => {
    expect(createWords('en').text('unread', { count })).toBe(sentence)
  })

  test('a language uses the plural forms that it has', () => {
    const words = createWords('pl', {
      unread: { one: '{count} nowa', few: '{count} nowe', many: '{count} nowych', other: '{count} nowej' },
    })
    expect([1, 3, 5, 22].map((count) => words.text('unread', { count }))).toEqual(['1 nowa', '3 nowe', '5 nowych', '22 nowe'])
  })

  test('a form that a translation left out falls back to the general one', () => {
    expect(createWords('en', { unread: { other: '{count} new' } }).text('unread', { count: 1 })).toBe('1 new')
  })

  test('what stands in a value is not taken for a placeholder', () => {
    const words = createWords('en', extraEnglish)
    expect(words.text('arrivedText', { name: '{body}', body: '{name}' })).toBe('{body}: {name}')
  })

  test('values stand at the odd places of the pieces', () => {
    expect(createWords('en', extraEnglish).pieces('typing', { count: 1, names: 'Ann' })).toEqual(['', 'Ann', ' is typing'])
  })

  test.each([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['fa', 'rtl'],
    ['ur-PK', 'rtl'],
    ['en', 'ltr'],
    ['de-AT', 'ltr'],
    ['arn', 'ltr'],
  ] as const)('%s is written %s', (locale, dir) => {
    expect(createWords(locale).dir).toBe(dir)
  })

  test('a locale that is none is passed over', () => {
    expect(usableLocales([undefined, '', 'no good', 'x_y', 'DE-at', 'fr'])).toEqual(['de-AT', 'fr'])
  })

  test('every error code has a sentence, and none shows a code', () => {
    for (const code of chatErrorCodes) {
      const sentence = createWords('en', extraEnglish).text(errorSentence(code))
      expect(sentence).toMatch(/^[A-Z].*\.$/)
      expect(sentence).not.toMatch(/token|endpoint|channel/i)
    }
  })
})

describe('dates', () => {
  const dates = createDates('en-GB')
  const now = new Date(2025, 2, 12, 9, 0).getTime()

  test.each([
    [new Date(2025, 2, 12, 0, 1), 'Today'],
    [new Date(2025, 2, 11, 23, 59), 'Yesterday'],
    [new Date(2025, 2, 6, 12, 0), 'Thursday'],
    [new Date(2025, 2, 5, 12, 0), '5 March'],
    [new Date(2024, 11, 31, 12, 0), '31 December 2024'],
    [new Date(2025, 2, 13, 0, 1), '13 March'],
  ])('%s', (date, word) => {
    expect(dates.day(date.getTime(), now)).toBe(word)
  })

  test('speak the language', () => {
    expect(createDates('de').day(now - 86_400_000, now)).toBe('Gestern')
    expect(dates.time(now)).toBe('9:00')
  })

  test.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_000, '1 kB'],
    [184_400, '184 kB'],
    [1_530_000, '1.5 MB'],
  ])('%i bytes', (bytes, size) => {
    expect(fileSize(bytes, 'en-GB')).toBe(size)
  })
})

describe("others' names", () => {
  test('lose what turns directions, keep what joins letters', () => {
    expect(cleanName(' \u202Egpj\u2066.exe\u200F ')).toBe('gpj.exe')
    expect(cleanName('می\u200Cخواهم')).toBe('می\u200Cخواهم')
  })

  test.each([
    ['ann', 'A'],
    ['\u202Ebob', 'B'],
    ['𝒳avier', '𝒳'],
    ['', '?'],
  ])('%j has the initial %s', (name, letter) => {
    expect(initial(name)).toBe(letter)
  })
})

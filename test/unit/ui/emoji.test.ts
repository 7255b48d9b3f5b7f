import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogue, emojiLanguages, languageOf, loadNames, search, toned } from '../../../src/ui/emoji/catalogue.ts'
import { createHabits } from '../../../src/ui/emoji/habits.ts'
import { nextCell } from '../../../src/ui/emoji/next-cell.ts'

interface Known {
  readonly emoji: string
  readonly group?: number
  readonly version: number
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[]
}
const folder = dirname(createRequire(import.meta.url).resolve('emojibase-data/package.json'))
const known = JSON.parse(readFileSync(join(folder, 'en', 'data.json'), 'utf8')) as readonly Known[]
const all = catalogue.flatMap(({ emoji }) => emoji)

test('every emoji of Unicode 15 stands in one group, once', () => {
  const wanted = known.filter(({ group, version }) => group !== undefined && group !== 2 && version <= 15)
  expect(wanted.length).toBeGreaterThan(1_800)
  expect(new Set(all)).toEqual(new Set(wanted.map(({ emoji }) => emoji)))
  expect(all).toHaveLength(wanted.length)
})

test('a tone of skin makes of each what Unicode knows, and nothing of those without skin [D2]', () => {
  const bare = (emoji: string): string => emoji.replaceAll('\uFE0F', '')
  for (const { emoji, skins } of known.filter(({ emoji }) => all.includes(emoji))) {
    for (let tone = 1; tone <= 5; tone += 1) {
      const same = skins?.find((skin) => [skin.tone].flat().every((each) => each === tone))
      expect(bare(toned(emoji, tone))).toBe(bare(same?.emoji ?? emoji))
    }
    expect(toned(emoji, 0)).toBe(emoji)
  }
})

describe('search [D2]', () => {
  test.each([
    ['en', 'pizza', '🍕'],
    ['en-GB', 'wav hand', '👋'],
    ['de', 'herz', '❤️'],
    ['de-AT', 'FRÖHLICH', '😀'],
    ['fr', 'fete', '🎉'],
    ['es-MX', 'corazón', '❤️'],
    ['ja', '笑', '😂'],
    ['ko', '하트', '❤️'],
    ['zh-TW', '貓', '🐱'],
    ['zh', '猫', '🐱'],
    ['nb-NO', 'hund', '🐶'],
    ['th', 'หมา', '🐶'],
    ['ar', 'dog', '🐶'],
  ])('in %s "%s" finds %s', async (locale, query, emoji) => {
    expect(search(query, await loadNames(locale))).toContain(emoji)
  })

  test('what is called so comes first, an emoji finds itself, and nonsense nothing', async () => {
    const names = await loadNames('en')
    expect(search('dog', names)[0]).toBe('🐶')
    expect(search('🦊', names)).toEqual(['🦊'])
    expect(search('xqzw', names)).toEqual([])
  })

  test('each language has a name for each emoji', async () => {
    for (const language of emojiLanguages) {
      const names = await loadNames(language)
      expect([...names].filter(([, { label }]) => !label)).toEqual([])
      expect(names.size).toBe(all.length)
    }
  })

  test('who reads a language without names finds them in English', () => {
    expect(['ar', 'he', 'sw', 'no', 'zh-HK', 'zh-Hans-SG', 'pt-BR'].map(languageOf)).toEqual([
      'en',
      'en',
      'en',
      'nb',
      'zh-hant',
      'zh',
      'pt',
    ])
  })
})

describe('by keyboard', () => {
  const go = (key: string, at: number, rtl = false, ctrl = false): number | null => nextCell(key, at, 20, { rtl, ctrl })
  test('arrows lead through a grid of eight columns, and stop at its edges', () => {
    expect([go('ArrowRight', 0), go('ArrowLeft', 0), go('ArrowRight', 19), go('ArrowDown', 3), go('ArrowUp', 11)]).toEqual([
      1, 0, 19, 11, 3,
    ])
    expect([go('ArrowUp', 3), go('ArrowDown', 13), go('ArrowDown', 17)]).toEqual([3, 13, 17])
  })
  test('from right to left the arrows are the other way round', () => {
    expect([go('ArrowLeft', 4, true), go('ArrowRight', 4, true)]).toEqual([5, 3])
  })
  test('Home and End lead through the row, with Ctrl through all', () => {
    expect([go('Home', 13), go('End', 9), go('End', 17), go('Home', 13, false, true), go('End', 1, false, true)]).toEqual([
      8, 15, 19, 0, 19,
    ])
  })
  test('other keys are none of its own', () => {
    expect([go('a', 3), go('Enter', 3), go('toString', 3), nextCell('ArrowDown', 0, 0, { rtl: false, ctrl: false })]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

test('what was used last stands first, with its tone, on the next page too [D2]', () => {
  const kept = new Map<string, string>()
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text) }
  const habits = createHabits(storage)
  for (const emoji of ['👋', '🍕', '👋']) habits.used(emoji)
  habits.setTone(3)
  expect([createHabits(storage).recent(), createHabits(storage).tone()]).toEqual([['👋', '🍕'], 3])
  for (const emoji of all) habits.used(emoji)
  expect(habits.recent()).toHaveLength(24)
  kept.set('parlour:emoji', '<img> 👍 javascript: 🏳️‍🌈')
  kept.set('parlour:tone', 'x')
  expect([habits.recent(), habits.tone()]).toEqual([['👍', '🏳️‍🌈'], 0])
  expect(createHabits(undefined).recent()).toEqual([])
})

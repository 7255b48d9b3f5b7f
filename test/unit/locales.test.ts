import { readdirSync, readFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { locales, serve, translate } from '../../src/locales/index.ts'
import { pseudo } from '../../src/locales/pseudo.ts'
import type { Text } from '../../src/ui/strings.ts'
import { createWords } from '../../src/ui/words.ts'

type Texts = Readonly<Record<string, Text>>

const files = import.meta.glob<{ readonly english: Texts }>('../../src/ui/**/strings.ts', { eager: true })
const english: Texts = Object.assign({}, ...Object.values(files).map((file) => file.english))
const keys = Object.keys(english)
const tags = Object.keys(locales)
const textsOf = (tag: string): Texts => JSON.parse(readFileSync(new URL(`../../src/locales/${tag}.json`, import.meta.url), 'utf8')) as Texts

/** Words that are the same in the language as in English. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  conversations: ['fr'],
  email: ['cs', 'da', 'fr', 'it', 'nl', 'pl', 'pt-BR', 'pt-PT', 'ro', 'sk'],
  emoji: ['az', 'bs', 'cs', 'cy', 'el', 'fil', 'hr', 'hu', 'id', 'it', 'ms', 'pl', 'ro', 'sk', 'sl', 'sq', 'sw', 'tr', 'uz'],
  file: ['fil', 'id', 'it'],
  image: ['fr'],
  message: ['fr'],
  messages: ['fr'],
  name: ['de'],
  optional: ['de'],
  pause: ['fr'],
  sent: ['is'],
  stop: ['af', 'da'],
  title: ['bs', 'cs', 'da', 'de', 'es', 'fi', 'fil', 'fr', 'gl', 'hr', 'id', 'it', 'nb', 'nl', 'pt-BR', 'pt-PT', 'ro', 'sk'],
  transcriptData: ['af'],
  zoom: ['da', 'fr', 'it', 'nb', 'pt-BR', 'pt-PT'],
}
/** Nothing but marks and values: no words to translate. */
const WORDLESS = new Set(['arrivedText'])

const formsOf = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : Object.values(text))
const valuesIn = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join(' ')

test('there are at least 58 languages beside English, and each file is listed [H1]', () => {
  const listed = readdirSync(new URL('../../src/locales', import.meta.url)).filter((name) => name.endsWith('.json'))
  expect(tags.map((tag) => `${tag}.json`).sort()).toEqual(listed.sort())
  expect(tags.length).toBeGreaterThanOrEqual(58)
})

test('there are at most 160 texts; one that two files need is the same in both', () => {
  for (const { english: table } of Object.values(files))
    for (const [key, text] of Object.entries(table)) expect(text, key).toEqual(english[key])
  expect(keys.length).toBeLessThanOrEqual(160)
})

describe.each(tags)('%s', (tag) => {
  const texts = textsOf(tag)

  test('has every text, with the values of the English one [H1]', () => {
    for (const key of keys) {
      const [text, original] = [texts[key]!, english[key]!]
      expect(typeof text, key).toBe(typeof original)
      const wanted = valuesIn(formsOf(original).at(-1)!)
      for (const [category, form] of typeof text === 'string' ? [['', text] as const] : Object.entries(text)) {
        expect(form.trim(), key).not.toBe('')
        // A form for one exact number may say it in words, or not at all.
        const exact = /^(zero|one|two)$/.test(category)
        expect([wanted, ...(exact ? [wanted.replace(/\{count\} ?/, '').trim()] : [])], `${key} ${category}`).toContain(valuesIn(form))
      }
    }
  })

  test('has each plural form of the language, and no other [H1]', () => {
    const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions()
    for (const key of keys) {
      const text = texts[key]!
      if (typeof text !== 'string') expect(Object.keys(text).sort(), key).toEqual(pluralCategories.toSorted())
    }
  })

  test('is not English, but for words that both have [H1]', () => {
    const equal = keys.filter((key) => typeof texts[key] === 'string' && texts[key] === english[key] && !WORDLESS.has(key))
    expect(equal.filter((key) => !SAME[key]?.includes(tag))).toEqual([])
  })

  test('is a file of at most 3 KB', () => {
    const packed = brotliCompressSync(JSON.stringify(texts), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
    expect(packed.length).toBeLessThanOrEqual(3_000)
  })
})

describe('which language serves a reader', () => {
  test.each([
    ['de-AT', 'de'],
    ['pt', 'pt-BR'],
    ['pt-AO', 'pt-PT'],
    ['zh', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['iw', 'he'],
    ['tl', 'fil'],
    ['en-GB', 'en'],
    ['eo', null],
  ])('%s: %s', (wanted, tag) => {
    expect(serve(Intl.getCanonicalLocales(wanted)[0]!)).toBe(tag)
  })

  test('the first of the wanted ones that there is, with its region; English where there is none [H3]', async () => {
    expect((await translate(['eo', 'de-CH', 'fr'])).locale).toBe('de-CH')
    expect((await translate(['ps', 'en-GB', 'fr'])).locale).toBe('en-GB')
    expect(await translate(['eo'])).toEqual({ locale: 'en', strings: {} })
  })
})

test('every language is marked as not reviewed by a native speaker, until one has [H1]', () => {
  expect(tags.filter((tag) => locales[tag]!.reviewed)).toEqual([])
  for (const tag of tags) expect(locales[tag]!.name).not.toMatch(/^[a-z]{2}$/)
})

test('the pseudo-locale alters each text and leaves its values alone [H1]', () => {
  expect(pseudo('{count} unread messages')).toBe('⟦{count} ûñŕéáð méššáĝéš ········⟧')
  expect(createWords('en-XA', {}, pseudo).text('unread', { count: 2 })).toContain('2 ûñŕéáð')
})

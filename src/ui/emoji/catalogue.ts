import groups from 'virtual:emoji'
import type { StringKey } from '../strings.ts'
import { withTone } from './tone.ts'

export interface Group {
  readonly name: StringKey
  /** Stands for it. */
  readonly sign: string
  readonly emoji: readonly string[]
}

const signs = [
  ['emojiSmileys', '😀'],
  ['emojiNature', '🐻'],
  ['emojiFood', '🍎'],
  ['emojiTravel', '🚗'],
  ['emojiActivities', '⚽'],
  ['emojiObjects', '💡'],
  ['emojiSymbols', '❤️'],
  ['emojiFlags', '🏁'],
] as const satisfies readonly (readonly [StringKey, string])[]

export const catalogue: readonly Group[] = signs.map(([name, sign], at) => ({
  name,
  sign,
  emoji: groups[at]?.replaceAll('!', '').split(' ') ?? [],
}))

/** Those that have tones of skin. */
const skinned: ReadonlySet<string> = new Set(
  groups.flatMap((group) =>
    group
      .split(' ')
      .filter((emoji) => emoji.endsWith('!'))
      .map((emoji) => emoji.slice(0, -1)),
  ),
)

/** In this tone, where it has any. */
export const toned = (emoji: string, tone: number): string => (skinned.has(emoji) ? withTone(emoji, tone) : emoji)

/** What the emoji are called in one language. */
export type Names = ReadonlyMap<string, Name>

export interface Name {
  readonly label: string
  /** The label and other words, each after a space, as `folded`. */
  readonly words: string
}

type File = Promise<{ readonly default: string }>

/** A table, so that each is a file of its own. */
const files: Readonly<Record<string, () => File>> = {
  bn: () => import('virtual:emoji/bn'),
  da: () => import('virtual:emoji/da'),
  de: () => import('virtual:emoji/de'),
  en: () => import('virtual:emoji/en'),
  es: () => import('virtual:emoji/es'),
  et: () => import('virtual:emoji/et'),
  fi: () => import('virtual:emoji/fi'),
  fr: () => import('virtual:emoji/fr'),
  hi: () => import('virtual:emoji/hi'),
  hu: () => import('virtual:emoji/hu'),
  it: () => import('virtual:emoji/it'),
  ja: () => import('virtual:emoji/ja'),
  ko: () => import('virtual:emoji/ko'),
  lt: () => import('virtual:emoji/lt'),
  ms: () => import('virtual:emoji/ms'),
  nb: () => import('virtual:emoji/nb'),
  nl: () => import('virtual:emoji/nl'),
  pl: () => import('virtual:emoji/pl'),
  pt: () => import('virtual:emoji/pt'),
  ru: () => import('virtual:emoji/ru'),
  sv: () => import('virtual:emoji/sv'),
  th: () => import('virtual:emoji/th'),
  uk: () => import('virtual:emoji/uk'),
  vi: () => import('virtual:emoji/vi'),
  zh: () => import('virtual:emoji/zh'),
  'zh-hant': () => import('virtual:emoji/zh-hant'),
}

export const emojiLanguages: readonly string[] = Object.keys(files)

/** The language of the list above in which somebody who reads `locale` finds an emoji: English where there is none of theirs. */
export function languageOf(locale: string): string {
  const { language, script } = new Intl.Locale(locale).maximize()
  const wanted = language === 'zh' && script === 'Hant' ? 'zh-hant' : language === 'no' ? 'nb' : language
  return files[wanted] ? wanted : 'en'
}

export async function loadNames(locale: string): Promise<Names> {
  const { default: text } = await files[languageOf(locale)]!()
  const lines = text.split('\n')
  const all = catalogue.flatMap(({ emoji }) => emoji)
  return new Map(
    all.map((emoji, at) => {
      const [label = '', others = ''] = lines[at]?.split('|') ?? []
      return [emoji, { label, words: ` ${folded(`${label} ${others}`)}` }]
    }),
  )
}

/** As one types in a hurry: without capitals and accents. */
const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')

/** Writing that puts no spaces between its words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Those of which every word of `query` begins a word, first those that are called so. All, where nothing is asked for. */
export function search(query: string, names: Names): readonly string[] {
  const parts = folded(query).split(/\s+/).filter(Boolean)
  const found = [...names].filter(
    ([emoji, { words }]) => emoji === query.trim() || parts.every((part) => words.includes(UNSPACED.test(part) ? part : ` ${part}`)),
  )
  const called = ([, { label }]: (typeof found)[number]): boolean => folded(label).startsWith(parts.join(' '))
  return [...found.filter(called), ...found.filter((each) => !called(each))].map(([emoji]) => emoji)
}

/**
 * The emoji and their names, from `emojibase-data` while the widget is built: `virtual:emoji` is the list, by group,
 * `virtual:emoji/de` what each of them is called in German, in the same order. 600 KB become 4 and, for each language, about 30.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** As much of a bundler's plugin as is used here; keeps the types of the build out of the library. */
interface EmojiPlugin {
  readonly name: string
  config(_: unknown, env: { readonly command: 'build' | 'serve' }): void
  resolveId(source: string): string | null
  load(id: string): string | null
}

interface Emoji {
  readonly emoji: string
  readonly hexcode: string
  readonly label: string
  readonly tags?: readonly string[]
  /** Of Unicode; parts of emoji that are none by themselves have none. */
  readonly group?: number
  readonly version: number
  readonly skins?: readonly unknown[]
}

/** Newer ones are empty boxes on many a device. */
const NEWEST = 15
/** Those of Unicode that stand in one of ours: parts (2) in none. */
const groups: readonly (readonly number[])[] = [[0, 1], [3], [4], [5], [6], [7], [8], [9]]

const folder = dirname(createRequire(import.meta.url).resolve('emojibase-data/package.json'))

function read(locale: string): readonly Emoji[] {
  const all = JSON.parse(readFileSync(join(folder, locale, 'data.json'), 'utf8')) as readonly Emoji[]
  return groups.flatMap((ofOurs) => all.filter(({ group = 2, version }) => ofOurs.includes(group) && version <= NEWEST))
}

/** A line for each: what it is called, and after a `|` other words for it. */
function namesIn(locale: string): string {
  const names = new Map(read(locale).map((emoji) => [emoji.hexcode, emoji]))
  return read('en')
    .map(({ hexcode, label }) => {
      const own = names.get(hexcode)
      const name = own?.label ?? label
      const words = (own?.tags ?? []).filter((word) => !name.includes(word))
      return [name, words.join(' ')].join('|').replaceAll('\n', ' ')
    })
    .join('\n')
}

const list = (): readonly string[] =>
  groups.map((ofOurs) =>
    read('en')
      .filter(({ group }) => ofOurs.includes(group ?? 2))
      .map(({ emoji, skins }) => (skins ? `${emoji}!` : emoji))
      .join(' '),
  )

export function emojiPlugin(): EmojiPlugin {
  // In a build within the package's folder, so that its licence is found for what is bundled; while serving that folder is
  // read from disk by itself.
  let place = '\0parlour:'
  return {
    name: 'parlour:emoji',
    config: (_, { command }) => void (command === 'build' && (place = `${folder}/`)),
    resolveId(source) {
      const locale = /^virtual:emoji(?:\/([\w-]+))?$/.exec(source)
      return locale && `${place}emoji-${locale[1] ?? 'list'}.js`
    },
    load(id) {
      const [, locale] = (id.startsWith(place) && /^emoji-([\w-]+)\.js$/.exec(id.slice(place.length))) || []
      if (locale === undefined) return null
      return `export default ${JSON.stringify(locale === 'list' ? list() : namesIn(locale))}`
    },
  }
}

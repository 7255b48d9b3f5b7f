import { english, type StringKey, type Strings } from './strings.ts'

export type Values = Readonly<Record<string, string | number>>
/** A text cut at its values, so that a foreign name can be isolated: literal, value, literal, value, …, literal. */
export type Pieces = readonly string[]

export interface Words {
  /** BCP 47, one that Intl takes. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  text(key: StringKey, values?: Values): string
  pieces(key: StringKey, values?: Values): Pieces
  /** "Ann, Bob, and Eve". */
  list(names: readonly string[]): string
}

const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|ks|ku-arab|nqo|pa-arab|ps|sd|syr|ug|ur|yi)\b/i

/** `values.count` chooses the plural form. `alter`: what becomes of each text. */
export function createWords(locale: string, overrides: Strings = {}, alter = (text: string): string => text): Words {
  const texts: Strings = { ...english, ...overrides }
  const rules = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  const lists = new Intl.ListFormat(locale)

  function pieces(key: StringKey, values: Values = {}): Pieces {
    const text = texts[key] ?? ''
    const form = typeof text === 'string' ? text : (text[rules.select(Number(values['count']))] ?? text.other)
    return alter(form)
      .split(/\{(\w+)\}/)
      .map((piece, at) => {
        if (at % 2 === 0) return piece
        const value = values[piece] ?? ''
        return typeof value === 'number' ? numbers.format(value) : value
      })
  }
  return {
    locale,
    dir: RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr',
    text: (key, values) => pieces(key, values).join(''),
    pieces,
    list: (names) => lists.format(names),
  }
}

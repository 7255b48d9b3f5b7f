import { invalid } from '../domain/errors.ts'

/**
 * The parameters of a request, read by type. A reader gives `undefined` for a parameter that was not sent; parameters that
 * nobody reads are ignored. Every reader throws ApiError 400/20001 that names the parameter.
 */
export interface Form {
  /** As it stands; may be empty. */
  text(name: string): string | undefined
  /** Sent, and not empty. */
  required(name: string): string
  /** All values of a repeated name, in order. */
  texts(name: string): readonly string[] | undefined
  requiredTexts(name: string): readonly string[]
  /** `true` or `false` */
  flag(name: string): boolean | undefined
  /** A whole number from `min` (0) to `max` (2⁵³−1). */
  integer(name: string, range?: { min?: number; max?: number }): number | undefined
  /** As `integer`; the empty text, which is how the official library sends a null, gives null. */
  nullableInteger(name: string): number | null | undefined
  /** ISO 8601, in UTC when it names no zone; ms since the epoch. */
  instant(name: string): number | undefined
  choice<Value extends string>(name: string, values: readonly Value[]): Value | undefined
  requiredChoice<Value extends string>(name: string, values: readonly Value[]): Value
  choices<Value extends string>(name: string, values: readonly Value[]): readonly Value[] | undefined
  /** `prefix` and 32 hexadecimal digits */
  sid(name: string, prefix: string): string | undefined
  /** An absolute http(s) address; the empty text gives null. */
  address(name: string): string | null | undefined
}

/** Reads `a=1&b=x+y&b=%C3%A9`. @throws ApiError 400/20001 when an escape is broken or not UTF-8 */
export function parseForm(encoded: string): Form {
  const values = new Map<string, string[]>()
  for (const pair of encoded.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1))
    const sofar = values.get(name)
    if (sofar === undefined) values.set(name, [value])
    else sofar.push(value)
  }
  return createForm(values)
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch {
    throw invalid('The parameters are not URL-encoded UTF-8')
  }
}

function createForm(values: ReadonlyMap<string, readonly string[]>): Form {
  const bad = (name: string, expected: string) => invalid(`Invalid parameter ${name}: ${expected}`)

  function text(name: string): string | undefined {
    const found = values.get(name)
    if (found !== undefined && found.length > 1) throw bad(name, 'may be sent only once')
    return found?.[0]
  }
  /** A reader of one value out of a parser, which gives `undefined` for what it does not understand. */
  function reader<Value>(name: string, expected: string, parse: (value: string) => Value | undefined): Value | undefined {
    const value = text(name)
    if (value === undefined) return undefined
    const parsed = parse(value)
    if (parsed === undefined) throw bad(name, `expected ${expected}`)
    return parsed
  }
  function integer(name: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number | undefined {
    return reader(name, `a whole number from ${min} to ${max}`, (value) => {
      const number = /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN
      return number >= min && number <= max ? number : undefined
    })
  }
  function oneOf<Value extends string>(name: string, value: string, allowed: readonly Value[]): Value {
    const found = allowed.find((candidate) => candidate === value)
    if (found === undefined) throw bad(name, `expected one of ${allowed.join(', ')}`)
    return found
  }

  function choice<Value extends string>(name: string, allowed: readonly Value[]): Value | undefined {
    const value = text(name)
    return value === undefined ? undefined : oneOf(name, value, allowed)
  }
  function present<Value>(name: string, value: Value | undefined): Value {
    if (value === undefined) throw bad(name, 'is required')
    return value
  }

  return {
    text,
    integer,
    required(name) {
      const value = text(name)
      if (value === undefined || value === '') throw bad(name, 'is required')
      return value
    },
    texts: (name) => values.get(name),
    requiredTexts: (name) => present(name, values.get(name)),
    flag: (name) => reader(name, 'true or false', (value) => (/^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : undefined)),
    nullableInteger: (name) => (text(name) === '' ? null : integer(name)),
    instant: (name) => reader(name, 'a date and time in ISO 8601', parseInstant),
    choice,
    requiredChoice: (name, allowed) => present(name, choice(name, allowed)),
    choices: (name, allowed) => values.get(name)?.map((value) => oneOf(name, value, allowed)),
    sid: (name, prefix) =>
      reader(name, `${prefix} and 32 hexadecimal digits`, (value) =>
        value.startsWith(prefix) && /^[0-9a-fA-F]{32}$/.test(value.slice(prefix.length)) ? value : undefined,
      ),
    address: (name) => reader(name, 'an absolute http or https address', parseAddress),
  }
}

/** ms since the epoch; undefined for what is no ISO 8601 date of the calendar, e.g. 30 February. */
export function parseInstant(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-)(\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text)
  if (parts === null) return undefined
  const [, month, day, time = '00:00', zone = 'Z'] = parts
  const at = Date.parse(`${month}${day}T${time}${zone}`)
  // Date.parse rolls 30 February over into March.
  const midnight = Date.parse(`${month}${day}T00:00Z`)
  return Number.isNaN(at) || Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== Number(day) ? undefined : at
}

function parseAddress(text: string): string | null | undefined {
  if (text === '') return null
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined
}

import type { OptionRow, ParlourOptions, ResolvedOptions } from './options.ts'
import { optionRows } from './options.ts'

const rowsByName = new Map<string, OptionRow>(optionRows.map((row) => [row.name, row]))

/** More than this many attributes or characters is no configuration; it is dropped before it is read. */
const LIMITS = { attributes: 64, characters: 4_096 }

/**
 * The options with defaults. An unknown name is warned about, with the nearest known one.
 * @throws TypeError that lists every bad value and what is expected in its place
 */
export function resolveOptions(options: ParlourOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError('Parlour: createChat() expects an object with options')
  warnOfUnknown(Object.keys(options), [...rowsByName.keys()])
  const wrong = optionRows.flatMap((row) => complaint(row, options[row.name]))
  if (wrong.length > 0) throw new TypeError(`Parlour: ${wrong.join('; ')}`)
  const { tokenUrl, tokenRequest = {} } = options
  return {
    tokenUrl,
    tokenRequest: {
      method: tokenRequest.method ?? 'POST',
      headers: { ...tokenRequest.headers },
      credentials: tokenRequest.credentials ?? 'same-origin',
    },
    startUrl: options.startUrl ?? null,
    endUrl: options.endUrl ?? null,
    serviceUrl: options.serviceUrl ?? null,
    channelCreators: [...(options.channelCreators ?? [])],
    theme: options.theme ?? 'auto',
    position: options.position ?? 'end',
    open: options.open ?? false,
    title: options.title ?? null,
    locale: options.locale ?? null,
  }
}

/**
 * `options` with `changes`; only those that may change while the widget lives. Undefined = back to the default.
 * @throws TypeError for any other, and for a bad value
 */
export function changeOptions(options: ResolvedOptions, changes: Partial<ParlourOptions>): ResolvedOptions {
  const names = Object.keys(changes)
  const fixed = names.filter((name) => rowsByName.get(name)?.live === false)
  if (fixed.length > 0) throw new TypeError(`Parlour: ${fixed.join(', ')} cannot change while the widget lives; make a new one`)
  return { ...options, ...pick(resolveOptions({ ...changes, tokenUrl: options.tokenUrl }), names) }
}

/** The known ones among `names`. */
function pick(options: ResolvedOptions, names: readonly string[]): Partial<ResolvedOptions> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)))
}

/**
 * Options from attributes, whose names are `token-url` (an element's) or `tokenUrl` (a `dataset`'s). A page's own
 * attributes (`class`, `id`, `data-…`) are left alone; a misspelt one is warned about. Values are checked by `resolveOptions`.
 */
export function readAttributes(attributes: Readonly<Record<string, string | null | undefined>>): ParlourOptions {
  // Null prototype: an attribute named "constructor" or "__proto__" is a name like any other.
  const options = Object.create(null) as Record<string, unknown>
  const unknown: string[] = []
  for (const [written, text] of Object.entries(attributes).slice(0, LIMITS.attributes)) {
    if (typeof text !== 'string' || text.length > LIMITS.characters) continue
    const row = optionRows.find(({ name, attribute }) => attribute !== null && (attribute === written || name === written))
    if (row) options[row.name] = row.parse ? row.parse(text) : text
    else unknown.push(kebab(written))
  }
  for (const written of unknown)
    suggest(
      written,
      optionRows.flatMap(({ attribute }) => attribute ?? []),
      'attribute',
      false,
    )
  return options as unknown as ParlourOptions
}

function complaint(row: OptionRow, value: unknown): string[] {
  if (value === undefined) return row.name === 'tokenUrl' ? [`tokenUrl (${row.attribute}) is required: ${row.expects}`] : []
  return row.check(value) ? [] : [`${row.name} must be ${row.expects}`]
}

function warnOfUnknown(names: readonly string[], known: readonly string[]): void {
  for (const name of names) if (!rowsByName.has(name)) suggest(name, known, 'option', true)
}

/** `always`: warn even when nothing known is near. */
function suggest(name: string, known: readonly string[], kind: string, always: boolean): void {
  const nearest = known.find((candidate) => distance(name.toLowerCase(), candidate.toLowerCase()) <= 2)
  if (nearest) console.warn(`Parlour: unknown ${kind} "${name}"; did you mean "${nearest}"?`)
  else if (always) console.warn(`Parlour: unknown ${kind} "${name}"; known are ${known.join(', ')}`)
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}

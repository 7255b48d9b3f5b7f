import type { ParlourOptions, ResolvedOptions } from './options.ts'
import { kebab, optionRows } from './options.ts'

/** More than this many attributes or characters is no configuration; it is dropped before it is read. */
const LIMITS = { attributes: 64, characters: 4_096 }

/**
 * The options with defaults. An unknown name is warned about, with the nearest known one.
 * @throws TypeError that lists every bad value and what is expected in its place
 */
export function resolveOptions(options: ParlourOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError('Parlour: createChat() expects an object with options')
  const known: string[] = optionRows.map(({ name }) => name)
  const unknown = Object.keys(options).filter((name) => !known.includes(name))
  warnOf(unknown, known, 'option')
  const wrong = optionRows.flatMap(({ name, attribute, expects, check }) => {
    const value = options[name]
    if (value === undefined) return name === 'tokenUrl' ? [`${name} (${attribute}) is required: ${expects}`] : []
    return check(value) ? [] : [`${name} must be ${expects}`]
  })
  if (wrong.length > 0) throw new TypeError(`Parlour: ${wrong.join('; ')}`)
  const resolved = Object.fromEntries(
    optionRows.map(({ name, fallback }) => [name, options[name] ?? fallback]),
  ) as unknown as ResolvedOptions
  const { method = 'POST', headers, credentials = 'same-origin' } = options.tokenRequest ?? {}
  return { ...resolved, channelCreators: [...resolved.channelCreators], tokenRequest: { method, headers: { ...headers }, credentials } }
}

/**
 * `options` with `changes`; only those that may change while the widget lives. Undefined = back to the default.
 * @throws TypeError for any other, and for a bad value
 */
export function changeOptions(options: ResolvedOptions, changes: Partial<ParlourOptions>): ResolvedOptions {
  const fixed = optionRows.filter(({ name, live }) => name in changes && !live)
  if (fixed.length > 0) {
    throw new TypeError(`Parlour: ${fixed.map(({ name }) => name).join(', ')} cannot change while the widget lives; make a new one`)
  }
  const changed = Object.entries(resolveOptions({ ...changes, tokenUrl: options.tokenUrl })).filter(([name]) => name in changes)
  return { ...options, ...Object.fromEntries(changed) }
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
    const name = kebab(written)
    const row = optionRows.find(({ attribute }) => attribute === name)
    if (row) options[row.name] = row.parse(text)
    else if (!/^(class|id|style)$/.test(name)) unknown.push(name)
  }
  warnOf(
    unknown,
    optionRows.flatMap(({ attribute }) => attribute ?? []),
    'attribute',
  )
  return options as unknown as ParlourOptions
}

/** On the console, a moment later. */
function warnOf(unknown: readonly string[], known: readonly string[], kind: 'option' | 'attribute'): void {
  if (unknown.length === 0) return
  import('./option-advice.ts').then(
    ({ advise }) => unknown.forEach((name) => advise(name, known, kind, kind === 'option')),
    () => {},
  )
}

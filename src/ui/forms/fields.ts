import type { StringKey } from '../strings.ts'

const types = ['text', 'email', 'tel', 'textarea', 'select', 'checkbox', 'hidden'] as const

/** One question, as the form draws it: read from what the host wrote, with nothing in it that was not checked. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type: (typeof types)[number]
  readonly required: boolean
  /** Of a `select`. */
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** UTF-16 units, as a browser counts them. */
  readonly maxLength: number
  /** What the browser may fill in by itself; an empty text = what it likes. */
  readonly autocomplete: string
  readonly pattern: RegExp | null
  /** What stands there at first. */
  readonly value: Answer
}

export type Answer = string | boolean
/** By the field's name. */
export type Answers = Readonly<Record<string, Answer>>

const MOST_FIELDS = 20
const MOST_OPTIONS = 100
const LONGEST_LABEL = 300
const LONGEST = { line: 200, area: 2_000 }

/** The fields that can be drawn, in their order; the rest, and a second one of the same name, is left out. */
export function readFields(given: unknown): readonly Field[] {
  const fields = new Map<string, Field>()
  for (const row of Array.isArray(given) ? given.slice(0, MOST_FIELDS) : []) {
    const field = readField(row)
    if (field && !fields.has(field.name)) fields.set(field.name, field)
  }
  return [...fields.values()]
}

function readField(given: unknown): Field | null {
  if (typeof given !== 'object' || given === null) return null
  // Only its own: what a page put on Object.prototype is no answer.
  const own = (key: string): unknown => (Object.hasOwn(given, key) ? (given as Record<string, unknown>)[key] : undefined)
  const [name, label, type = 'text', value, longest] = [own('name'), own('label'), own('type'), own('value'), own('maxLength')]
  const known = types.find((candidate) => candidate === type)
  if (!known || typeof name !== 'string' || !/^[\w-]{1,40}$/.test(name)) return null
  if (known !== 'hidden' && !isLabel(label)) return null
  const options = readOptions(own('options'))
  if (known === 'select' && options.length === 0) return null
  const most = known === 'textarea' ? LONGEST.area : LONGEST.line
  const maxLength = typeof longest === 'number' && longest >= 1 ? Math.min(Math.floor(longest), most) : most
  const field: Field = {
    name,
    label: isLabel(label) ? label : name,
    type: known,
    required: own('required') === true,
    options,
    maxLength,
    autocomplete: readToken(own('autocomplete')) ?? usual[known] ?? '',
    pattern: readPattern(own('pattern')),
    value: known === 'checkbox' ? value === true : typeof value === 'string' ? value.slice(0, maxLength) : '',
  }
  return Object.assign(Object.create(null), field)
}

const usual: Partial<Record<Field['type'], string>> = { email: 'email', tel: 'tel' }

const isLabel = (label: unknown): label is string => typeof label === 'string' && label.trim() !== '' && label.length <= LONGEST_LABEL

function readOptions(given: unknown): Field['options'] {
  return (Array.isArray(given) ? given.slice(0, MOST_OPTIONS) : []).flatMap((option: unknown) => {
    if (isLabel(option)) return { value: option, label: option }
    const { value, label } = (typeof option === 'object' && option !== null ? option : {}) as Record<string, unknown>
    return typeof value === 'string' && value.length <= LONGEST_LABEL && isLabel(label) ? { value, label } : []
  })
}

const readToken = (given: unknown): string | null => (typeof given === 'string' && /^[\w -]{1,60}$/.test(given) ? given : null)

/** All of the text has to match, as in HTML. One that is no pattern is none. */
function readPattern(given: unknown): RegExp | null {
  if (typeof given !== 'string' || given.length > LONGEST_LABEL) return null
  try {
    return new RegExp(`^(?:${given})$`, 'v')
  } catch {
    return null
  }
}

/** As the fields stand at first; without a prototype, so that any name is only a name. */
export function firstAnswers(fields: readonly Field[]): Answers {
  return withAnswers(fields.map(({ name, value }) => [name, value]))
}

function withAnswers(entries: readonly (readonly [string, Answer])[]): Answers {
  const answers = Object.create(null) as Record<string, Answer>
  for (const [name, answer] of entries) answers[name] = answer
  return answers
}

export const withAnswer = (answers: Answers, name: string, answer: Answer): Answers =>
  withAnswers([...Object.entries(answers), [name, answer]])

/** What is wrong with it, as a text for the visitor; null = nothing. */
export function problemOf(field: Field, answer: Answer | undefined): StringKey | null {
  const text = typeof answer === 'string' ? answer.trim() : ''
  if (field.type === 'hidden') return null
  if (field.type === 'checkbox') return field.required && answer !== true ? 'required' : null
  if (text === '') return field.required ? 'required' : null
  if (field.type === 'email' && !isEmail(text)) return 'invalidEmail'
  if (field.type === 'tel' && !isPhone(text)) return 'invalid'
  if (field.type === 'select' && !field.options.some(({ value }) => value === text)) return 'invalid'
  return text.length > field.maxLength || (field.pattern && !field.pattern.test(text)) ? 'invalid' : null
}

/** Somebody at somewhere with a dot: whether there is such a box only a letter can tell. */
const isEmail = (text: string): boolean => text.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text)
const isPhone = (text: string): boolean => /^[\d\s()+./-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 4

/** By name, of all fields that have one. */
export function problemsIn(fields: readonly Field[], answers: Answers): ReadonlyMap<string, StringKey> {
  return new Map(
    fields.flatMap((field) => {
      const problem = problemOf(field, answers[field.name])
      return problem ? [[field.name, problem] as const] : []
    }),
  )
}

/** What the back end is told: trimmed, and without what was left empty. */
export function toTold(fields: readonly Field[], answers: Answers): Answers {
  return withAnswers(
    fields.flatMap(({ name }): (readonly [string, Answer])[] => {
      const answer = answers[name]
      if (typeof answer === 'boolean') return [[name, answer]]
      const text = answer?.trim() ?? ''
      return text === '' ? [] : [[name, text]]
    }),
  )
}

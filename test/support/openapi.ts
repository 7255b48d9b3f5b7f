import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'

/** One operation of Twilio's OpenAPI description. */
export interface Operation {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** e.g. `/v2/Services/{ServiceSid}/Roles` */
  readonly path: string
  readonly successStatus: number
}

export interface Description {
  readonly operations: readonly Operation[]
  /** The operation that a request calls. @throws when Twilio describes none */
  operationOf(method: string, pathname: string): Operation
  /** What is wrong with the body of a successful answer, one sentence each; none = it is exactly as described. */
  problems(operation: Operation, body: unknown): string[]
  /** `schema: property` of each listed null. */
  readonly nulls: readonly string[]
  /** Those of `nulls` that an answer checked by `problems` really had. */
  readonly nullsSeen: ReadonlySet<string>
}

export interface Schema {
  readonly [keyword: string]: unknown
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}
interface Media {
  readonly schema?: Schema
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}
interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId: string; responses: Responses }>>>>
}
type Responses = Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
/** Reasons by property (`a.b` inside one), by the name of the schema; `meta` for that of lists. */
type Nulls = Readonly<Record<string, Readonly<Record<string, string>>>>
/** Schemas for what the description leaves open, by the name of the schema and the property. */
export type Shapes = Readonly<Record<string, Readonly<Record<string, Schema>>>>

/**
 * Reads an OpenAPI description strictly, far beyond what it says of itself: every property that it names is required, no
 * other is allowed, formats and patterns hold, and null stands only where `nulls` lists it, whatever `nullable` says. The
 * names inside a `uri-map` are those of the description's own examples.
 */
export function readDescription(file: URL, { nulls, shapes }: { nulls: Nulls; shapes: Shapes }): Description {
  const document: Document = JSON.parse(readFileSync(file, 'utf8'))
  const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: true, strictTypes: false })
  formats.default(ajv)
  const linkNames = findLinkNames(document)
  const nullsSeen = new Set<string>()
  ajv.addKeyword({
    keyword: 'listedNull',
    validate: (label: string, value: unknown) => {
      if (value === null) nullsSeen.add(label)
      return true
    },
  })

  /** @param name of the named schema that `schema` stands in; @param path of the property inside it, '' for itself */
  function strict(schema: Schema, name: string, path: string): Schema {
    if (schema.$ref !== undefined) {
      const target = schema.$ref.replace('#/components/schemas/', '')
      const found = document.components.schemas[target]
      if (found === undefined) throw new Error(`The description has no schema ${target}`)
      return strict(found, found.properties === undefined ? name : target, found.properties === undefined ? path : '')
    }
    const nullable = nulls[name]?.[path] !== undefined
    const exact = exactly(shapes[name]?.[path] ?? schema, name, path)
    return nullable ? { listedNull: `${name}: ${path}`, anyOf: [exact, { type: 'null' }] } : exact
  }
  function exactly(schema: Schema, name: string, path: string): Schema {
    const inside = (property: string) => (path === '' ? property : `${path}.${property}`)
    if (schema.format === 'uri-map') {
      const links = [...(linkNames.get(name) ?? [])]
      const properties = links.map((link) => [link, strict({ type: 'string', format: 'uri' }, name, inside(link))])
      return { type: 'object', properties: Object.fromEntries(properties), required: links, additionalProperties: false }
    }
    if (schema.properties !== undefined) {
      const properties = Object.entries(schema.properties).map(([key, value]) => [
        key,
        key === 'meta' ? strict(value, 'meta', '') : strict(value, name, inside(key)),
      ])
      const required = schema['required'] ?? Object.keys(schema.properties)
      return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false }
    }
    if (schema.items !== undefined) {
      // Shape and null of a property are those of the list, not of what stands in it.
      const items = schema.items.$ref === undefined ? exactly(schema.items, name, path) : strict(schema.items, name, path)
      return { type: 'array', items }
    }
    if (schema.type === undefined && schema['enum'] === undefined) throw new Error(`${name} leaves ${path} open: give it a shape`)
    const { type, format, pattern, minLength, maxLength, enum: values, minimum } = schema
    const kept = { type, format, pattern, minLength, maxLength, enum: values, minimum }
    return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
  }

  const validators = new Map<string, ValidateFunction>()
  const operations: Operation[] = []
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { operationId, responses }] of Object.entries(item)) {
      if (method !== 'get' && method !== 'post' && method !== 'delete') continue
      const [status, response] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? []
      if (status === undefined) throw new Error(`${operationId} describes no success`)
      operations.push({ id: operationId, method: toMethod[method], path, successStatus: Number(status) })
      const schema = response?.content?.['application/json']?.schema
      if (schema !== undefined) validators.set(operationId, ajv.compile(strict(schema, operationId, '')))
    }
  }

  return {
    operations,
    nulls: Object.entries(nulls).flatMap(([name, properties]) => Object.keys(properties).map((property) => `${name}: ${property}`)),
    nullsSeen,
    operationOf(method, pathname) {
      const found = operations.find((operation) => operation.method === method && toPattern(operation.path).test(pathname))
      if (found === undefined) throw new Error(`Twilio describes no ${method} ${pathname}`)
      return found
    },
    problems(operation, body) {
      const validate = validators.get(operation.id)
      if (validate === undefined) return body === undefined ? [] : [`${operation.id} answers without a body`]
      if (validate(body)) return []
      return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    },
  }
}

const toMethod = { get: 'GET', post: 'POST', delete: 'DELETE' } as const
const toPattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** The names that the examples of each schema have in `links`. */
function findLinkNames(document: Document): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  const note = (schema: Schema | undefined, example: unknown): void => {
    const name = schema?.$ref?.replace('#/components/schemas/', '')
    if (name === undefined || !isRecord(example) || !isRecord(example['links'])) return
    const known = names.get(name) ?? new Set()
    for (const link of Object.keys(example['links'])) known.add(link)
    names.set(name, known)
  }
  const media = Object.values(document.paths).flatMap((item) =>
    Object.values(item).flatMap(({ responses }) => Object.values(responses ?? {}).flatMap(({ content }) => Object.values(content ?? {}))),
  )
  for (const { schema, examples } of media) {
    for (const { value } of Object.values(examples ?? {})) {
      note(schema, value)
      for (const [property, { items }] of Object.entries(schema?.properties ?? {})) {
        const rows = isRecord(value) ? value[property] : undefined
        if (Array.isArray(rows)) for (const row of rows) note(items, row)
      }
    }
  }
  return names
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

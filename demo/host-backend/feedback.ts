import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HTTPException } from 'hono/http-exception'
import { createDurably } from './durable-file.ts'

/** What a visitor thought of a conversation. */
export interface Rating {
  readonly channelSid: string
  readonly kind: 'stars' | 'thumbs' | 'scale'
  readonly value: number
  /** May be empty. */
  readonly comment: string
}

/** What somebody wrote while nobody was there. */
export interface LeftMessage {
  /** May be empty. */
  readonly name: string
  readonly email: string
  readonly message: string
}

export type Kept<T> = T & {
  /** Of the visitor, as others read it. */
  readonly by: string
  /** ISO 8601 */
  readonly at: string
}

/** `<dataDir>/ratings/<CH>.json` and `<dataDir>/left/<time>.json`. */
export interface Feedback {
  /** The first rating of a conversation counts. */
  rate(rating: Rating, by: string): Promise<void>
  leave(message: LeftMessage, by: string): Promise<void>
  /** The newest first. */
  ratings(): Promise<readonly Kept<Rating>[]>
  left(): Promise<readonly Kept<LeftMessage>[]>
}

/** In one answer. */
const MOST = 200

export async function openFeedback(dataDir: string, now: () => number = Date.now): Promise<Feedback> {
  const folders = { ratings: join(dataDir, 'ratings'), left: join(dataDir, 'left') }
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })

  async function keep(folder: string, name: string, what: object, by: string): Promise<void> {
    await createDurably(join(folder, `${name}.json`), `${JSON.stringify({ ...what, by, at: new Date(now()).toISOString() })}\n`)
  }
  async function all<T>(folder: string): Promise<readonly Kept<T>[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const kept = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Kept<T>))
    return kept.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, MOST)
  }
  return {
    rate: (rating, by) => keep(folders.ratings, rating.channelSid, rating, by),
    leave: (message, by) => keep(folders.left, `${now()}-${randomUUID()}`, message, by),
    ratings: () => all(folders.ratings),
    left: () => all(folders.left),
  }
}

const most = { stars: [1, 5], thumbs: [0, 1], scale: [0, 10] } as const

/** @throws HTTPException 400 with a sentence */
export function parseRating(body: Readonly<Record<string, unknown>>): Omit<Rating, 'channelSid'> {
  const { kind, value } = body
  if (kind !== 'stars' && kind !== 'thumbs' && kind !== 'scale') throw refused('kind must be stars, thumbs or scale.')
  const [low, high] = most[kind]
  if (!Number.isInteger(value) || Number(value) < low || Number(value) > high) throw refused(`value must be from ${low} to ${high}.`)
  return { kind, value: Number(value), comment: readText(body, 'comment', 1_000) }
}

/** @throws HTTPException 400 with a sentence */
export function parseLeft(body: Readonly<Record<string, unknown>>): LeftMessage {
  const email = readText(body, 'email', 254)
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw refused('email must be an e-mail address.')
  const message = readText(body, 'message', 2_000)
  if (message === '') throw refused('message must not be empty.')
  return { name: readText(body, 'name', 60), email, message }
}

/** Trimmed; empty where it was left out. */
function readText(body: Readonly<Record<string, unknown>>, name: string, longest: number): string {
  const { [name]: text = '' } = body
  if (typeof text !== 'string' || text.length > longest) throw refused(`${name} must be a text of at most ${longest} characters.`)
  return text.trim()
}

const refused = (message: string): HTTPException => new HTTPException(400, { message })

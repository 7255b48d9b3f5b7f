import { invalid } from '../domain/errors.ts'
import type { Cursor, Page, PageRequest } from '../domain/types.ts'
import type { UpstreamRequest } from './request.ts'

type Body = UpstreamRequest['body']

/** A string, or undefined when the client did not name it (or named it null). @throws ApiError 400 */
export function text(body: Body, name: string): string | undefined {
  const value = own(body, name)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`${name} must be a string`)
  return value
}

export function requiredText(body: Body, name: string): string {
  const value = text(body, name)
  if (value === undefined || value === '') throw invalid(`${name} is required`)
  return value
}

/** A whole number from 0 up, null, or undefined when not named. @throws ApiError 400 */
export function index(body: Body, name: string): number | null | undefined {
  const value = own(body, name)
  if (value === undefined || value === null) return value
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw invalid(`${name} must be a whole number`)
  return value
}

export function own(body: Body, name: string): unknown {
  return Object.hasOwn(body, name) ? body[name] : undefined
}

const DEFAULT_PAGE = 50
const MAX_PAGE = 100

/** `PageSize` and `PageToken` of a list. */
export function pageRequest({ params }: UpstreamRequest): PageRequest {
  const token = params.get('PageToken')
  return { limit: pageSize(params.get('PageSize')), ...(token !== undefined && { cursor: cursorOf(token) }) }
}

export function pageSize(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PAGE
  const size = Number(text)
  if (!Number.isSafeInteger(size) || size < 1) throw invalid('PageSize must be a whole number')
  return Math.min(size, MAX_PAGE)
}

/** Tokens without `=`, at which the client would cut them: `a12` = after 12, `b12` = before. */
export const pageToken = (cursor: Cursor | null): string | null =>
  cursor === null ? null : 'after' in cursor ? `a${cursor.after}` : `b${cursor.before}`

export const pageMeta = (page: Page<unknown>): { next_token: string | null; previous_token: string | null } => ({
  next_token: pageToken(page.next),
  previous_token: pageToken(page.previous),
})

function cursorOf(token: string): Cursor {
  const match = /^([ab])(-?\d{1,15})$/.exec(token)
  if (!match) throw invalid('PageToken is not one of ours')
  return match[1] === 'a' ? { after: Number(match[2]) } : { before: Number(match[2]) }
}

import type { Database, SqlValue } from '../storage/database.ts'
import { checkLimit } from './limits.ts'
import type { Cursor, Page, PageRequest } from './types.ts'

/** Rows to page through: `SELECT columns FROM from WHERE where`, ordered by `seq`, a column that only grows. */
export interface Listing {
  readonly columns: string
  readonly from: string
  readonly where: string
  readonly parameters: readonly SqlValue[]
  /** the column, `seq` when left out */
  readonly seq?: string
}

/**
 * One page in the asked order. `after` and `before` mean the list's own order, so `after` in a descending list is a
 * smaller number. A row that comes or goes between two pages moves no other row across them.
 */
export function readPage<Row extends object, T>(
  database: Database,
  listing: Listing,
  page: PageRequest,
  present: (row: Row) => T,
): Page<T> {
  const limit = checkLimit(page.limit)
  const seq = listing.seq ?? 'seq'
  const descending = page.order === 'desc'
  const cursor = page.cursor
  const backwards = cursor !== undefined && 'before' in cursor
  const edge = cursor === undefined ? null : 'before' in cursor ? cursor.before : cursor.after
  // Going back reads the other way round from the edge, then turns the rows.
  const ascending = descending === backwards
  const range = edge === null ? '' : `AND ${seq} ${ascending ? '>' : '<'} ?`
  const rows = database.all<Row & { pageSeq: number }>(
    `SELECT ${listing.columns}, ${seq} AS pageSeq FROM ${listing.from} WHERE ${listing.where} ${range}
     ORDER BY ${seq} ${ascending ? 'ASC' : 'DESC'} LIMIT ?`,
    [...listing.parameters, ...(edge === null ? [] : [edge]), limit + 1],
  )
  const more = rows.length > limit
  if (more) rows.pop()
  if (backwards) rows.reverse()
  const first = rows[0]?.pageSeq ?? edge
  const last = rows.at(-1)?.pageSeq ?? edge

  /** Is there a row on the far side of where this page began? The edge itself counts when no row stands for it. */
  function exists(comparison: string, value: number): boolean {
    const sql = `SELECT 1 AS found FROM ${listing.from} WHERE ${listing.where} AND ${seq} ${comparison} ? LIMIT 1`
    return database.get(sql, [...listing.parameters, value]) !== undefined
  }
  const orEqual = rows.length === 0 ? '=' : ''
  const hasPrevious = backwards ? more : edge !== null && first !== null && exists(`${descending ? '>' : '<'}${orEqual}`, first)
  const hasNext = backwards ? last !== null && exists(`${descending ? '<' : '>'}${orEqual}`, last) : more
  const step = rows.length === 0 ? (descending ? -1 : 1) : 0
  const next: Cursor | null = hasNext && last !== null ? { after: backwards ? last - step : last } : null
  const previous: Cursor | null = hasPrevious && first !== null ? { before: backwards ? first : first + step } : null
  return { items: rows.map(({ pageSeq: _pageSeq, ...row }) => present(row as Row)), next, previous }
}

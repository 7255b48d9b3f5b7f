import { invalid } from '../domain/errors.ts'
import type { Cursor, Page, PageRequest } from '../domain/types.ts'
import type { Form } from './form.ts'
import { type Call, ok, type Reply } from './route.ts'

const defaultPageSize = 50
const maxPageSize = 1000

/** Where a list stands: which page, of which size, from which row on. */
export interface PageQuery extends PageRequest {
  /** The caller's own count of pages; decides nothing. */
  readonly page: number
}

/** @throws ApiError 400/20001 for a size below 1, a page that is no number and a token that this service did not make */
function readPageQuery(query: Form): PageQuery {
  const limit = query.integer('PageSize', { min: 1 }) ?? defaultPageSize
  const token = query.text('PageToken')
  return {
    limit: Math.min(limit, maxPageSize),
    page: query.integer('Page') ?? 0,
    ...(token === undefined ? {} : { cursor: parsePageToken(token) }),
  }
}

interface Meta {
  readonly page: number
  readonly page_size: number
  readonly first_page_url: string
  readonly previous_page_url: string | null
  readonly url: string
  readonly next_page_url: string | null
  /** Name of the property with the rows */
  readonly key: string
}

/**
 * Answers a list: reads the paging parameters, asks `list`, presents the rows under `key`.
 * @param filters names of the parameters that the links to other pages repeat
 */
export function replyWithPage<Row>(
  call: Call,
  key: string,
  list: (query: PageQuery) => Page<Row>,
  present: (row: Row) => unknown,
  filters: readonly string[] = [],
): Reply {
  const query = readPageQuery(call.query)
  const kept = filters.flatMap((name) => (call.query.texts(name) ?? []).map((value): Filter => [name, value]))
  return ok(presentPage({ key, address: call.address, filters: kept, query }, list(query), present))
}

/**
 * A page as Twilio's REST shows it: the rows under `key`, and links to the pages around it.
 * @param address the list's own absolute address, without a query
 * @param filters parameters that every link repeats
 */
function presentPage<Row, Shown>(
  { key, address, filters, query }: { key: string; address: string; filters: readonly Filter[]; query: PageQuery },
  page: Page<Row>,
  present: (row: Row) => Shown,
): Record<string, readonly Shown[] | Meta> {
  const link = (number: number, cursor: Cursor | null | undefined): string => {
    const parameters = new URLSearchParams([...filters])
    parameters.set('PageSize', String(query.limit))
    parameters.set('Page', String(Math.max(number, 0)))
    if (cursor) parameters.set('PageToken', toPageToken(cursor))
    return `${address}?${parameters}`
  }
  const meta: Meta = {
    page: query.page,
    page_size: query.limit,
    first_page_url: link(0, null),
    previous_page_url: page.previous && link(query.page - 1, page.previous),
    url: link(query.page, query.cursor),
    next_page_url: page.next && link(query.page + 1, page.next),
    key,
  }
  return { [key]: page.items.map(present), meta }
}
type Filter = [name: string, value: string]

/** `PA…` = the rows after, `PB…` = the rows before the row of this number. */
const toPageToken = (cursor: Cursor): string => ('after' in cursor ? `PA${cursor.after}` : `PB${cursor.before}`)

function parsePageToken(token: string): Cursor {
  const [, direction, digits] = /^P([AB])(-?\d{1,16})$/.exec(token) ?? []
  const seq = Number(digits)
  if (!Number.isSafeInteger(seq)) throw invalid('Invalid parameter PageToken: not a token of this list')
  return direction === 'A' ? { after: seq } : { before: seq }
}

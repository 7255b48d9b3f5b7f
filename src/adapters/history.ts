import type { Dialect, Vendor } from './dialect.ts'

/** Sync gives no more at once. */
const PAGE = 100
/** How large they are nobody knows yet. */
const FIRST_PAGE = 10
/** What the SDK's parser takes apart in 50 ms; for a megabyte it needs half a second, in which the page stands still. */
const PAGE_BYTES = 100_000
/** The longest that there are. */
const LEAST = 3

/**
 * All Messages with index > `after`, ascending, as the service has them now. `getMessages` would answer from a cache that
 * knows of no hole: with 80 cached, the page from 51 on begins at 80.
 */
export async function messagesAfter<V extends Vendor>(
  { listOf }: Pick<Dialect<V>, 'listOf'>,
  channel: V['channel'],
  after: number,
): Promise<readonly V['message'][]> {
  const entity = listOf(channel)
  const { syncListImpl: list } = await entity.messagesListPromise
  const found: V['message'][] = []
  for (let from = Math.max(after + 1, 0), limit = FIRST_PAGE; ;) {
    const page = await list._queryItemsFromServer({ from, limit, order: 'asc' })
    const items = page.items.filter((item) => item !== undefined)
    found.push(...items.map(({ index, data }) => entity._upsertMessage(index, data)))
    const last = items.at(-1)
    if (!last || !page.hasNextPage) return found
    from = last.index + 1
    limit = Math.min(Math.max(Math.floor((PAGE_BYTES * items.length) / JSON.stringify(items).length), LEAST), PAGE)
  }
}

/** Before anything else here: a Message that is sent before its list is open raises no `messageAdded`. */
export async function openList<V extends Vendor>({ page }: Pick<Dialect<V>, 'page'>, channel: V['channel']): Promise<void> {
  await page(channel, 1)
}

export async function messagesBefore<V extends Vendor>(
  dialect: Pick<Dialect<V>, 'page'>,
  channel: V['channel'],
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<{ readonly messages: readonly V['message'][]; readonly hasPrevious: boolean }> {
  if (before !== undefined && before <= 0) return { messages: [], hasPrevious: false }
  const anchor = before === undefined ? undefined : before - 1
  const page = await dialect.page(channel, Math.min(Math.max(Math.trunc(limit), 1), PAGE), anchor)
  return { messages: page.items, hasPrevious: page.items.length > 0 && page.hasPrevPage }
}

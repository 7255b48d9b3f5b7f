import type { Channel as VendorChannel, Message as VendorMessage } from 'twilio-chat'

/** Sync gives no more at once. */
const PAGE = 100

interface ServerList {
  _queryItemsFromServer(query: { from: number; limit: number; order: 'asc' }): Promise<{
    readonly items: readonly ({ readonly index: number; readonly data: unknown } | undefined)[]
    readonly hasNextPage: boolean
  }>
}

/** Private in twilio-chat 6.0.0 (`dist/data/messages.js`) and twilio-sync 4.0.1 (`dist/synclist.js`). */
interface Internals {
  readonly messagesEntity: {
    readonly messagesListPromise: Promise<{ readonly syncListImpl: ServerList }>
    _upsertMessage(index: number, data: unknown): VendorMessage
  }
}

/**
 * All Messages with index > `after`, ascending, as the service has them now. `getMessages` would answer from a cache that
 * knows of no hole: with 80 cached, the page from 51 on begins at 80.
 */
export async function messagesAfter(channel: VendorChannel, after: number): Promise<readonly VendorMessage[]> {
  const { messagesEntity } = channel as unknown as Internals
  const { syncListImpl: list } = await messagesEntity.messagesListPromise
  const found: VendorMessage[] = []
  for (let from = Math.max(after + 1, 0); ;) {
    const page = await list._queryItemsFromServer({ from, limit: PAGE, order: 'asc' })
    const items = page.items.filter((item) => item !== undefined)
    found.push(...items.map(({ index, data }) => messagesEntity._upsertMessage(index, data)))
    const last = items.at(-1)
    if (!last || !page.hasNextPage) return found
    from = last.index + 1
  }
}

/** Before anything else here: a Message that is sent before its list is open raises no `messageAdded`. */
export async function openList(channel: VendorChannel): Promise<void> {
  await channel.getMessages(1)
}

export async function messagesBefore(
  channel: VendorChannel,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<{ readonly messages: readonly VendorMessage[]; readonly hasPrevious: boolean }> {
  if (before !== undefined && before <= 0) return { messages: [], hasPrevious: false }
  const page = await channel.getMessages(
    Math.min(Math.max(Math.trunc(limit), 1), PAGE),
    before === undefined ? undefined : before - 1,
    'backwards',
  )
  return { messages: page.items, hasPrevious: page.items.length > 0 && page.hasPrevPage }
}

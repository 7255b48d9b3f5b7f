import { expect, test } from 'vitest'
import { messagesAfter, openList } from '../../../src/adapters/history.ts'

interface Item {
  readonly index: number
  readonly data: { readonly body: string }
}

/** A list of the service's, with holes; its pages are counted. `remembered`: what the SDK thinks that is in it. */
function list(bodies: readonly string[], remembered = bodies) {
  const toItems = (texts: readonly string[]): readonly Item[] => texts.map((body, at) => ({ index: 2 * at, data: { body } }))
  const items = toItems(bodies)
  const pages: { readonly from: number; readonly limit: number; readonly bytes: number }[] = []
  const syncListImpl = {
    async _queryItemsFromServer({ from, limit }: { from: number; limit: number }) {
      const found = items.filter(({ index }) => index >= from)
      const page = found.slice(0, limit)
      pages.push({ from, limit, bytes: JSON.stringify(page).length })
      return { items: page, hasNextPage: found.length > page.length }
    },
  }
  const entity = {
    messagesListPromise: Promise.resolve({ syncListImpl }),
    _upsertMessage: (index: number, { body }: Item['data']) => ({ index, body }),
    /** As the SDKs': out of the cache, where that has a full page. */
    async getMessages(limit: number, from: number) {
      const found = toItems(remembered).filter(({ index }) => index >= from)
      return { items: found.slice(0, limit).map(({ index, data }) => ({ index, body: data.body })), hasNextPage: found.length > limit }
    },
  }
  const messages = async (after: number): Promise<readonly { index: number; body: string }[]> =>
    (await messagesAfter({ listOf: () => entity as never }, null as never, after)) as never
  return { pages, messages, read: async (after: number) => (await messages(after)).map(({ index }) => index) }
}

test('what the SDK remembers is not believed: an edit of which nobody told it is read, and what is gone is not', async () => {
  const { messages } = list(['one', 'two, corrected'], ['one', 'two', 'three'])
  expect((await messages(-1)).map(({ body }) => body)).toEqual(['one', 'two, corrected'])
})

test('what was missed is read over holes, to its end', async () => {
  const { read } = list(Array.from({ length: 250 }, (_, at) => `m${at}`))
  expect(await read(-1)).toEqual(Array.from({ length: 250 }, (_, at) => 2 * at))
  expect(await read(401)).toEqual(Array.from({ length: 49 }, (_, at) => 402 + 2 * at))
  expect(await read(498)).toEqual([])
})

test('short Messages come a hundred at a time, after a first few', async () => {
  const { read, pages } = list(Array.from({ length: 200 }, (_, at) => `m${at}`))
  await read(-1)
  expect(pages.map(({ limit }) => limit)).toEqual([10, 100, 100])
})

test('long ones come in pages that are taken apart in 50 ms', async () => {
  const { read, pages } = list(Array.from({ length: 40 }, () => 'x'.repeat(32_000)))
  expect(await read(-1)).toHaveLength(40)
  expect(Math.max(...pages.slice(1).map(({ bytes }) => bytes))).toBeLessThan(110_000)
})

test('a list is opened with one Message, which is the least that can be asked for', async () => {
  const asked: unknown[] = []
  const page = async (...args: readonly unknown[]) => {
    asked.push(args)
    return { items: [], hasPrevPage: false }
  }
  await openList({ page: page as never }, 'CH' as never)
  expect(asked).toEqual([['CH', 1]])
})

import { inUnit, takeOut } from './hazard.ts'
import type { Hazard, NamedTest } from './hazard.ts'

const requests = (name: string): NamedTest => inUnit('adapters/requests', name)
const reconcile = (name: string): NamedTest => inUnit('store/live/reconcile', name)

const HISTORY = 'src/adapters/history.ts'
const SIZED = 'limit = Math.min(Math.max(Math.floor((PAGE_BYTES * items.length) / JSON.stringify(items).length), LEAST), PAGE)'

/** What is read. */
export const history: readonly Hazard[] = [
  {
    id: 'H19',
    sentence: 'A subscription may fail for the life of a client, which then hears nothing and says nothing',
    guards: [
      takeOut(
        'the log is compared with the service after each reconnect',
        'store/live/index.ts',
        ['link.onUp(due.ring, signal)', ''],
        reconcile('after a reconnect that replays nothing, the log has what was said, edited and deleted meanwhile'),
      ),
      takeOut(
        'and each minute',
        'store/live/index.ts',
        ['(over) => clock.sleep(RECONCILE_MS, over).then(() => false),', ''],
        reconcile('a subscription that went deaf is found within a minute, and the connection made anew, once'),
      ),
      takeOut(
        'a client that went deaf is replaced',
        'store/live/index.ts',
        ['if (!reconnected && news.length > 0) await mend(service, news, signal)', ''],
        reconcile('a subscription that went deaf is found within a minute, and the connection made anew, once'),
      ),
    ],
  },
  {
    id: 'H20',
    sentence: 'A page may come out of a cache that missed what a deaf client did not hear, and counts are old',
    guards: [
      {
        what: 'the service is asked, not the cache',
        edits: [
          {
            file: HISTORY,
            find: "await list._queryItemsFromServer({ from, limit, order: 'asc' })",
            replace:
              "await (list && entity as never as { getMessages(...which: unknown[]): ReturnType<typeof list._queryItemsFromServer> }).getMessages(limit, from, 'forward')",
          },
          { file: HISTORY, find: 'items.map(({ index, data }) => entity._upsertMessage(index, data))', replace: '(items as never[])' },
          { file: HISTORY, find: SIZED, replace: 'limit = PAGE' },
        ],
        test: inUnit(
          'adapters/history',
          'what the SDK remembers is not believed: an edit of which nobody told it is read, and what is gone is not',
        ),
      },
      takeOut(
        'what is gone is found by its absence',
        'store/live/reconcile.ts',
        ['if (!there.has(index)) timeline.remove(index)', 'if (there.size < 0) timeline.remove(index)'],
        reconcile('also in pages that were read long ago'),
      ),
    ],
  },
  {
    id: 'H22',
    sentence: "The SDKs' retries of reads look for an error of another name: a read that is cut short fails",
    guards: [
      takeOut(
        'a read is asked again over the next socket',
        'adapters/requests.ts',
        ['if (!wasLost || clock.monotonic() >= end) throw error', 'throw error'],
        requests('a read that the loss of the socket cut short is asked again over the next'),
      ),
    ],
  },
  {
    id: 'H29',
    sentence: 'The parser of the SDK needs half a second for a megabyte, in which the page stands still',
    guards: [
      takeOut(
        'pages upwards are small where Messages are long',
        'store/live/older.ts',
        ['pageSize(timeline.entries.peek(), PAGE)', 'PAGE'],
        inUnit('store/live/older', 'a conversation of long Messages is read in small pages, and wholly'),
      ),
      takeOut(
        'so are those in which unread ones are looked for',
        'store/live/older.ts',
        ['pageSize(timeline.entries.peek(), LONG_PAGE)', 'LONG_PAGE'],
        inUnit('store/live/older', 'so is what is unread in it, as far as it must be'),
      ),
      takeOut(
        'and those in which what was missed is read',
        'adapters/history.ts',
        [SIZED, 'limit = PAGE'],
        inUnit('adapters/history', 'long ones come in pages that are taken apart in 50 ms'),
      ),
    ],
  },
]

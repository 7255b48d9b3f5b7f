import { inUnit, takeOut } from './hazard.ts'
import type { Hazard, NamedTest } from './hazard.ts'

const requests = (name: string): NamedTest => inUnit('adapters/requests', name)
const tabs = (name: string): NamedTest => inUnit('adapters/tabs/tabs', name)
const plugin = (name: string): NamedTest => inUnit('adapters/vendor/plugin', name)

const LAID_DOWN = 'a leader that hears %s %s lays it down and closes its socket; after %s %s it is there again'

/** The page that it runs in, and how it is built. */
export const page: readonly Hazard[] = [
  {
    id: 'H23',
    sentence: 'Two copies of the socket do not know each other’s errors',
    guards: [
      {
        what: 'one version for all is installed',
        edits: [
          { file: 'package.json', find: '"twilio-sync": "4.0.1",\n    "twilsock": "1.0.2"\n  }', replace: '"twilio-sync": "4.0.1"\n  }' },
        ],
        test: plugin('there is one %s, and nothing may bring another'),
      },
      takeOut(
        'one file for all is built in',
        'adapters/vendor/plugin.ts',
        ['return (await this.resolve(`${source}/dist/index.js`, importer, { skipSelf: true }))?.id ?? null', 'return null'],
        plugin('in a build %s gets the very socket that we make'),
      ),
    ],
  },
  {
    id: 'H24',
    sentence: 'Sync writes what it learns of a conversation into sessionStorage, and one SDK makes it whatever it is told',
    guards: [
      takeOut(
        'Sync is ours, and keeps nothing, so that there is nothing to purge at a logout',
        'adapters/quiet-sync.ts',
        ['Sync: { enableSessionStorage: false }', 'Sync: {}'],
        inUnit('adapters/quiet-sync', 'what Sync learns of a conversation is not left in the tab'),
      ),
    ],
  },
  {
    id: 'H25',
    sentence: 'The logger of the SDKs keeps its levels in localStorage, or in a cookie',
    guards: [
      takeOut(
        'it is replaced',
        'adapters/vendor/plugin.ts',
        ["loglevel: 'loglevel',", ''],
        plugin('in a build the logger of %s keeps nothing in the browser'),
      ),
    ],
  },
  {
    id: 'H27',
    sentence: 'The SDKs let failures go as unhandled rejections, which a page’s error reporting shows as the page’s',
    guards: [
      takeOut(
        'the last net',
        'adapters/rejection-guard.ts',
        ['event.preventDefault()\n    event.stopImmediatePropagation()', ''],
        inUnit('adapters/rejection-guard', "the SDK's own rejections reach neither a reporter behind us nor the console"),
      ),
      takeOut(
        'no failed read is worth a shout',
        'adapters/quiet-sync.ts',
        ["return 'disconnected'", "return super.connectionState as 'disconnected'"],
        inUnit('adapters/quiet-sync', 'a failed read is nothing to shout about for the SDKs, whatever the socket does'),
      ),
      takeOut(
        'after the end no request settles',
        'adapters/requests.ts',
        ['      closed = true\n', ''],
        requests('after the end nothing settles any more'),
      ),
    ],
  },
  {
    id: 'H30',
    sentence: 'A page that the browser caches loses its socket, or keeps it without a life of its own',
    guards: [
      takeOut('it lays the connection down', 'adapters/tabs/page.ts', ["listen(window, 'pagehide', hide)", ''], tabs(LAID_DOWN)),
      takeOut('and takes it up', 'adapters/tabs/page.ts', ["listen(window, 'pageshow', show)", ''], tabs(LAID_DOWN)),
    ],
    nothingToTakeOut: {
      because: 'nothing listens to `unload`, which would keep a page out of the cache',
      watchedBy: inUnit('browser', 'what would keep a page out of the cache is never listened to'),
    },
  },
  {
    id: 'H31',
    sentence: 'In the background timers stand still, and pages are frozen',
    guards: [
      takeOut(
        'a frozen page lets others deliver',
        'store/live/alone.ts',
        ["page?.addEventListener('freeze', rest, true)", ''],
        inUnit('store/live/disk', 'a page that is frozen or cached lets the others to work, and knows that it is not alone any more'),
      ),
      takeOut('and another hold the socket', 'adapters/tabs/page.ts', ["listen(document, 'freeze', hide)", ''], tabs(LAID_DOWN)),
      takeOut(
        'a hidden page probes nobody',
        'store/live/liveness.ts',
        ['if (!visible.peek()) continue', ''],
        inUnit('store/liveness', 'a hidden page probes nobody'),
      ),
      takeOut(
        'sleep that no event tells of is seen by the clock',
        'store/live/liveness.ts',
        ['if (clock.now() - before > LOOK_MS + LEAP_MS) woke()\n    else void probe()', 'void probe()'],
        inUnit('store/liveness', 'a wall clock that leaps ahead means that the device slept'),
      ),
    ],
  },
  {
    id: 'H32',
    sentence: 'A page of plain http has no Web Locks and no `crypto.randomUUID`',
    guards: [
      takeOut(
        'a lease instead of a lock',
        'store/live/alone.ts',
        ['!lease || lease.by === tab || lease.until <= now || lease.until > now + LEASE_MS', 'true'],
        inUnit('store/live/disk', 'lets one tab at a time to work, and the next at once when it is done or dies'),
      ),
      takeOut(
        'each tab leads alone where locks cannot be had',
        'adapters/tabs/election.ts',
        ["if (!(cause instanceof DOMException) || cause.name !== 'AbortError') await lead(signal)", ''],
        tabs('without locks, or where the page may not have them, each tab leads alone'),
      ),
      takeOut(
        'ids of random bytes',
        'lib/uuid.ts',
        ["'10000000-1000-4000-8000-100000000000'.replaceAll(", 'crypto.randomUUID().replaceAll('],
        inUnit('uuid', 'a page of plain http, which has no `crypto.randomUUID`, makes ids as good'),
      ),
    ],
  },
]

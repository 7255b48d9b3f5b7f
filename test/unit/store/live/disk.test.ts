import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../../../../src/lib/clock.ts'
import { createBrowserDisk } from '../../../../src/store/live/browser-disk.ts'
import type { DiskParts } from '../../../../src/store/live/browser-disk.ts'
import type { Disk } from '../../../../src/store/live/disk.ts'
import type { Letter, LetterNews } from '../../../../src/store/live/letter.ts'
import { createMemoryDisk } from '../../../../src/store/live/memory-disk.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { createFakeLocks } from '../../../support/fake-locks.ts'

const letter = (id: string, changes: Partial<Letter> = {}): Letter => ({
  id,
  room: 'alice CH1',
  identity: 'alice',
  body: id,
  files: [],
  createdAt: 1,
  sentAfter: null,
  failure: null,
  ...changes,
})
const ids = async (disk: Disk, room = 'alice CH1'): Promise<string[]> => (await disk.letters(room)).map(({ id }) => id)

function lifetime(): AbortSignal {
  const life = new AbortController()
  onTestFinished(() => life.abort())
  return life.signal
}

/** Makes tabs that share one disk. */
type Tabs = () => () => Disk

const kinds: Record<string, Tabs> = {
  'in memory': () => createMemoryDisk().tab,
  'in IndexedDB, with Web Locks': () => {
    const { locks } = createFakeLocks().tab()
    return () => createBrowserDisk({ locks })
  },
  'in IndexedDB, with leases': () => () => createBrowserDisk({ locks: undefined }),
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  return () => vi.unstubAllGlobals()
})

describe.each(Object.entries(kinds))('a disk %s', (_kind, makeTabs) => {
  test('keeps letters of a room in the order in which they were added, for every tab', async () => {
    const tab = makeTabs()
    const [one, other] = [tab(), tab()]
    await one.add(letter('b'))
    await other.add(letter('a'))
    await one.add(letter('elsewhere', { room: 'alice CH2' }))
    expect(await ids(one)).toEqual(['b', 'a'])
    expect(await ids(other)).toEqual(['b', 'a'])
    expect(await ids(other, 'alice CH2')).toEqual(['elsewhere'])
  })

  test('changes and removes a letter, and does nothing for one that is gone', async () => {
    const disk = makeTabs()()
    await disk.add(letter('a'))
    await disk.change('a', { sentAfter: 7 })
    await disk.change('nobody', { sentAfter: 7 })
    expect(await disk.letters('alice CH1')).toMatchObject([{ id: 'a', sentAfter: 7, body: 'a' }])
    await disk.remove('a')
    await disk.remove('a')
    expect(await ids(disk)).toEqual([])
  })

  test('keeps the order of writing when the clock is set back', async () => {
    const disk = makeTabs()()
    await disk.add(letter('a', { createdAt: 9 }))
    await disk.add(letter('b', { createdAt: 1 }))
    expect(await ids(disk)).toEqual(['a', 'b'])
  })

  test('keeps the bytes of a file', async () => {
    const disk = makeTabs()()
    await disk.add(letter('a', { files: [{ data: new Blob(['hello']), filename: 'hello.txt', contentType: 'text/plain' }] }))
    const [kept] = await disk.letters('alice CH1')
    expect(kept!.files[0]).toMatchObject({ filename: 'hello.txt', contentType: 'text/plain' })
    expect(await kept!.files[0]!.data.text()).toBe('hello')
  })

  test('forgets what one Identity left, or all', async () => {
    const disk = makeTabs()()
    await disk.add(letter('a'))
    await disk.add(letter('b', { identity: 'bob', room: 'bob CH1' }))
    await disk.clear('alice')
    expect([await ids(disk), await ids(disk, 'bob CH1')]).toEqual([[], ['b']])
    await disk.clear(null)
    expect(await ids(disk, 'bob CH1')).toEqual([])
  })

  test('tells the other tabs, not itself, until they end', async () => {
    const tab = makeTabs()
    const [one, other, third] = [tab(), tab(), tab()]
    const heard: string[] = []
    const over = new AbortController()
    one.hear(({ id }) => heard.push(`one ${id}`), lifetime())
    other.hear(({ id }) => heard.push(`other ${id}`), lifetime())
    third.hear(({ id }) => heard.push(`third ${id}`), over.signal)
    over.abort()
    const news: LetterNews = { room: 'alice CH1', id: 'a', now: 'queued', index: null, failure: null }
    one.tell(news)
    await vi.waitFor(() => expect(heard).toEqual(['other a']))
  })

  test('lets one tab at a time to work, and the next at once when it is done or dies', async () => {
    const tab = makeTabs()
    const log: string[] = []
    const dying = new AbortController()
    const working = tab().alone(
      'room',
      async (held) => {
        log.push('first')
        await systemClock.sleep(60_000, held)
      },
      dying.signal,
    )
    await vi.waitFor(() => expect(log).toEqual(['first']))
    const next = tab().alone('room', async () => void log.push('second'), lifetime())
    await systemClock.sleep(30)
    expect(log).toEqual(['first'])
    dying.abort()
    await expect(working).rejects.toThrow('abort')
    await next
    expect(log).toEqual(['first', 'second'])
  })
})

const broken = {
  'no IndexedDB': undefined,
  'an IndexedDB that throws': {
    open: () => {
      throw new DOMException('no', 'SecurityError')
    },
  },
  'an IndexedDB that never answers': { open: () => new EventTarget() },
}

test.each(Object.entries(broken))('with %s letters are kept in memory', { timeout: 20_000 }, async (_, indexedDB) => {
  vi.stubGlobal('indexedDB', indexedDB)
  const clock = createFakeClock()
  const disk = createBrowserDisk({ locks: undefined, clock })
  /** Its patience is 2 s at each use. */
  const patiently = async <T>(work: Promise<T>): Promise<T> => {
    for (let uses = 0; uses < 3; uses += 1) await clock.advance(2_000)
    return work
  }
  await patiently(disk.add(letter('a')))
  expect((await patiently(disk.letters('alice CH1'))).map(({ id }) => id)).toEqual(['a'])
  const worked: string[] = []
  await patiently(disk.alone('room', async () => void worked.push('alone'), lifetime()))
  expect(worked).toEqual(['alone'])
  await patiently(disk.remove('a'))
  expect(await patiently(disk.letters('alice CH1'))).toEqual([])
})

test('what was written before storage failed, while it did and after it stays in order, and none of it vanishes', async () => {
  const { indexedDB } = globalThis
  onTestFinished(() => void vi.stubGlobal('indexedDB', indexedDB))
  const disk = createBrowserDisk({ locks: undefined })
  await disk.add(letter('before', { createdAt: 1 }))
  vi.stubGlobal('indexedDB', broken['an IndexedDB that throws'])
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new DOMException('The connection is closing.', 'InvalidStateError')
  })
  await disk.add(letter('while', { createdAt: 2 }))
  expect(await ids(disk)).toEqual(['before', 'while'])
  vi.restoreAllMocks()
  vi.stubGlobal('indexedDB', indexedDB)
  await disk.add(letter('after', { createdAt: 3 }))
  expect(await ids(disk)).toEqual(['before', 'while', 'after'])
  // It is all there for the next page.
  expect(await ids(createBrowserDisk({ locks: undefined }))).toEqual(['before', 'while', 'after'])
  await disk.remove('while')
  expect(await ids(disk)).toEqual(['before', 'after'])
})

test('a letter that is too large for the disk does not hold up the rest', async () => {
  const { add } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, value: Letter, ...rest) {
    if (value.id === 'huge') throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    return add.call(this, value, ...rest)
  })
  const disk = createBrowserDisk({ locks: undefined })
  await disk.add(letter('huge', { createdAt: 1 }))
  await disk.add(letter('small', { createdAt: 2 }))
  expect(await ids(disk)).toEqual(['huge', 'small'])
  expect(await ids(createBrowserDisk({ locks: undefined }))).toEqual(['small'])
  vi.restoreAllMocks()
  expect(await ids(disk)).toEqual(['huge', 'small'])
})

test('a disk that somebody deletes is made anew at the next use, and what lay there is not lost while its tab is open', async () => {
  const disk = createBrowserDisk({ locks: undefined })
  for (const id of ['a', 'b', 'c']) await disk.add(letter(id))
  await disk.remove('b')
  await new Promise((resolve) => (indexedDB.deleteDatabase('parlour-outbox').onsuccess = resolve))
  await disk.add(letter('d', { createdAt: 2 }))
  expect(await ids(disk)).toEqual(['a', 'c', 'd'])
  await disk.remove('a')
  expect(await ids(disk)).toEqual(['c', 'd'])
})

test('rubbish in the database is no letter, and hides none', async () => {
  const disk = createBrowserDisk({ locks: undefined })
  await disk.add(letter('a'))
  const database = await openDB('parlour-outbox')
  for (const rubbish of [{}, { id: 7 }, { id: 'x', body: 'no files', createdAt: 1 }]) {
    await database.add('letters', { room: 'alice CH1', ...rubbish })
  }
  database.close()
  await disk.add(letter('b'))
  expect(await ids(disk)).toEqual(['a', 'b'])
})

test('a page in the browser’s cache neither hears nor tells, lest it be thrown out; afterwards it does both', async () => {
  const page = new EventTarget()
  const turn = (type: string, persisted: boolean): boolean => page.dispatchEvent(Object.assign(new Event(type), { persisted }))
  const open = new Set<BroadcastChannel>()
  const channel = (name: string): BroadcastChannel => {
    const made = new BroadcastChannel(name)
    open.add(made)
    const close = made.close.bind(made)
    return Object.assign(made, { close: () => (open.delete(made), close()) })
  }
  const [cached, other] = [createBrowserDisk({ page, channel }), createBrowserDisk({ page: undefined })]
  const [heard, heardByOther]: LetterNews[][] = [[], []]
  cached.hear((news) => heard!.push(news), lifetime())
  other.hear((news) => heardByOther!.push(news), lifetime())
  const news = (id: string): LetterNews => ({ room: 'alice CH1', id, now: 'queued', index: null, failure: null })

  turn('pagehide', true)
  cached.tell(news('from the cache'))
  expect(open.size).toBe(0)
  turn('pageshow', true)
  cached.tell(news('from the page'))
  other.tell(news('to the page'))
  await vi.waitFor(() => expect([heard, heardByOther]).toMatchObject([[{ id: 'to the page' }], [{ id: 'from the page' }]]))
  expect(open.size).toBe(1)

  // One that goes for good says its last words.
  turn('pagehide', false)
  expect(open.size).toBe(1)
})

test('a page that is frozen or cached lets the others to work, and knows that it is not alone any more', async () => {
  const { locks } = createFakeLocks().tab()
  for (const rest of [new Event('freeze'), Object.assign(new Event('pagehide'), { persisted: true })]) {
    const page = new EventTarget()
    const working = createBrowserDisk({ locks, page }).alone('room', (held) => systemClock.sleep(60_000, held), lifetime())
    const next = createBrowserDisk({ locks, page: new EventTarget() }).alone('room', async () => {}, lifetime())
    await systemClock.sleep(10)
    page.dispatchEvent(rest)
    await expect(working).rejects.toThrow('abort')
    await next
  }
})

test('a tab that hangs with the lock is deposed after a minute', async () => {
  const { locks } = createFakeLocks().tab()
  const clock = createFakeClock()
  const parts: DiskParts = { locks, clock, page: new EventTarget() }
  const ends: string[] = []
  const hung = createBrowserDisk(parts).alone(
    'room',
    (held) => {
      held.addEventListener('abort', () => ends.push('deposed'))
      return new Promise(() => {})
    },
    lifetime(),
  )
  hung.catch(() => {})
  await clock.advance(0)
  const next = createBrowserDisk(parts).alone('room', async () => void ends.push('at work'), lifetime())
  await clock.advance(59_000)
  expect(ends).toEqual([])
  await clock.advance(1_000)
  await next
  expect(ends).toEqual(['deposed', 'at work'])
})

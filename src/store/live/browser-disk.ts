import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import { attempt } from '../../lib/attempt.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Clock } from '../../lib/clock.ts'
import { within } from '../../lib/deadline.ts'
import { onEnd } from '../../lib/lifetime.ts'
import { uuid } from '../../lib/uuid.ts'
import type { Disk } from './disk.ts'
import { aloneByLease, aloneByLock } from './alone.ts'
import type { Lease } from './alone.ts'
import type { Letter, LetterNews } from './letter.ts'

interface Schema extends DBSchema {
  letters: { key: number; value: Letter; indexes: { room: string; id: string; identity: string } }
  leases: { key: string; value: Lease }
}
type Database = IDBPDatabase<Schema>

/** What the disk takes from the browser. Each may be missing or refuse: private windows, sandboxed frames, plain http. */
export interface DiskParts {
  readonly locks?: Pick<LockManager, 'request'> | undefined
  readonly channel?: ((name: string) => BroadcastChannel) | undefined
  /** `freeze` and `pagehide` come here. */
  readonly page?: EventTarget | undefined
  readonly clock?: Clock
}

const NAME = 'parlour-outbox'
/** A browser that does not answer by then is one that cannot. */
const PATIENCE_MS = 2_000

/** Letters in IndexedDB, in one database for all visitors of this origin. Nothing is opened before the first use. */
export function createBrowserDisk({
  locks = attempt(() => navigator.locks),
  channel = attempt(() => BroadcastChannel) && ((name) => new BroadcastChannel(name)),
  page = attempt(() => window),
  clock = systemClock,
}: DiskParts = {}): Disk {
  /** What lies here as far as this tab knows: all there is while IndexedDB cannot be read. */
  const known = new Map<string, Letter>()
  /** Those of it that could not be kept yet. */
  const unkept = new Set<string>()
  /** One could not be kept, and later ones perhaps could. Else the clock, which may be set back, has no say in their order. */
  let shuffled = false
  const tab = uuid()
  let opening: Promise<Database | null> | null = null
  let posting: BroadcastChannel | null | undefined
  let hearers = 0
  let cached = false

  function database(): Promise<Database | null> {
    const forget = (): void => void (opening = null)
    opening ??= attemptLater(() =>
      openDB<Schema>(NAME, 1, {
        upgrade(made) {
          const letters = made.createObjectStore('letters', { autoIncrement: true })
          letters.createIndex('room', 'room')
          letters.createIndex('id', 'id', { unique: true })
          letters.createIndex('identity', 'identity')
          made.createObjectStore('leases')
          // It is new: of what lay in an earlier one, site data that was deleted, only we know.
          for (const id of known.keys()) unkept.add(id)
        },
        // Somebody deletes it, or it broke: the next use opens it anew.
        blocking(_old, _next, event) {
          ;(event.target as IDBDatabase).close()
          forget()
        },
        terminated: forget,
      }),
    ).then((made) => {
      if (!made) forget()
      return made
    })
    return opening
  }

  /** null where IndexedDB is barred, broken or full. */
  function attemptLater<T>(work: () => Promise<T>): Promise<T | null> {
    return within(PATIENCE_MS, async () => work(), { clock, late: () => new Error('late') }).catch(() => null)
  }

  async function use<T>(work: (database: Database) => Promise<T>): Promise<T | null> {
    const opened = await database()
    const done = opened && (await attemptLater(() => work(opened)))
    // It may have been closed under us.
    if (opened && done === null) opening = null
    return done
  }

  async function keyOf(store: { index(name: 'id'): { getKey(id: string): Promise<number | undefined> } }, id: string): Promise<number> {
    return (await store.index('id').getKey(id)) ?? -1
  }

  /** Tries again what could not be kept, in the order of `add`. One that is too large does not hold up the rest. */
  async function keep(): Promise<void> {
    if (unkept.size === 0 || !(await database())) return
    for (const letter of [...known.values()].filter(({ id }) => unkept.has(id))) {
      const kept = await use(async (opened) => {
        const change = opened.transaction('letters', 'readwrite', { durability: 'strict' })
        // It may have been kept, too late for us to know.
        if ((await keyOf(change.store, letter.id)) < 0) await change.store.add(letter)
        await change.done
        return true
      })
      if (kept) unkept.delete(letter.id)
      else shuffled = true
    }
  }

  /** null also in the browser's cache: a page there that is told something is thrown out. */
  function post(): BroadcastChannel | null {
    if (!cached) posting ??= (channel && attempt(() => channel(NAME))) ?? null
    return posting ?? null
  }

  function hangUp(): void {
    posting?.close()
    posting = undefined
  }

  return {
    async add(letter) {
      known.set(letter.id, letter)
      unkept.add(letter.id)
      await keep()
    },
    async letters(room) {
      await keep()
      const kept = (await use((opened) => opened.getAllFromIndex('letters', 'room', room)))?.filter(isLetter)
      const here = [...known.values()].filter((letter) => letter.room === room)
      if (!kept) return here
      for (const { id } of here) known.delete(id)
      const all = [...kept, ...here.filter(({ id }) => unkept.has(id))]
      if (shuffled) all.sort((a, b) => a.createdAt - b.createdAt)
      for (const letter of all) known.set(letter.id, letter)
      return all
    },
    async change(id, changes) {
      const before = known.get(id)
      if (before) known.set(id, { ...before, ...changes })
      await use(async (opened) => {
        const change = opened.transaction('letters', 'readwrite')
        const key = await keyOf(change.store, id)
        const letter = await change.store.get(key)
        if (letter) await change.store.put({ ...letter, ...changes }, key)
        await change.done
        return true
      })
    },
    async remove(id) {
      known.delete(id)
      unkept.delete(id)
      await use(async (opened) => {
        const change = opened.transaction('letters', 'readwrite')
        await change.store.delete(await keyOf(change.store, id))
        await change.done
        return true
      })
    },
    async clear(identity) {
      for (const letter of known.values()) if (identity === null || letter.identity === identity) known.delete(letter.id)
      await use(async (opened) => {
        const change = opened.transaction('letters', 'readwrite')
        const keys = identity === null ? await change.store.getAllKeys() : await change.store.index('identity').getAllKeys(identity)
        for (const key of keys) await change.store.delete(key)
        await change.done
        return true
      })
    },
    tell: (news) => void attempt(() => post()?.postMessage(news)),
    hear(listener, signal) {
      const heard = (event: MessageEvent<LetterNews>): void => listener(event.data)
      const listen = (): void => post()?.addEventListener('message', heard)
      const turn = (event: Event): void => {
        if (!(event as PageTransitionEvent).persisted) return
        cached = event.type === 'pagehide'
        if (cached) hangUp()
        else listen()
      }
      listen()
      for (const type of ['pagehide', 'pageshow']) page?.addEventListener(type, turn)
      hearers += 1
      onEnd(signal, () => {
        for (const type of ['pagehide', 'pageshow']) page?.removeEventListener(type, turn)
        posting?.removeEventListener('message', heard)
        hearers -= 1
        if (hearers === 0) hangUp()
      })
    },
    alone: (name, work, signal) =>
      locks
        ? aloneByLock(`${NAME} ${name}`, work, { locks, page, clock, signal })
        : aloneByLease(work, {
            tab,
            clock,
            signal,
            change: (decide) =>
              use(async (opened) => {
                const change = opened.transaction('leases', 'readwrite')
                const lease = decide(await change.store.get(name))
                if (lease) await change.store.put(lease, name)
                await change.done
                return { lease }
              }),
          }),
  }
}

/** Whoever else wrote into our database: what is none is as good as absent. */
const isLetter = ({ id, body, files, attributes = {}, createdAt }: Partial<Letter>): boolean =>
  typeof id === 'string' &&
  typeof body === 'string' &&
  Array.isArray(files) &&
  typeof attributes === 'object' &&
  typeof createdAt === 'number'

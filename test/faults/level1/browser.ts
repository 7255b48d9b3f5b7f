import { createHash } from 'node:crypto'
import { IDBFactory } from 'fake-indexeddb'
import type { Air } from '../../../src/adapters/tabs/locals.ts'
import { createFakeLocks } from '../../support/fake-locks.ts'

/** One visitor's browser: what its tabs share. */
export interface Browser {
  /** What one tab has of it. */
  tab(): BrowserTab
  readonly storage: Storage
}

export interface BrowserTab {
  readonly locks: LockManager
  readonly Air: new (name: string) => Air
  /** As when its process is gone: it holds nothing and is not heard any more. */
  die(): void
}

/** `fine`, or how IndexedDB fails. */
export type Health = 'fine' | 'barred' | 'broken'

export interface Storage {
  health: Health
  readonly factory: IDBFactory
  /** Those who hold it open lose it. */
  cut(): void
}

export function createBrowser(): Browser {
  const locks = createFakeLocks()
  const storage = createStorage()
  const airs = new Map<string, Set<(message: unknown) => void>>()

  function tab(): BrowserTab {
    const own = locks.tab()
    let dead = false
    class TabAir implements Air {
      readonly #name: string
      readonly #own = new Set<(message: unknown) => void>()
      constructor(name: string) {
        this.#name = name
      }
      postMessage(message: unknown): void {
        if (dead) return
        const copy: unknown = structuredClone(message)
        for (const listener of airs.get(this.#name) ?? []) if (!this.#own.has(listener)) setTimeout(() => listener(copy))
      }
      addEventListener(_type: 'message', listener: (event: MessageEvent) => void): void {
        const heard = (data: unknown): void => void (this.#own.has(heard) && !dead && listener({ data } as MessageEvent))
        this.#own.add(heard)
        airs.set(this.#name, (airs.get(this.#name) ?? new Set()).add(heard))
      }
      removeEventListener(): void {
        this.close()
      }
      close(): void {
        for (const listener of this.#own) airs.get(this.#name)?.delete(listener)
        this.#own.clear()
      }
    }
    return {
      locks: own.locks as LockManager,
      Air: TabAir,
      die() {
        dead = true
        own.die()
      },
    }
  }
  return { tab, storage }
}

function createStorage(): Storage {
  const inner = new IDBFactory()
  /** What each that is open tells of its end. */
  const open = new Map<IDBDatabase, (() => void)[]>()
  const storage: Storage = {
    health: 'fine',
    factory: new Proxy(inner, {
      get(target, name) {
        if (storage.health === 'barred') throw new DOMException('The operation is insecure.', 'SecurityError')
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        if (name !== 'open') return member.bind(target)
        return (database: string, version?: number) => {
          if (storage.health === 'broken') return failing()
          const request = inner.open(database, version)
          request.addEventListener('success', () => watch(request.result as unknown as IDBDatabase))
          return request
        }
      },
    }),
    cut() {
      for (const [database, listeners] of open) {
        database.close()
        for (const tell of listeners) tell()
      }
      open.clear()
    },
  }
  function watch(database: IDBDatabase): void {
    const listeners: (() => void)[] = []
    open.set(database, listeners)
    const { addEventListener } = database
    database.addEventListener = (type: string, ...rest: readonly unknown[]) => {
      if (type === 'close') listeners.push(rest[0] as () => void)
      else addEventListener.call(database, type, ...(rest as [() => void]))
    }
  }
  return storage
}

/** A database that cannot be read, as after a crash of the machine. */
function failing(): IDBOpenDBRequest {
  const error = new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError')
  const events = new EventTarget()
  const request = Object.create(globalThis.IDBOpenDBRequest.prototype, {
    error: { value: error },
    addEventListener: { value: events.addEventListener.bind(events) },
    removeEventListener: { value: events.removeEventListener.bind(events) },
  }) as IDBOpenDBRequest
  setTimeout(() => events.dispatchEvent(new Event('error')))
  return request
}

export const sha256 = async (text: string): Promise<string> => createHash('sha256').update(text).digest('hex')

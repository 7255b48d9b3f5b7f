import 'fake-indexeddb/auto'
import { AsyncLocalStorage } from 'node:async_hooks'

/*
 * Many visitors live in this process, each in a browser of its own. What the vendor's clients and the widget take from the
 * global object is that of the visitor on whose behalf they run.
 */

/** What one tab finds in its global object. */
export interface Surroundings {
  /** So much its wall clock is ahead, ms. */
  readonly skewMs: number
  /** twilsock looks for it while it is constructed. */
  readonly window: EventTarget | undefined
  /** @throws DOMException where storage is barred */
  readonly indexedDB: IDBFactory
  /** A letter that cannot be stored. */
  readonly quota: boolean
  /** The port on which the visitor's network reaches the service. */
  readonly port: number
  /** What reached nobody. */
  readonly unhandled: unknown[]
}

const current = new AsyncLocalStorage<Surroundings>()

export const within = <Result>(surroundings: Surroundings, work: () => Result): Result => current.run(surroundings, work)
/** For what is nobody's: the service, the back end, the judge. */
export const outside = <Result>(work: () => Result): Result => current.exit(work)

const RealDate = globalThis.Date

class LocalDate extends RealDate {
  constructor(...parts: readonly unknown[]) {
    if (parts.length === 0) super(LocalDate.now())
    else super(...(parts as [number]))
  }
  static override now(): number {
    return RealDate.now() + (current.getStore()?.skewMs ?? 0)
  }
}

/** Until the returned function is called. */
export function install(): () => void {
  const undo: (() => void)[] = []
  function put(target: object, name: string, descriptor: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(target, name)
    Object.defineProperty(target, name, { configurable: true, ...descriptor })
    undo.push(() => (before ? Object.defineProperty(target, name, before) : Reflect.deleteProperty(target, name)))
  }
  put(globalThis, 'Date', { value: LocalDate, writable: true })
  put(globalThis, 'window', { get: () => current.getStore()?.window })
  put(globalThis, 'indexedDB', { get: () => current.getStore()?.indexedDB })
  const { fetch } = globalThis
  put(globalThis, 'fetch', { value: (input: string, init?: RequestInit) => fetch(throughNetwork(input), init), writable: true })
  const { add } = IDBObjectStore.prototype
  put(IDBObjectStore.prototype, 'add', {
    value(this: IDBObjectStore, ...given: Parameters<typeof add>) {
      if (current.getStore()?.quota) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      return add.apply(this, given)
    },
    writable: true,
  })
  const note = (reason: unknown): void => {
    if (!isOfNode(reason)) (current.getStore()?.unhandled ?? astray).push(reason)
  }
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  undo.push(() => process.off('unhandledRejection', note).off('uncaughtException', note))
  return () => undo.splice(0).forEach((step) => step())
}

/** What reached nobody, on nobody's behalf. */
export const astray: unknown[] = []

/** Of a socket that is closed while it is being opened `ws` complains, where a browser is silent. */
const isOfNode = (reason: unknown): boolean =>
  reason instanceof Error && reason.message === 'WebSocket was closed before the connection was established'

/** The service names its own address; a visitor gets there by the network that it has. */
function throughNetwork(input: string): string {
  const here = current.getStore()
  if (!here) return input
  const url = new URL(input)
  if (url.hostname === '127.0.0.1') url.port = String(here.port)
  return url.href
}

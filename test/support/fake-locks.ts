/** Web Locks that behave: exclusive, first come first served, `signal`, `ifAvailable` and `steal`. All tabs of a test share one. */
export interface FakeLocks {
  readonly locks: LockManager
  /** As when the tab that holds it dies. */
  release(name: string): void
}

interface Holder {
  readonly lose: (reason: unknown) => void
  readonly done: () => void
}

export function createFakeLocks(): FakeLocks {
  const holders = new Map<string, Holder>()
  const queues = new Map<string, (() => void)[]>()

  function next(name: string): void {
    queues.get(name)?.shift()?.()
  }

  function grant<T>(name: string, callback: (lock: Lock) => Promise<T> | T): Promise<T> {
    return new Promise((resolve, reject) => {
      const over = (): void => {
        if (holders.get(name) !== holder) return
        holders.delete(name)
        next(name)
      }
      const holder: Holder = { lose: reject, done: over }
      holders.set(name, holder)
      Promise.resolve(callback({ name, mode: 'exclusive' }))
        .then(resolve, reject)
        .finally(over)
    })
  }

  async function request<T>(
    name: string,
    optionsOrCallback: LockOptions | ((lock: Lock | null) => Promise<T> | T),
    maybeCallback?: (lock: Lock | null) => Promise<T> | T,
  ): Promise<T> {
    const callback = maybeCallback ?? (optionsOrCallback as (lock: Lock | null) => Promise<T> | T)
    const { signal, steal, ifAvailable } = maybeCallback ? (optionsOrCallback as LockOptions) : {}
    signal?.throwIfAborted()
    // A grant is never synchronous.
    await Promise.resolve()
    if (steal) {
      const victim = holders.get(name)
      holders.delete(name)
      victim?.lose(new DOMException('The lock was stolen', 'AbortError'))
      return grant(name, callback)
    }
    if (!holders.has(name)) return grant(name, callback)
    if (ifAvailable) return callback(null)
    await new Promise<void>((resolve, reject) => {
      const queue = queues.get(name) ?? []
      queues.set(name, queue)
      const abort = (): void => {
        queue.splice(queue.indexOf(turn), 1)
        reject(signal?.reason)
      }
      const turn = (): void => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      queue.push(turn)
      signal?.addEventListener('abort', abort, { once: true })
    })
    return grant(name, callback)
  }

  return {
    locks: { request, query: async () => ({ held: [...holders.keys()].map((name) => ({ name })), pending: [] }) } as unknown as LockManager,
    release: (name) => holders.get(name)?.done(),
  }
}

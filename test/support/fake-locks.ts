/** Web Locks among tabs of one browser: exclusive ones, a queue for each name, `signal` and `steal`. */
export interface FakeLocks {
  /** What one tab sees. */
  tab(): { readonly locks: Pick<LockManager, 'request'>; die(): void }
  /** Requests in all queues, with those that are granted. */
  waiting(): number
}

interface Request {
  readonly tab: object
  grant(): void
  /** Rejects the promise of `request`. */
  refuse(cause: unknown): void
  granted: boolean
}

export function createFakeLocks(): FakeLocks {
  const queues = new Map<string, Request[]>()
  const queueOf = (name: string): Request[] => queues.get(name) ?? queues.set(name, []).get(name)!
  const dead = new Set<object>()

  function next(name: string): void {
    const [first] = queueOf(name)
    if (!first || first.granted) return
    first.granted = true
    setTimeout(() => {
      if (queueOf(name)[0] === first) first.grant()
    })
  }
  function remove(name: string, request: Request): void {
    const queue = queueOf(name)
    const at = queue.indexOf(request)
    if (at >= 0) queue.splice(at, 1)
    next(name)
  }

  function requestFor(tab: object, name: string, options: LockOptions, callback: LockGrantedCallback<unknown>): Promise<unknown> {
    const { signal, steal } = options
    if (signal && steal) return Promise.reject(new DOMException('signal and steal', 'NotSupportedError'))
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const settle = (then: () => void): void => {
        if (!dead.has(tab)) then()
      }
      const request: Request = {
        tab,
        granted: false,
        refuse: (cause) => settle(() => reject(cause)),
        grant() {
          signal?.removeEventListener('abort', giveUp)
          const over = (then: () => void): void => {
            remove(name, request)
            settle(then)
          }
          Promise.resolve(callback({ name, mode: 'exclusive' })).then(
            (value) => over(() => resolve(value)),
            (cause: unknown) => over(() => reject(cause)),
          )
        },
      }
      const giveUp = (): void => {
        if (request.granted) return
        remove(name, request)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', giveUp)
      const queue = queueOf(name)
      if (!steal) queue.push(request)
      else {
        if (queue[0]?.granted)
          queue.shift()!.refuse(new DOMException('Lock broken by another request with the "steal" option.', 'AbortError'))
        queue.unshift(request)
      }
      next(name)
    })
  }

  return {
    tab() {
      const self = {}
      const request = (name: string, ...rest: readonly unknown[]): Promise<unknown> => {
        const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest
        return requestFor(self, name, options as LockOptions, callback as LockGrantedCallback<unknown>)
      }
      return {
        locks: { request } as Pick<LockManager, 'request'>,
        die() {
          dead.add(self)
          for (const [name, queue] of queues) for (const request of [...queue]) if (request.tab === self) remove(name, request)
        },
      }
    },
    waiting: () => [...queues.values()].reduce((sum, { length }) => sum + length, 0),
  }
}

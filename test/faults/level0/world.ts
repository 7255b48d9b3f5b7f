import { abortable } from '../../../src/lib/abortable.ts'
import type { Clock } from '../../../src/lib/clock.ts'

/** Whoever something happens to: a tab, or (null) the network and the service, which never die. */
export interface Owner {
  /** A dead one does nothing any more: its timers do not fire, and no answer reaches it. */
  alive: boolean
  /** Moments that it has lived through. */
  moments: number
}

interface Moment {
  readonly id: number
  readonly at: number
  readonly owner: Owner | null
  readonly run: () => void
  cancelled: boolean
}

/**
 * Virtual time, and everything that is going to happen in it. One thing happens at a time: then all promises that it moves
 * settle, before the next. So who is at work is known at any time (`owner`), and a schedule always runs the same way.
 */
export interface World {
  /** ms since the beginning, as devices count it that never sleep. */
  readonly elapsed: number
  /** The true time, ms since the epoch. Goes on while devices sleep. */
  readonly wall: number
  /** Whose turn it is. */
  readonly owner: Owner | null
  /** What nobody caught, as text. */
  readonly errors: string[]
  /** Makes `run` happen in `ms`; returns its id. */
  after(ms: number, owner: Owner | null, run: () => void): number
  cancel(id: number | undefined): void
  /** Runs `work` now as `owner`, and all that follows from it at once. */
  act(owner: Owner | null, work: () => void): Promise<void>
  /** Lets `ms` pass; stops early when `enough` says so after something happened. */
  pass(ms: number, enough?: () => boolean): Promise<void>
  /** All devices sleep: the true time goes on, and nothing else. */
  sleep(ms: number): void
  /** A device's clock. `skewMs`: how far its wall clock is ahead. */
  clock(owner: Owner, skewMs: () => number): Clock
  /** Timers and answers that `owner` still waits for. */
  waiting(owner: Owner): number
}

const BEGIN = Date.UTC(2026, 0, 1)
/** More than any schedule needs: something goes round in circles. */
const MOST_MOMENTS = 300_000

const realImmediate = globalThis.setImmediate
const settled = (): Promise<void> => new Promise((resolve) => realImmediate(resolve))

export function createWorld(): World {
  const heap: Moment[] = []
  const pending = new Map<number, Moment>()
  const errors: string[] = []
  let elapsed = 0
  let slept = 0
  let made = 0
  let lived = 0
  let owner: Owner | null = null

  const before = (a: Moment, b: Moment): boolean => a.at < b.at || (a.at === b.at && a.id < b.id)

  function push(moment: Moment): void {
    let at = heap.length
    heap.push(moment)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(moment, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = moment
  }

  function pop(): Moment {
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1
      if (!before(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }

  function turn(whose: Owner | null, work: () => void): void {
    owner = whose
    if (whose) whose.moments += 1
    try {
      work()
    } catch (error) {
      errors.push(`thrown: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }

  const world: World = {
    get elapsed() {
      return elapsed
    },
    get wall() {
      return Math.floor(BEGIN + elapsed + slept)
    },
    get owner() {
      return owner
    },
    errors,
    after(ms, whose, run) {
      const moment = { id: (made += 1), at: elapsed + Math.max(ms, 0), owner: whose, run, cancelled: false }
      push(moment)
      pending.set(moment.id, moment)
      return moment.id
    },
    cancel(id) {
      const moment = id === undefined ? undefined : pending.get(id)
      if (!moment) return
      moment.cancelled = true
      pending.delete(moment.id)
    },
    async act(whose, work) {
      if (whose && !whose.alive) return
      turn(whose, work)
      await settled()
      owner = null
    },
    async pass(ms, enough) {
      const until = elapsed + Math.max(ms, 0)
      while (heap.length > 0 && heap[0]!.at <= until) {
        const moment = pop()
        if (moment.cancelled) continue
        pending.delete(moment.id)
        elapsed = Math.max(elapsed, moment.at)
        if (moment.owner && !moment.owner.alive) continue
        if ((lived += 1) > MOST_MOMENTS) throw new Error(`More than ${MOST_MOMENTS} things happened`)
        turn(moment.owner, moment.run)
        // The network and the service work in one go.
        if (moment.owner) await settled()
        owner = null
        if (enough?.()) return
      }
      elapsed = until
    },
    sleep: (ms) => void (slept += ms),
    clock: (whose, skewMs) => ({
      now: () => world.wall + skewMs(),
      monotonic: () => elapsed,
      sleep: (ms, signal) =>
        abortable(signal, (resolve) => {
          const id = world.after(ms, whose, resolve)
          return () => world.cancel(id)
        }),
    }),
    waiting: (whose) => [...pending.values()].filter((moment) => moment.owner === whose).length,
  }
  return world
}

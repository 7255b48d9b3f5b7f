import type { Clock } from '../../src/lib/clock.ts'

/** A device's clocks, and the true time that a service sees, as fast as the machine can go. */
export interface VirtualClock extends Clock {
  /** True ms since the start: goes on while the device sleeps, and knows no steps. */
  readonly trueMs: number
  /** Lets time pass until `trueMs`; whatever is due on the way runs, in order, with all that follows from it at once. */
  runUntil(trueMs: number): Promise<void>
  /** Moves the wall clock alone, as a user or NTP does. */
  step(ms: number): void
  /** The device sleeps: its timers and its monotonic time stand still. */
  sleepDevice(ms: number): void
}

interface Timer {
  readonly at: number
  readonly order: number
  /** null: called off. */
  wake: (() => void) | null
}

/** Everything that promises can do now is done: Node looks at its ticks again when it has run out of microtasks. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))

/** `wallMs`: what the device's clock shows at the start. Timers are kept in a heap, so a week of them is nothing. */
export function createVirtualClock(wallMs: number): VirtualClock {
  let monotonic = 0
  let slept = 0
  let offset = wallMs
  let made = 0
  const heap: Timer[] = []

  const isBefore = (one: Timer, other: Timer): boolean => one.at < other.at || (one.at === other.at && one.order < other.order)

  function push(timer: Timer): void {
    let index = heap.length
    for (; index > 0;) {
      const parent = (index - 1) >> 1
      if (!isBefore(timer, heap[parent]!)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = timer
  }

  function pop(): Timer {
    const first = heap[0]!
    const last = heap.pop()!
    const { length } = heap
    if (length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= length) break
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (!isBefore(heap[child]!, last)) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = last
    return first
  }

  return {
    now: () => offset + slept + monotonic,
    monotonic: () => monotonic,
    get trueMs() {
      return monotonic + slept
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const callOff = (): void => {
          timer.wake = null
          reject(signal?.reason)
        }
        const timer: Timer = {
          // In whole milliseconds, as timers go: less than one is more than none.
          at: monotonic + Math.max(Math.ceil(ms), 0),
          order: (made += 1),
          wake() {
            signal?.removeEventListener('abort', callOff)
            resolve()
          },
        }
        signal?.addEventListener('abort', callOff, { once: true })
        push(timer)
      }),
    async runUntil(trueMs) {
      await settled()
      while (heap.length > 0 && heap[0]!.at + slept <= trueMs) {
        const timer = pop()
        if (!timer.wake) continue
        monotonic = Math.max(monotonic, timer.at)
        timer.wake()
        await settled()
      }
      monotonic = Math.max(monotonic, trueMs - slept)
    },
    step: (ms) => void (offset += ms),
    sleepDevice: (ms) => void (slept += ms),
  }
}

import type { World } from './world.ts'

/*
 * The vendor's client takes timers, time, chance and the WebSocket from the global object. In here they are those of the
 * world that is being simulated; a thread of its own keeps them from everybody else.
 */

/** What a world needs besides: its sockets and its chance. */
export interface Simulated {
  readonly world: World
  readonly random: () => number
  /** A new socket, of whoever is at work. */
  readonly dial: () => object
}

let current: Simulated | null = null

const RealDate = globalThis.Date

class SimulatedDate extends RealDate {
  constructor(...parts: readonly unknown[]) {
    if (parts.length === 0 && current) super(current.world.wall)
    else super(...(parts as [number]))
  }
  static override now(): number {
    return current ? current.world.wall : RealDate.now()
  }
}

/** Makes these the globals, until `release`. Timers belong to whoever is at work when they are set. */
export function simulate(simulated: Simulated): () => void {
  const { world } = simulated
  current = simulated
  const before = new Map<string, PropertyDescriptor | undefined>()
  const put = (name: string, value: unknown): void => {
    before.set(name, Object.getOwnPropertyDescriptor(globalThis, name))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  put('Date', SimulatedDate)
  put('setTimeout', (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => world.after(ms, world.owner, () => run(...given)))
  put('clearTimeout', (id?: number) => world.cancel(id))
  // A constructor may give another object than its own.
  put('WebSocket', new Proxy(Object, { construct: () => simulated.dial() }))
  const { random } = Math
  Math.random = simulated.random
  const unhandled = (reason: unknown): void =>
    void world.errors.push(`unhandled rejection: ${reason instanceof Error ? reason.stack : String(reason)}`)
  process.on('unhandledRejection', unhandled)

  return () => {
    process.off('unhandledRejection', unhandled)
    Math.random = random
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor)
      else Reflect.deleteProperty(globalThis, name)
    }
    current = null
  }
}

/** Runs `make` where there is this window: the vendor's client listens to it for `online` and `offline`. */
export function inWindow<Made>(window: unknown, make: () => Made): Made {
  Object.defineProperty(globalThis, 'window', { value: window, configurable: true, writable: true })
  try {
    return make()
  } finally {
    Reflect.deleteProperty(globalThis, 'window')
  }
}

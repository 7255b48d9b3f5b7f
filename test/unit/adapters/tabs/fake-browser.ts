import { createHash, randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { ChatService, Connect, ConnectOptions } from '../../../../src/chat/service.ts'
import type { Air, Locals } from '../../../../src/adapters/tabs/locals.ts'
import { share } from '../../../../src/adapters/tabs/index.ts'
import { systemClock } from '../../../../src/lib/clock.ts'
import { createFakeLocks } from '../../../support/fake-locks.ts'

/** Tabs of one browser, over Node's own BroadcastChannel. */
export interface FakeBrowser {
  tab(overrides?: Partial<Locals>): FakeTab
  /** All that was said on the channel, by anybody. */
  readonly said: readonly unknown[]
  /** Of all locks and channels that there ever were. */
  readonly names: readonly string[]
  /** Requests in the queues of all locks, with those that are granted. */
  waiting(): number
  /** Channels that are open. */
  open(): number
}

export interface FakeTab {
  readonly locals: Locals
  /** As the widget would in this tab. */
  connect(connect: Connect, token: string, options?: Partial<ConnectOptions>): Promise<ChatService>
  /** A page event. */
  fire(target: 'window' | 'document', type: string): void
  /** Listeners that are on the page. */
  readonly listeners: number
  /** What was ever listened to. */
  readonly listenedTo: readonly string[]
  /** Its process is gone: says and hears nothing, and holds nothing. */
  kill(): void
  /** Neither hears nor says anything, and keeps what it holds, until `thaw`. */
  hang(): void
  thaw(): void
}

/** Counts its listeners. */
class Target extends EventTarget {
  readonly hidden = false
  readonly #listeners = new Set<string>()
  #count = 0
  get count(): number {
    return this.#count
  }
  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.#count += 1
    this.#listeners.add(args[0])
    super.addEventListener(...args)
  }
  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.#count -= 1
    super.removeEventListener(...args)
  }
  /** What is listened to, ever. */
  get types(): readonly string[] {
    return [...this.#listeners]
  }
}

export const sha256 = async (text: string): Promise<string> => createHash('sha256').update(text).digest('hex')

/** `prefix` keeps browsers apart whose channels would meet in this process. */
export function createFakeBrowser(): FakeBrowser {
  const locks = createFakeLocks()
  const prefix = randomUUID()
  const said: unknown[] = []
  const names: string[] = []
  let channels = 0

  function tab(overrides: Partial<Locals> = {}): FakeTab {
    const own = locks.tab()
    const [window, document] = [new Target(), new Target()]
    const services: ChatService[] = []
    let state: 'alive' | 'hung' | 'dead' = 'alive'
    let held: (() => void)[] = []
    const whenAlive = (act: () => void): void => {
      if (state === 'alive') act()
      else if (state === 'hung') held.push(act)
    }

    class TabAir implements Air {
      readonly #air: BroadcastChannel
      constructor(name: string) {
        names.push(name)
        channels += 1
        this.#air = new BroadcastChannel(`${prefix} ${name}`)
      }
      postMessage(message: unknown): void {
        const copy: unknown = structuredClone(message)
        whenAlive(() => {
          said.push(copy)
          this.#air.postMessage(copy)
        })
      }
      addEventListener(_type: 'message', listener: (event: MessageEvent) => void): void {
        this.#air.addEventListener('message', (event) => whenAlive(() => listener(event as MessageEvent)))
      }
      close(): void {
        channels -= 1
        this.#air.close()
      }
    }

    const locals: Locals = {
      locks: { request: (name: string, ...rest: [never]) => (names.push(name), own.locks.request(name, ...rest)) } as typeof own.locks,
      Air: TabAir,
      digest: sha256,
      window,
      document,
      clock: systemClock,
      random: () => 0.5,
      uuid: randomUUID,
      ...overrides,
    }
    onTestFinished(async () => {
      await Promise.all(services.map((service) => service.shutdown()))
    })
    return {
      locals,
      async connect(connect, token, options = {}) {
        const service = await share(
          connect,
          'chat',
          locals,
        )(token, { signal: new AbortController().signal, visitor: `IS ${token}`, ...options })
        services.push(service)
        return service
      },
      fire: (target, type) => void { window, document }[target].dispatchEvent(new Event(type)),
      get listenedTo() {
        return [...window.types, ...document.types]
      },
      get listeners() {
        return window.count + document.count
      },
      kill() {
        state = 'dead'
        own.die()
      },
      hang: () => void (state = 'hung'),
      thaw() {
        state = 'alive'
        const waiting = held
        held = []
        for (const act of waiting) act()
      },
    }
  }
  return { tab, said, names, waiting: locks.waiting, open: () => channels }
}

import { signal } from '@preact/signals-core'
import { initialised } from '../../../src/adapters/initialised.ts'
import { createService } from '../../../src/adapters/service.ts'
import { createSocket } from '../../../src/adapters/twilsock.ts'
import type { ChatError } from '../../../src/chat/errors.ts'
import type { Connect } from '../../../src/chat/service.ts'
import { abortable } from '../../../src/lib/abortable.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import type { Chat } from '../../../src/store/chat.ts'
import { createChatStore } from '../../../src/store/create-chat.ts'
import type { Disk } from '../../../src/store/live/disk.ts'
import { liveOn } from '../../../src/store/live/index.ts'
import { createReception } from '../../../src/store/reception.ts'
import { createTokenRequest } from '../../../src/token/fetch-token.ts'
import { createTokenKeeper } from '../../../src/token/keeper.ts'
import { inWindow } from './globals.ts'
import type { Network } from './network.ts'
import { createSdk } from './sdk.ts'
import type { Owner, World } from './world.ts'

/** What twilsock and the widget listen to. */
export interface TabWindow {
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
  dispatch(type: string): void
  readonly listeners: number
}

export function createWindow(): TabWindow {
  const heard = new Map<string, Set<() => void>>()
  const of = (type: string): Set<() => void> => heard.get(type) ?? new Set()
  return {
    addEventListener: (type, listener) => void heard.set(type, of(type).add(listener)),
    removeEventListener: (type, listener) => void heard.get(type)?.delete(listener),
    dispatch: (type) => [...of(type)].forEach((listener) => listener()),
    get listeners() {
      return [...heard.values()].reduce((sum, { size }) => sum + size, 0)
    },
  }
}

/** One page with the widget in it, all of which is real but the SDK. */
export interface Tab extends Owner {
  readonly network: Network
  readonly window: TabWindow
  /** What `navigator.onLine` says. */
  onLine: boolean
  readonly visible: { value: boolean }
  readonly chat: Chat
  readonly errors: readonly ChatError[]
  destroy(): void
}

export interface TabOptions {
  readonly world: World
  readonly owner: Owner
  readonly network: Network
  readonly clock: Clock
  readonly disk: Disk
  readonly random: () => number
  readonly uuid: () => string
  /** The token endpoint. */
  readonly fetch: typeof globalThis.fetch
}

const ONLINE_PATIENCE_MS = 15_000
const FRAME_MS = 16

export function openTab({ world, owner, network, clock, disk, random, uuid, fetch }: TabOptions): Tab {
  const window = createWindow()
  const visible = signal(true)
  const controller = new AbortController()
  const errors: ChatError[] = []

  /** As the adapters' `open`. */
  const connect: Connect = async (token, { signal: wanted }) => {
    wanted.throwIfAborted()
    const socket = inWindow(window, () => createSocket(token, { url: 'wss://chat', type: 'chat', registrations: [], clock, random }))
    const dialect = createSdk(socket, clock, random)
    const service = createService(dialect, socket, { clock, onClose: () => {} })
    try {
      await initialised(dialect, socket, { clock, signal: wanted })
    } catch (error) {
      void service.shutdown()
      throw error
    }
    socket.guard()
    return service
  }

  const online = (over: AbortSignal): Promise<void> =>
    abortable(over, (resolve) => {
      if (tab.onLine) return resolve()
      const timer = world.after(ONLINE_PATIENCE_MS, owner, resolve)
      window.addEventListener('online', resolve)
      return () => {
        world.cancel(timer)
        window.removeEventListener('online', resolve)
      }
    })

  const ask = createTokenRequest({ tokenUrl: 'https://host/token' }, fetch, clock)
  const { chat } = createChatStore(
    {
      credentials: createTokenKeeper({ ask, clock, random }),
      loadConnect: async () => connect,
      loadReception: async () => ({ createReception }),
      loadLive: async () => liveOn(disk),
      serviceUrl: 'wss://chat',
      requestStart: null,
      requestEnd: null,
      tell: async () => {},
      creators: [],
      online,
      clock,
      random,
      uuid,
      schedule(task) {
        const frame = world.after(FRAME_MS, owner, task)
        return () => world.cancel(frame)
      },
      visible,
      horizonOf: () => null,
      onError: (error) => errors.push(error),
      onMessage: () => {},
    },
    controller.signal,
  )
  const woke = (): unknown => visible.peek() && chat.reconnect()
  for (const type of ['online', 'focus', 'pageshow', 'visibilitychange']) {
    window.addEventListener(type, woke)
    controller.signal.addEventListener('abort', () => window.removeEventListener(type, woke))
  }

  const tab = Object.assign(owner, { network, window, visible, chat, errors, onLine: true, destroy: () => controller.abort() })
  return tab
}

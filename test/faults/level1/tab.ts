import { randomUUID } from 'node:crypto'
import { connect as connectConversations } from '../../../src/adapters/conversations.ts'
import { share } from '../../../src/adapters/tabs/index.ts'
import { connect as connectChat } from '../../../src/adapters/twilio-chat.ts'
import type { ChatError } from '../../../src/chat/errors.ts'
import type { Connect } from '../../../src/chat/service.ts'
import { abortable } from '../../../src/lib/abortable.ts'
import { createChatStore } from '../../../src/store/create-chat.ts'
import type { ChatStore } from '../../../src/store/create-chat.ts'
import { createBrowserDisk } from '../../../src/store/live/browser-disk.ts'
import { liveOn } from '../../../src/store/live/index.ts'
import { createReception } from '../../../src/store/reception.ts'
import { createTokenRequest } from '../../../src/token/fetch-token.ts'
import { createTokenKeeper } from '../../../src/token/keeper.ts'
import { sha256 } from './browser.ts'
import type { Browser } from './browser.ts'
import { within } from './globals.ts'
import type { Surroundings } from './globals.ts'
import type { Network } from './network.ts'
import { createPage } from './page.ts'
import type { Page } from './page.ts'
import type { TokenEndpoint } from './token-endpoint.ts'

export type Sdk = 'chat' | 'conversations'
const connects: Readonly<Record<Sdk, Connect>> = { chat: connectChat, conversations: connectConversations }

/** One page with the whole production stack in it, but for what draws. */
export interface Tab {
  readonly page: Page
  readonly network: Network
  readonly store: ChatStore
  readonly chat: ChatStore['chat']
  readonly errors: readonly ChatError[]
  readonly unhandled: readonly unknown[]
  /** A letter that cannot be stored. */
  quota: boolean
  /** Runs on behalf of this tab. */
  run<Result>(work: () => Result): Result
  /** The page is left, in good order. */
  leave(): void
  /** The process is gone. */
  die(): void
  readonly gone: boolean
}

export interface TabOptions {
  readonly sdk: Sdk
  readonly browser: Browser
  readonly network: Network
  readonly endpoint: TokenEndpoint
  readonly skewMs?: number
}

const ONLINE_PATIENCE_MS = 15_000
const FRAME_MS = 16

export function openTab({ sdk, browser, network, endpoint, skewMs = 0 }: TabOptions): Tab {
  const page = createPage(skewMs)
  const own = browser.tab()
  const controller = new AbortController()
  const errors: ChatError[] = []
  const unhandled: unknown[] = []
  let shown: EventTarget | undefined
  const surroundings: Surroundings = {
    get skewMs() {
      return page.skewMs
    },
    get window() {
      return shown
    },
    indexedDB: browser.storage.factory,
    get quota() {
      return tab.quota
    },
    port: network.proxy.port,
    unhandled,
  }

  /** twilsock is constructed before the first pause, and listens then to the window that is there. */
  const connectInPage: Connect = (token, options) => {
    shown = page.window
    try {
      return connects[sdk](token, options)
    } finally {
      shown = undefined
    }
  }

  const online = (over: AbortSignal): Promise<void> =>
    abortable(over, (resolve) => {
      if (page.onLine) return resolve()
      const listener = (): void => resolve()
      const timer = setTimeout(listener, ONLINE_PATIENCE_MS)
      page.window.addEventListener('online', listener)
      return () => {
        clearTimeout(timer)
        page.window.removeEventListener('online', listener)
      }
    })

  function create(): ChatStore {
    const { clock, window, document, visible } = page
    const ask = createTokenRequest({ tokenUrl: 'https://host/token' }, endpoint.fetch, clock)
    const connect = share(connectInPage, sdk, {
      locks: own.locks,
      Air: own.Air,
      digest: sha256,
      window,
      document,
      clock,
      random: Math.random,
      uuid: randomUUID,
    })
    const disk = createBrowserDisk({
      locks: own.locks,
      channel: (name) => new own.Air(name) as unknown as BroadcastChannel,
      page: window,
      clock,
    })
    const store = createChatStore(
      {
        credentials: createTokenKeeper({ ask, clock, random: Math.random }),
        loadConnect: async () => connect,
        loadReception: async () => ({ createReception }),
        loadLive: async () => liveOn(disk),
        serviceUrl: `ws://127.0.0.1:${network.proxy.port}/twilsock`,
        requestStart: null,
        requestEnd: null,
        tell: async () => {},
        creators: [],
        online,
        clock,
        random: Math.random,
        uuid: randomUUID,
        schedule(task) {
          const timer = setTimeout(task, FRAME_MS)
          return () => clearTimeout(timer)
        },
        visible,
        horizonOf: () => null,
        onError: (error) => errors.push(error),
        onMessage: () => {},
      },
      controller.signal,
    )
    // As the widget does.
    const woke = (): unknown => page.visible.peek() && store.chat.reconnect()
    const options = { signal: controller.signal }
    for (const type of ['online', 'focus', 'pageshow', 'visibilitychange']) window.addEventListener(type, woke, options)
    document.addEventListener('resume', woke, options)
    return store
  }

  let gone = false
  const run: Tab['run'] = (work) => within(surroundings, work)
  const leave = (): void => {
    gone = true
    page.thaw()
    run(() => controller.abort(new DOMException('The page is left', 'AbortError')))
  }
  const store = run(create)
  const tab: Tab = {
    page,
    network,
    store,
    chat: store.chat,
    errors,
    unhandled,
    quota: false,
    run,
    leave,
    die() {
      own.die()
      network.watch = () => null
      for (const link of network.proxy.links) link.rst()
      void network.proxy.close()
      leave()
    },
    get gone() {
      return gone
    },
  }
  return tab
}

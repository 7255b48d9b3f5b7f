import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { ChatError } from './chat/errors.ts'
import type { Connect } from './chat/service.ts'
import { abortable } from './lib/abortable.ts'
import { attempt } from './lib/attempt.ts'
import { systemClock } from './lib/clock.ts'
import type { Clock } from './lib/clock.ts'
import { browserFrame } from './lib/frame.ts'
import type { Schedule } from './lib/frame.ts'
import { uuid } from './lib/uuid.ts'
import type { ChatSdk } from './options.ts'
import type { LoadLive } from './store/conversation.ts'
import type { LoadReception } from './store/reception.ts'

/** All that the widget takes from the browser, so that a test can give it something else. */
export interface Environment {
  readonly clock: Clock
  readonly random: () => number
  readonly uuid: () => string
  readonly schedule: Schedule
  readonly fetch: typeof globalThis.fetch
  readonly visible: ReadonlySignal<boolean>
  /** Resolves while the device is online, or is said to be offline for a while: with some VPNs that is not so. */
  readonly online: (signal: AbortSignal) => Promise<void>
  /** `listener` hears when the visitor, the device or the network may have come back, often several times at once. */
  readonly onWake: (listener: () => void) => void
  readonly memory: Memory
  /** @throws ChatError `load-failed` */
  readonly loadConnect: (sdk: ChatSdk) => Promise<Connect>
  readonly loadReception: LoadReception
  readonly loadLive: LoadLive
}

/**
 * One line that outlives the page: there is a conversation to resume, and how far it is read, because the SDK tells the
 * service of that up to 10 s later (`consumption_report_interval`). Storage that throws is storage that is absent.
 */
export interface Memory {
  readonly resumes: boolean
  /** The highest index that was read in this Channel, as far as we remember. */
  horizonOf(channelSid: string): number | null
  /** `conversation` null: one is expected. */
  remember(conversation: { readonly channelSid: string; readonly horizon: number } | null): void
  forget(): void
}

const RESUME_KEY = 'parlour:resume'
/**
 * The loader looks for a database of this name, because asking for the list costs a page a fifth of a first look into
 * `localStorage`. It is there while there is something to resume, and empty.
 */
const RESUME_DATABASE = 'parlour'

const remembered = (): string | null => attempt(() => localStorage.getItem(RESUME_KEY)) ?? null

/** Touches the browser only when it is called, not on import. */
export function createBrowser(lifetime: AbortSignal): Environment {
  const options = { signal: lifetime }
  const visible = signal(!document.hidden)
  let marked = false
  document.addEventListener('visibilitychange', () => (visible.value = !document.hidden), options)
  return {
    clock: systemClock,
    random: Math.random,
    uuid,
    schedule: browserFrame,
    fetch: (input, init) => globalThis.fetch(input, init),
    visible,
    online,
    onWake(listener) {
      const woke = (): unknown => document.hidden || listener()
      for (const type of ['online', 'focus', 'pageshow', 'visibilitychange']) addEventListener(type, woke, options)
      // Does not bubble; and where it is fired, `visibilitychange` may not be (Chromium issue 547062449).
      document.addEventListener('resume', woke, options)
    },
    memory: {
      get resumes() {
        return remembered() !== null
      },
      horizonOf(channelSid) {
        const [sid, index] = remembered()?.split(' ') ?? []
        return sid === channelSid && Number.isSafeInteger(Number(index)) ? Number(index) : null
      },
      remember(conversation) {
        const line = conversation ? `${conversation.channelSid} ${conversation.horizon}` : 'expected'
        attempt(() => localStorage.setItem(RESUME_KEY, line))
        if (marked) return
        marked = true
        attempt(() => {
          const opening = indexedDB.open(RESUME_DATABASE)
          opening.onsuccess = () => opening.result.close()
        })
      },
      forget() {
        marked = false
        attempt(() => localStorage.removeItem(RESUME_KEY))
        attempt(() => indexedDB.deleteDatabase(RESUME_DATABASE))
      },
    },
    loadConnect,
    loadReception: () => needed(import('./store/reception.ts')),
    loadLive,
  }
}

const online = (signal: AbortSignal): Promise<void> =>
  abortable(signal, (resolve) => {
    if (navigator.onLine) return resolve()
    const listener = (): void => resolve()
    const timer = setTimeout(listener, 15_000)
    addEventListener('online', listener)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', listener)
    }
  })

const loadLive: LoadLive = () => import('./store/live/index.ts')

/** A table, not a choice: a host's bundler that sees both in one expression loads both. */
const adapters = {
  chat: () => import('./adapters/twilio-chat.ts'),
  conversations: () => import('./adapters/conversations.ts'),
}

async function loadConnect(sdk: ChatSdk): Promise<Connect> {
  // Needed right after; whoever needs it asks again, and hears then of a failure. What both SDKs share is in a file of its
  // own, which would else be asked for only when the SDK's has come.
  loadLive().catch(() => {})
  import('./adapters/open.ts').catch(() => {})
  const [{ connect }, { share }] = await needed(Promise.all([adapters[sdk](), import('./adapters/tabs/index.ts')]))
  return share(connect, sdk)
}

const needed = <Module>(loading: Promise<Module>): Promise<Module> =>
  loading.catch((cause: unknown) => {
    throw new ChatError('load-failed', 'The chat SDK could not be loaded', {
      retryable: true,
      cause,
      hint: 'Is chunks/ served beside widget.js, and does CSP (script-src) allow it?',
    })
  })

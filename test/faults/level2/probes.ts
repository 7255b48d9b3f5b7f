/** What a page holds that outlives the widget. */
export interface Holdings {
  /** `<type>@<target>` of each listener on the window, the document and what else is there once per page. */
  readonly listeners: readonly string[]
  /** WebSockets that are not closed. */
  readonly sockets: number
  /** BroadcastChannels that are not closed. */
  readonly channels: number
}

export interface ProbedWindow {
  parlourHoldings(): Holdings
  /** The binding of the harness. */
  parlourTold?(kind: 'error' | 'unhandledrejection', text: string): void
}

/**
 * Runs in the page before any script of it: a host's own ears for errors, as a reporter that was loaded first has them,
 * and a count of what is held. Self-contained, because it is sent as text.
 */
export function installProbes(): void {
  const page = window as unknown as ProbedWindow & Window & typeof globalThis
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype
  add.call(page, 'error', (event) => {
    const { message, error } = event as ErrorEvent
    page.parlourTold?.('error', `${message} ${(error as Error | null)?.stack ?? ''}`)
  })
  add.call(page, 'unhandledrejection', (event) => {
    const { reason } = event as PromiseRejectionEvent
    page.parlourTold?.('unhandledrejection', String((reason as Error | null)?.stack ?? reason))
  })

  /** The window, the document and its two elements, and the singletons of the platform; never what is made for one use. */
  const oneUse = [AbortSignal, WebSocket, XMLHttpRequest, IDBRequest, IDBTransaction, IDBDatabase, MessagePort, FileReader]
  const isLasting = (target: EventTarget): boolean =>
    target === page ||
    target === document ||
    target === document.documentElement ||
    target === document.body ||
    !(target instanceof Node || oneUse.some((type) => target instanceof type))
  interface Held {
    readonly target: EventTarget
    readonly type: string
    readonly listener: unknown
    readonly capture: boolean
    /** Ours, beside one that goes at its first event. */
    readonly beside: AbortController
  }
  const held = new Set<Held>()
  const drop = (entry: Held): void => {
    held.delete(entry)
    entry.beside.abort()
  }
  const captureOf = (options: unknown): boolean => (typeof options === 'object' ? !!(options as { capture?: boolean })?.capture : !!options)
  const find = (target: EventTarget, type: string, listener: unknown, capture: boolean): Held | undefined =>
    [...held].find((each) => each.target === target && each.type === type && each.listener === listener && each.capture === capture)

  EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? page
    add.call(target, type, listener, options)
    const { signal, once } = (typeof options === 'object' ? options : {}) as AddEventListenerOptions
    const capture = captureOf(options)
    if (!listener || signal?.aborted || !isLasting(target) || find(target, type, listener, capture)) return
    const entry: Held = { target, type, listener, capture, beside: new AbortController() }
    held.add(entry)
    if (signal) add.call(signal, 'abort', () => drop(entry))
    if (once) add.call(target, type, () => drop(entry), { once: true, capture, signal: entry.beside.signal })
  }
  EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? page
    remove.call(target, type, listener, options)
    const entry = find(target, type, listener, captureOf(options))
    if (entry) drop(entry)
  }

  const sockets = new Set<WebSocket>()
  page.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.add(this)
    }
  }
  const channels = new Set<BroadcastChannel>()
  page.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name)
      channels.add(this)
    }
    override close(): void {
      channels.delete(this)
      for (const entry of held) if (entry.target === this) held.delete(entry)
      super.close()
    }
  }
  page.parlourHoldings = () => ({
    listeners: [...held].map(({ target, type }) => `${type}@${target.constructor.name}`).toSorted(),
    sockets: [...sockets].filter(({ readyState }) => readyState !== WebSocket.CLOSED).length,
    channels: channels.size,
  })
}

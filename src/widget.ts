import { computed, effect, untracked } from '@preact/signals-core'
import type { ParlourChat } from './api.ts'
import type { Environment } from './browser.ts'
import { ChatError } from './chat/errors.ts'
import type { ParlourEvents, PublicState } from './events.ts'
import { abortable } from './lib/abortable.ts'
import { createEmitter } from './lib/emitter.ts'
import type { Endpoint } from './lib/endpoint.ts'
import { onEnd } from './lib/lifetime.ts'
import type { ResolvedOptions } from './options.ts'
import { changeOptions } from './read-options.ts'
import type { Chat } from './store/chat.ts'
import { createChatStore } from './store/create-chat.ts'
import type { ChatStore } from './store/create-chat.ts'
import { createTokenRequest } from './token/fetch-token.ts'
import { createTokenKeeper } from './token/keeper.ts'
import { mountUi } from './ui/mount.tsx'
import type { UiOptions } from './ui/mount.tsx'

/** The composition root: options → token → adapter → store → ui, and the one lifetime of them all. */
export function createWidget(initial: ResolvedOptions, createEnvironment: (lifetime: AbortSignal) => Environment): ParlourChat {
  const controller = new AbortController()
  const lifetime = controller.signal
  const emitter = createEmitter<ParlourEvents>()
  let options = initial
  let host: HTMLElement | null = null
  let drawn: { update(options: UiOptions): void } | null = null
  let alive: { readonly environment: Environment; readonly store: ChatStore } | null = null

  /** Made at first need, so that `createChat` can run where there is no window. */
  function life(): { readonly environment: Environment; readonly store: ChatStore } {
    if (alive) return alive
    const environment = createEnvironment(lifetime)
    const store = createStore(options, environment, emit, lifetime)
    announce(store, environment, emit, lifetime)
    environment.onWake(store.chat.reconnect)
    alive = { environment, store }
    return alive
  }

  function emit<Name extends keyof ParlourEvents>(name: Name, detail: ParlourEvents[Name]): void {
    emitter.emit(name, detail)
    host?.dispatchEvent(new CustomEvent(`parlour:${name}`, { detail, bubbles: true, composed: true }))
  }

  function draw(target: HTMLElement | undefined): void {
    if (lifetime.aborted) return
    const { store, environment } = life()
    host = target ?? document.body.appendChild(document.createElement('div'))
    if (!target) onEnd(lifetime, () => host?.remove())
    drawn = mountUi(store.chat, { host, options, signal: lifetime, onError: (error) => report(error, emit), emit })
    if (options.open) store.chat.setOpen(true)
    else if (environment.memory.resumes) store.begin()
  }

  const setOpen = (open: boolean): void => {
    if (!lifetime.aborted) life().store.chat.setOpen(open)
  }
  let mounted = false
  return {
    mount(target) {
      if (mounted || lifetime.aborted) return
      mounted = true
      if (target || document.body) return draw(target)
      document.addEventListener('DOMContentLoaded', () => draw(undefined), { once: true, signal: lifetime })
    },
    open: () => setOpen(true),
    close: () => setOpen(false),
    toggle: () => setOpen(!alive?.store.chat.open.peek()),
    async send(text, { files = [] } = {}) {
      if (typeof text !== 'string' || (text.trim() === '' && files.length === 0)) throw new TypeError('Parlour: send() expects a text')
      if (lifetime.aborted) throw destroyed()
      const { store } = life()
      store.begin()
      await arrival(store.chat, lifetime)
      await store.deliver(text, { files })
    },
    on: (name, listener) => emitter.on(name, listener),
    state: () => (alive ? toPublicState(alive.store.chat) : { status: lifetime.aborted ? 'closed' : 'idle', open: false, unread: 0 }),
    setOptions(changes) {
      options = changeOptions(options, changes)
      drawn?.update(options)
      if ('open' in changes && mounted) setOpen(options.open)
    },
    async logout({ keepUnsent = false } = {}) {
      if (lifetime.aborted) return
      const { store, environment } = life()
      environment.memory.forget()
      await store.logout(keepUnsent)
    },
    destroy() {
      controller.abort()
      emitter.clear()
      host = null
      alive = null
    },
  }
}

function report(error: ChatError, emit: (name: 'error', error: ChatError) => void): void {
  console.warn(`Parlour: ${error.message} (${error.code})${error.hint ? `. ${error.hint}` : ''}`)
  emit('error', error)
}

function createStore(
  options: ResolvedOptions,
  environment: Environment,
  emit: <Name extends keyof ParlourEvents>(name: Name, detail: ParlourEvents[Name]) => void,
  lifetime: AbortSignal,
): ChatStore {
  const { clock, random, fetch, loadLive } = environment
  const { startUrl, endUrl, tokenRequest } = options
  const { headers, credentials } = tokenRequest
  const at = (url: string): Endpoint => ({ url, headers, credentials, fetch, clock })
  return createChatStore(
    {
      ...environment,
      loadConnect: () => environment.loadConnect(options.service),
      credentials: createTokenKeeper({ ask: createTokenRequest(options, fetch, clock), clock, random }),
      serviceUrl: options.serviceUrl ?? undefined,
      requestStart: startUrl === null ? null : async (...asked) => (await loadLive()).requestStart(at(startUrl), ...asked),
      requestEnd: endUrl === null ? null : async (...asked) => (await loadLive()).requestEnd(at(endUrl), ...asked),
      // Only where the host gave it an address it is told anything.
      tell: async (name, what) => (await loadLive()).tell(at(options[name]!), what, lifetime),
      creators: options.channelCreators,
      horizonOf: environment.memory.horizonOf,
      onError: (error) => report(error, emit),
      onDelivery: (id, status, error, channelSid) => emit('delivery', { channelSid, id, status, error }),
      onMessage: ({ sid, author, body, createdAt }, own, channelSid) => emit('message', { channelSid, sid, author, own, body, createdAt }),
    },
    lifetime,
  )
}

/** Tells the host what changes, and remembers across pages whether there is something to resume. */
function announce(
  { chat, current }: ChatStore,
  { memory }: Environment,
  emit: <Name extends keyof ParlourEvents>(name: Name, detail: ParlourEvents[Name]) => void,
  lifetime: AbortSignal,
): void {
  /** The first run of an effect is no news. */
  const watch = <T>(read: () => T, tell: (value: T) => void): void => {
    let first = true
    const stop = effect(() => {
      const value = read()
      if (!first) untracked(() => tell(value))
      first = false
    })
    onEnd(lifetime, stop)
  }
  const { session, open, unread } = chat
  let inChannel: string | null = null
  watch(
    () => session.value,
    (now) => {
      if (now.status === 'waiting') memory.remember(null)
      if (now.status === 'ready' && inChannel !== now.channelSid) {
        inChannel = now.channelSid
        emit('ready', { channelSid: inChannel })
      }
      if (now.status === 'ended' && inChannel === now.channelSid) emit('ended', { channelSid: inChannel, reason: now.reason })
      if (/^(ended|welcome|closed)$/.test(now.status)) {
        inChannel = null
        memory.forget()
      }
    },
  )
  watch(
    () => current.value,
    (conversation) => conversation && memory.remember(conversation),
  )
  watch(
    () => open.value,
    (isOpen) => emit(isOpen ? 'open' : 'close', {}),
  )
  watch(
    () => unread.value,
    (count) => emit('unread', { count }),
  )
  const status = computed(() => session.value.status)
  watch(
    () => ({ status: status.value, open: open.value, unread: unread.value }),
    (state) => emit('state', state),
  )
}

const toPublicState = ({ session, open, unread }: Chat): PublicState => ({
  status: session.value.status,
  open: open.value,
  unread: unread.value,
})

/** Resolves once the session is where it was going: in a conversation, or somewhere without one. @throws ChatError `not-ready` */
const arrival = ({ session }: Chat, lifetime: AbortSignal): Promise<void> =>
  abortable(lifetime, (resolve) =>
    session.subscribe(({ status }) => {
      if (!/^(idle|authorising|connecting|starting|joining)$/.test(status)) resolve()
    }),
  ).catch(() => {
    throw destroyed()
  })

const destroyed = (): ChatError => new ChatError('not-ready', 'The chat is destroyed')

import { batch, computed, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { ChatError } from '../chat/errors.ts'
import type { ChatService } from '../chat/service.ts'
import type { Channel, Delivery, Message } from '../chat/types.ts'
import type { Schedule } from '../lib/frame.ts'
import { createLifetime } from '../lib/lifetime.ts'
import type { Lifetime } from '../lib/lifetime.ts'
import type { Chat, Timeline, TimelineEntry } from './chat.ts'
import { createConversation } from './conversation.ts'
import type { Conversation, LoadLive } from './conversation.ts'
import type { RequestEnd, Tell } from './house.ts'
import type { Live } from './live/index.ts'
import { channelOf, isOpen } from './session.ts'
import type { SessionState } from './session.ts'
import { createSession } from './session-loop.ts'
import type { SessionDeps } from './session-loop.ts'

export interface ChatDeps extends Pick<
  SessionDeps,
  'credentials' | 'loadConnect' | 'loadReception' | 'serviceUrl' | 'requestStart' | 'creators' | 'online' | 'clock' | 'random'
> {
  readonly requestEnd: RequestEnd | null
  readonly tell: Tell
  readonly loadLive: LoadLive
  readonly uuid: () => string
  readonly schedule: Schedule
  /** The page is visible. */
  readonly visible: ReadonlySignal<boolean>
  /** How far a Channel was read on an earlier page; null = not known. */
  readonly horizonOf: (channelSid: string) => number | null
  /** For the host: a failure, once. */
  readonly onError: (error: ChatError) => void
  /** For the host: a Message that is news, our own too. */
  readonly onMessage: (message: Message, own: boolean, channelSid: string) => void
  /** For the host: one of our own is on its way. */
  readonly onDelivery?: (id: string, status: Delivery, error: ChatError | null, channelSid: string) => void
}

/** The Chat that the UI sees, and what the widget needs beside it. */
export interface ChatStore {
  readonly chat: Chat
  /** The conversation that is open now, and how far it is read. */
  readonly current: ReadonlySignal<{ readonly channelSid: string; readonly horizon: number } | null>
  /** Connect without opening the panel. */
  begin(): void
  /** As `chat.send`, with files; resolves once all of it is stored. @throws ChatError */
  deliver(...said: Parameters<Live['send']>): Promise<void>
  /** Hang up; forget token, Messages and draft, and unless `keepUnsent` what was not sent yet. Opening the panel begins anew. */
  logout(keepUnsent?: boolean): Promise<void>
}

interface Stay {
  readonly conversation: Conversation
  readonly life: Lifetime
  /** While it takes Messages. */
  open: Lifetime | null
}

const NOTHING: Timeline = { entries: [], hasPrevious: false, loadingPrevious: false }

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )

export function createChatStore(deps: ChatDeps, lifetime: AbortSignal): ChatStore {
  const open = signal(false)
  const draft = signal('')
  const stay = signal<Stay | null>(null)
  const ending = signal(false)
  const distrusted = new Set<string>()
  const conversation = computed(() => stay.value?.conversation ?? null)

  const loggedOut = (): void => void logout(true)
  const session = createSession(
    { ...deps, watch, loggedOut, ending, enter, updated, gone, distrust, report: deps.onError, onState },
    lifetime,
  )

  /** Without its file a dead connection is found when it is used. */
  function watch(service: ChatService, signal: AbortSignal): void {
    deps.loadLive().then(
      ({ keepAlive }) => keepAlive(service, { ...deps, woke: session.reconnect }, signal),
      () => {},
    )
  }

  function enter(service: ChatService, channel: Channel, signal: AbortSignal): Promise<void> {
    return conversationIn(channel.sid, service.identity).attach(service, channel, signal)
  }

  function conversationIn(channelSid: string, identity: string): Conversation {
    const current = stay.peek()
    if (current?.conversation.channelSid === channelSid) return current.conversation
    leave()
    const life = createLifetime(lifetime)
    const acted = (error: ChatError | null): void => {
      if (error) deps.onError(error)
      session.dispatch({ type: 'acted', error })
    }
    const ended = (): void => session.dispatch({ type: 'ended', channelSid, reason: 'ended', canStart: deps.requestStart !== null })
    const next = createConversation(channelSid, identity, { ...deps, draft, report: deps.onError, acted, ended, ending }, life.signal)
    stay.value = { conversation: next, life, open: null }
    return next
  }

  function leave(): void {
    const current = stay.peek()
    stay.value = null
    current?.open?.end()
    current?.life.end()
  }

  function updated(channel: Channel): void {
    if (conversation.peek()?.channelSid === channel.sid) conversation.peek()?.updated(channel)
  }

  function gone(channelSid: string): void {
    if (conversation.peek()?.channelSid === channelSid) conversation.peek()?.gone()
  }

  function distrust({ sid }: Channel): void {
    if (distrusted.has(sid)) return
    distrusted.add(sid)
    deps.onError(
      new ChatError('channel-not-trusted', `The Channel ${sid} was made by somebody else; it is left alone`, {
        hint: 'If that creator is yours, name its Identity in channelCreators.',
      }),
    )
  }

  /** The conversation follows the session: it may send while that is open, and read while there is a connection. */
  function onState(state: SessionState, service: ChatService | null): void {
    const current = stay.peek()
    if (!current || channelOf(state) !== current.conversation.channelSid) return current?.conversation.link.down()
    const readable = state.status === 'ready' || (state.status === 'ended' && state.reason === 'ended')
    if (readable && service) current.conversation.link.up(service)
    else current.conversation.link.down()
    if (state.status === 'ready' && !current.open) {
      current.open = createLifetime(current.life.signal)
      void current.conversation.run(current.open.signal)
    }
    if (state.status === 'ended') {
      current.open?.end()
      current.open = null
      current.conversation.live?.close()
    }
  }

  /** What `key` names in the log, when it is ours. */
  function own(key: string): TimelineEntry | undefined {
    return conversation
      .peek()
      ?.timeline.peek()
      .entries.find((entry) => entry.key === key && entry.own)
  }

  async function keep(...said: Parameters<Live['send']>): ReturnType<Live['send']> {
    const current = conversation.peek()
    if (!current || !isOpen(session.state.peek())) throw new ChatError('not-ready', 'There is no conversation to send to')
    return (await current.lively()).send(...said)
  }

  async function logout(keepUnsent?: boolean): Promise<void> {
    const { identity = null } = conversation.peek() ?? {}
    batch(() => {
      leave()
      open.value = false
      draft.value = ''
    })
    distrusted.clear()
    await session.stop()
    // What was not sent may be of an earlier page, so that nobody here knows whose it is.
    if (!keepUnsent)
      await deps
        .loadLive()
        .then(({ forgetLetters }) => forgetLetters(identity))
        .catch(() => {})
  }

  const chat: Chat = {
    session: session.state,
    timeline: computed(() => conversation.value?.timeline.value ?? NOTHING),
    unread: computed(() => conversation.value?.unread.value ?? 0),
    horizon: computed(() => conversation.value?.horizon.value ?? -1),
    typing: computed(() => conversation.value?.typing.value ?? []),
    others: computed(() => conversation.value?.others.value ?? []),
    about: computed(() => conversation.value?.about.value ?? {}),
    open,
    draft,
    canEnd: computed(() => deps.requestEnd !== null && session.state.value.status === 'ready' && !ending.value),
    setOpen(next) {
      if (open.peek() === next || lifetime.aborted) return
      open.value = next
      if (next) session.begin()
    },
    setDraft: (text) => void (draft.value = text),
    start: session.start,
    tell: (...told) => succeeds(deps.tell(...told)),
    end() {
      if (chat.canEnd.peek()) conversation.peek()?.live?.end()
    },
    send: (body, enclosed) => succeeds(body.trim() === '' && !enclosed?.files?.length ? Promise.reject() : keep(body, enclosed)),
    retry(key) {
      if (isOpen(session.state.peek())) conversation.peek()?.live?.retry(key)
    },
    discard: (key) => conversation.peek()?.live?.discard(key),
    fileUrl: async (...file) => (await (await conversation.peek()?.lively())?.fileUrl(...file).catch(() => null)) ?? null,
    edit(key, body) {
      const entry = own(key)
      if (entry && body.trim() !== '' && body !== entry.body) conversation.peek()?.live?.edit(entry, body)
    },
    remove(key) {
      const entry = own(key)
      if (entry && !entry.deleted) conversation.peek()?.live?.remove(entry)
    },
    loadPrevious: () => conversation.peek()?.live?.loadPrevious(),
    loadAll: async () => (await conversation.peek()?.live?.loadAll()) ?? false,
    typed() {
      if (session.state.peek().status === 'ready') conversation.peek()?.live?.typed()
    },
    read() {
      if (open.peek() && deps.visible.peek()) conversation.peek()?.read()
    },
    reconnect: session.reconnect,
  }

  return {
    chat,
    current: computed(() => {
      const { value } = conversation
      return value && isOpen(session.state.value) ? { channelSid: value.channelSid, horizon: value.horizon.value } : null
    }),
    begin: session.begin,
    deliver: async (...said) => (await keep(...said)).stored,
    logout,
  }
}

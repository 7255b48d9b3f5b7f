import { batch, computed, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { ChatError } from '../chat/errors.ts'
import type { ChatService } from '../chat/service.ts'
import type { Channel, Delivery, Message } from '../chat/types.ts'
import type { Schedule } from '../lib/frame.ts'
import { createLifetime } from '../lib/lifetime.ts'
import type { Lifetime } from '../lib/lifetime.ts'
import { hasEnded } from './trust.ts'
import type { Chat, Room, Timeline } from './chat.ts'
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
  /** While it has the composer. */
  front: Lifetime | null
  /** What stood in the composer when the visitor went to another. */
  draft: string
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
  /** The one on the screen, and those that the visitor left open for it: they send, read and are told of like that one. */
  const stays = new Map<string, Stay>()
  const channels = signal<readonly Channel[]>([])

  const loggedOut = (): void => void logout(true)
  const session = createSession(
    {
      ...deps,
      watch,
      loggedOut,
      ending,
      enter,
      updated,
      gone,
      over,
      distrusted,
      report: deps.onError,
      onState,
      listed: (all) => void (channels.value = all),
      visited: () => [...stays.keys()].filter((sid) => sid !== channelOf(session.state.peek())),
      remembered: (sid) => deps.horizonOf(sid) !== null,
    },
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
    const next = stays.get(channel.sid) ?? begin(channel.sid, service.identity)
    if (channelOf(session.state.peek()) === channel.sid) show(next)
    return next.conversation.attach(service, channel, signal)
  }

  function begin(channelSid: string, identity: string): Stay {
    const life = createLifetime(lifetime)
    const acted = (error: ChatError | null): void => {
      if (error) deps.onError(error)
      if (isShown(channelSid)) session.dispatch({ type: 'acted', error })
    }
    const ended = (): void => session.dispatch({ type: 'ended', channelSid, reason: 'ended', canStart: deps.requestStart !== null })
    const conversation = createConversation(
      channelSid,
      identity,
      { ...deps, draft, report: deps.onError, acted, ended, ending },
      life.signal,
    )
    const next: Stay = { conversation, life, open: null, front: null, draft: '' }
    stays.set(channelSid, next)
    return next
  }

  const isShown = (channelSid: string): boolean => conversation.peek()?.channelSid === channelSid

  function show(next: Stay): void {
    const before = stay.peek()
    if (before === next) return
    if (before?.open) {
      before.front?.end()
      before.front = null
      before.draft = draft.peek()
      draft.value = next.draft
    } else if (before) leave(before)
    stay.value = next
  }

  function leave(left: Stay): void {
    stays.delete(left.conversation.channelSid)
    left.life.end()
    if (stay.peek() === left) stay.value = null
  }

  function updated(channel: Channel): void {
    stays.get(channel.sid)?.conversation.updated(channel)
  }

  function gone(channelSid: string): void {
    stays.get(channelSid)?.conversation.gone()
  }

  /** Of one that is not on the screen. */
  function over(channelSid: string): void {
    const left = stays.get(channelSid)
    if (!left || isShown(channelSid)) return
    left.conversation.live?.close()
    leave(left)
  }

  /** The conversation follows the session: it may send while that is open, and read while there is a connection. */
  function onState(state: SessionState, service: ChatService | null): void {
    const current = stay.peek()
    const isCurrent = channelOf(state) === current?.conversation.channelSid
    for (const each of stays.values()) {
      const isReadable =
        each !== current
          ? state.status !== 'reconnecting'
          : isCurrent && (state.status === 'ready' || (state.status === 'ended' && state.reason === 'ended'))
      if (isReadable && service) each.conversation.link.up(service)
      else each.conversation.link.down()
    }
    if (!current || !isCurrent) return
    if (state.status === 'ready') {
      if (!current.open) {
        current.open = createLifetime(current.life.signal)
        void current.conversation.run(current.open.signal)
      }
      if (!current.front) {
        current.front = createLifetime(current.open.signal)
        void current.conversation.compose(current.front.signal)
      }
    }
    if (state.status === 'ended') {
      current.open?.end()
      current.open = current.front = null
      current.conversation.live?.close()
    }
  }

  /** Now, or once the file that does it is here. */
  function act(what: (live: Live) => unknown): void {
    const current = conversation.peek()
    if (current?.live) what(current.live)
    else current?.lively().then(what, () => {})
  }

  async function keep(...said: Parameters<Live['send']>): ReturnType<Live['send']> {
    const current = conversation.peek()
    if (!current || !isOpen(session.state.peek())) throw new ChatError('not-ready', 'There is no conversation to send to')
    return (await current.lively()).send(...said)
  }

  async function logout(keepUnsent?: boolean): Promise<void> {
    const { identity = null } = conversation.peek() ?? {}
    batch(() => {
      for (const left of stays.values()) leave(left)
      channels.value = []
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

  const unreadIn = ({ sid, lastMessageIndex, lastConsumedMessageIndex }: Channel): number =>
    stays.get(sid)?.conversation.unread.value ?? Math.max(0, (lastMessageIndex ?? -1) - (lastConsumedMessageIndex ?? -1))
  const rooms = computed<readonly Room[]>(() => {
    void stay.value
    return channels.value.map((channel) => ({ channel, unread: unreadIn(channel) }))
  })

  const chat: Chat = {
    session: session.state,
    timeline: computed(() => conversation.value?.timeline.value ?? NOTHING),
    rooms,
    unread: computed(() => {
      const here = conversation.value
      const others = rooms.value.filter(({ channel }) => channel.sid !== here?.channelSid && !hasEnded(channel))
      return others.reduce((sum, { unread }) => sum + unread, here?.unread.value ?? 0)
    }),
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
    visit: session.visit,
    tell: (...told) => succeeds(deps.tell(...told)),
    end() {
      act((live) => chat.canEnd.peek() && live.end())
    },
    send: (body, enclosed) => succeeds(body.trim() === '' && !enclosed?.files?.length ? Promise.reject() : keep(body, enclosed)),
    retry(key) {
      if (isOpen(session.state.peek())) act((live) => live.retry(key))
    },
    discard: (key) => act((live) => live.discard(key)),
    fileUrl: async (...file) => (await (await conversation.peek()?.lively())?.fileUrl(...file).catch(() => null)) ?? null,
    edit: (...edit) => act((live) => live.edit(...edit)),
    remove: (key) => act((live) => live.remove(key)),
    loadPrevious: () => act((live) => live.loadPrevious()),
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

import { computed, signal } from '@preact/signals-core'
import type { ReadonlySignal, Signal } from '@preact/signals-core'
import type { ChatError } from '../chat/errors.ts'
import type { ChatService, ChatServiceEvents } from '../chat/service.ts'
import type { Attributes, Channel, Delivery, Message } from '../chat/types.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import type { Schedule } from '../lib/frame.ts'
import { onEnd } from '../lib/lifetime.ts'
import { retry } from '../lib/retry.ts'
import type { Timeline } from './chat.ts'
import { createHistory } from './history.ts'
import type { RequestEnd } from './house.ts'
import { createLink } from './link.ts'
import type { Link } from './link.ts'
import type { Live, LiveModule } from './live/index.ts'
import { createMembers } from './members.ts'
import { createTimeline } from './timeline.ts'
import { createUnread } from './unread.ts'

/** Loads what a conversation does once it is there. Rejects when the file cannot be had; may be called again. */
export type LoadLive = () => Promise<LiveModule>

export interface ConversationDeps {
  readonly clock: Clock
  readonly random: () => number
  readonly uuid: () => string
  readonly schedule: Schedule
  readonly visible: ReadonlySignal<boolean>
  readonly loadLive: LoadLive
  readonly requestEnd: RequestEnd | null
  /** The text in the composer. */
  readonly draft: Signal<string>
  /** The end endpoint is being asked. */
  readonly ending: Signal<boolean>
  /** It has ended the conversation. */
  readonly ended: () => void
  readonly report: (error: ChatError) => void
  /** What the visitor asked for failed; null = it is tried. */
  readonly acted: (error: ChatError | null) => void
  /** How far it was read on an earlier page; null = not known. */
  readonly horizonOf: (channelSid: string) => number | null
  /** A Message that is news: live, or missed and caught up with. Our own too. */
  readonly onMessage: (message: Message, own: boolean, channelSid: string) => void
  /** One of our own is on its way. */
  readonly onDelivery?: (id: string, status: Delivery, error: ChatError | null, channelSid: string) => void
}

/** One Channel: its Messages, Members and what we do in it. Outlives connections; ends with `signal`. */
export interface Conversation {
  readonly channelSid: string
  readonly identity: string
  readonly timeline: ReadonlySignal<Timeline>
  readonly unread: ReadonlySignal<number>
  /** The highest index that is read, -1 = none. */
  readonly horizon: ReadonlySignal<number>
  /** Names. */
  readonly typing: ReadonlySignal<readonly string[]>
  readonly others: ReadonlySignal<readonly string[]>
  /** The Channel's attributes. */
  readonly about: ReadonlySignal<Attributes>
  readonly link: Link
  /** null until its file is here. */
  readonly live: Live | null
  /** Resolves once it is; rejects when the conversation is left. */
  lively(): Promise<Live>
  /** Reads Members and Messages, and follows the service's events until `signal` ends. @throws ChatError */
  attach(service: ChatService, channel: Channel, signal: AbortSignal): Promise<void>
  /** The service's news of the Channel itself. */
  updated(channel: Channel): void
  /** We may not read it any more: what is here is all there is. */
  gone(): void
  /** It takes Messages from now on, until `signal` ends. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** It has the composer, until `signal` ends. Never rejects. */
  compose(signal: AbortSignal): Promise<void>
  /** All that the log shows is read. */
  read(): void
}

type RoomEvent = {
  [Name in keyof ChatServiceEvents]: ChatServiceEvents[Name] extends { channelSid: string } ? Name : never
}[keyof ChatServiceEvents]
type Followers = { readonly [Name in RoomEvent]: (event: ChatServiceEvents[Name]) => void }

export function createConversation(channelSid: string, identity: string, deps: ConversationDeps, lifetime: AbortSignal): Conversation {
  const { clock, random, schedule, loadLive } = deps
  const link = createLink()
  const members = createMembers(
    identity,
    (who) => timeline.rename(who),
    (index) => timeline.readTo(index),
  )
  const timeline = createTimeline({ identity, nameOf: members.nameOf, schedule, signal: lifetime })
  const history = createHistory(channelSid, timeline)
  const unread = createUnread(timeline.entries)
  const typists = signal<readonly string[]>([])
  const loadingPrevious = signal(false)
  const readable = signal(true)
  const about = signal<Attributes>({})
  let live: Live | null = null
  unread.advance(deps.horizonOf(channelSid) ?? -1)

  const announce = (messages: readonly Message[]): void =>
    messages.forEach((message) => deps.onMessage(message, message.author === identity, channelSid))

  const followers: Followers = {
    messageAdded({ message }) {
      live?.came(message)
      announce(timeline.merge([message]))
    },
    messageUpdated: ({ message }) => timeline.amend(message),
    messageRemoved: ({ index }) => timeline.remove(index),
    memberJoined: ({ member }) => members.put(member),
    memberUpdated: ({ member }) => members.put(member),
    memberLeft({ member }) {
      live?.heard(member.identity, false)
      members.left(member)
    },
    typing: (event) => live?.heard(event.identity, event.typing),
  }

  /** Events of the service, filtered to this Channel. */
  function follow<Name extends RoomEvent>(service: ChatService, name: Name, signal: AbortSignal): void {
    const off = service.on(name, (event) => {
      if ((event as { channelSid: string }).channelSid === channelSid) followers[name](event)
    })
    onEnd(signal, off)
  }

  async function loadedLive(signal: AbortSignal): Promise<Live> {
    const loaded = await retry(loadLive, { attempts: Infinity, clock, signal, delayMs: (failures) => backoffMs(failures, random) })
    return (live ??= loaded.createLive({
      ...deps,
      channelSid,
      identity,
      typists,
      loadingPrevious,
      link,
      timeline,
      history,
      unread,
      announce,
      lifetime,
    }))
  }

  /** Unless `signal` ends first. */
  const onceLive = (what: 'run' | 'compose' | 'countUnread', signal: AbortSignal): Promise<void> =>
    loadedLive(signal).then(
      (loaded) => loaded[what](signal),
      () => {},
    )

  function updated({ lastConsumedMessageIndex, attributes }: Channel): void {
    unread.told(lastConsumedMessageIndex)
    about.value = attributes
  }

  return {
    channelSid,
    identity,
    timeline: computed(() => ({
      entries: timeline.entries.value,
      hasPrevious: readable.value && history.hasPrevious.value,
      loadingPrevious: readable.value && loadingPrevious.value,
    })),
    unread: unread.count,
    horizon: unread.horizon,
    typing: computed(() => typists.value.map(members.nameOf)),
    others: members.others,
    about,
    link,
    get live() {
      return live
    },
    lively: () => loadedLive(lifetime),
    async attach(service, channel, signal) {
      readable.value = true
      for (const name of Object.keys(followers) as RoomEvent[]) follow(service, name, signal)
      updated(channel)
      const [present, news] = await Promise.all([service.members(channelSid), history.begin(service)])
      members.replace(present)
      announce(news)
      timeline.flush()
      void onceLive('countUnread', signal)
    },
    updated,
    gone: () => void (readable.value = false),
    run: (signal) => onceLive('run', signal),
    compose: (signal) => onceLive('compose', signal),
    read() {
      const newest = timeline.entries.peek().findLast(({ index }) => index !== null)
      if (newest) unread.advance(newest.index!)
    },
  }
}

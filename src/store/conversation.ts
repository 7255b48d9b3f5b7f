import { computed, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { ChatError } from '../chat/errors.ts'
import type { ChatService } from '../chat/service.ts'
import type { Channel, Message } from '../chat/types.ts'
import { createBell } from '../lib/bell.ts'
import type { Clock } from '../lib/clock.ts'
import type { Schedule } from '../lib/frame.ts'
import { firstOf } from '../lib/lifetime.ts'
import type { Timeline, TimelineEntry } from './chat.ts'
import { createHistory } from './history.ts'
import { createLink } from './link.ts'
import type { Link } from './link.ts'
import { createMembers } from './members.ts'
import { createOutbox } from './outbox.ts'
import type { Outbox } from './outbox.ts'
import { createTimeline } from './timeline.ts'
import { createTyping } from './typing.ts'
import { createUnread } from './unread.ts'

/** While the page is visible, what a deaf subscription may have missed is looked for this often. */
const RECONCILE_MS = 60_000
const RETRY_MS = 5_000

export interface ConversationDeps {
  readonly clock: Clock
  readonly random: () => number
  readonly uuid: () => string
  readonly schedule: Schedule
  readonly visible: ReadonlySignal<boolean>
  readonly report: (error: ChatError) => void
  /** What the visitor asked for failed; null = it is tried. */
  readonly acted: (error: ChatError | null) => void
  /** How far it was read on an earlier page; null = not known. */
  readonly horizonOf: (channelSid: string) => number | null
  /** A Message that is news: live, or missed and caught up with. Our own too. */
  readonly onMessage: (message: Message, own: boolean, channelSid: string) => void
}

/** One Channel: its Messages, Members and what we do in it. Outlives connections; ends with `signal`. */
export interface Conversation {
  readonly channelSid: string
  readonly timeline: ReadonlySignal<Timeline>
  readonly unread: ReadonlySignal<number>
  /** The highest index that is read, -1 = none. */
  readonly horizon: ReadonlySignal<number>
  /** Names. */
  readonly typing: ReadonlySignal<readonly string[]>
  readonly others: ReadonlySignal<readonly string[]>
  readonly link: Link
  readonly outbox: Outbox
  /** Reads Members and Messages, and follows the service's events until `signal` ends. @throws ChatError */
  attach(service: ChatService, channel: Channel, signal: AbortSignal): Promise<void>
  /** The service's news of the Channel itself. */
  updated(channel: Channel): void
  /** We may not read it any more: what is here is all there is. */
  gone(): void
  /** It takes Messages from now on, until `signal` ends. */
  run(signal: AbortSignal): void
  loadPrevious(): void
  typed(): void
  /** All that the log shows is read. */
  read(): void
  edit(entry: TimelineEntry, body: string): void
  remove(entry: TimelineEntry): void
}

export function createConversation(channelSid: string, identity: string, deps: ConversationDeps, lifetime: AbortSignal): Conversation {
  const { clock, random, uuid, schedule, visible, report } = deps
  const link = createLink()
  const members = createMembers(identity, (who) => timeline.rename(who))
  const timeline = createTimeline({ identity, nameOf: members.nameOf, schedule, signal: lifetime })
  const history = createHistory({ channelSid, timeline, link, report })
  const outbox = createOutbox({ channelSid, link, timeline, clock, random, uuid })
  const typing = createTyping({ channelSid, identity, link, clock, signal: lifetime })
  const unread = createUnread({ channelSid, entries: timeline.entries, link, clock, random })
  unread.advance(deps.horizonOf(channelSid) ?? -1)
  const due = createBell()
  const readable = signal(true)

  const announce = (messages: readonly Message[]): void =>
    messages.forEach((message) => deps.onMessage(message, message.author === identity, channelSid))

  /** Signals of the service, filtered to this Channel. */
  function follow(service: ChatService, signal: AbortSignal): void {
    const ours = <Event extends { readonly channelSid: string }>(then: (event: Event) => void) => {
      return (event: Event): void => {
        if (event.channelSid === channelSid) then(event)
      }
    }
    const subscriptions = [
      service.on(
        'messageAdded',
        ours(({ message }) => {
          typing.heard(message.author, false)
          announce(timeline.merge([message]))
        }),
      ),
      service.on(
        'messageUpdated',
        ours(({ message }) => timeline.amend(message)),
      ),
      service.on(
        'messageRemoved',
        ours(({ index }) => timeline.remove(index)),
      ),
      service.on(
        'memberJoined',
        ours(({ member }) => members.put(member)),
      ),
      service.on(
        'memberUpdated',
        ours(({ member }) => members.put(member)),
      ),
      service.on(
        'memberLeft',
        ours(({ member }) => {
          typing.heard(member.identity, false)
          members.left(member)
        }),
      ),
      service.on(
        'typing',
        ours((event) => typing.heard(event.identity, event.typing)),
      ),
    ]
    signal.addEventListener('abort', () => subscriptions.forEach((off) => off()), { once: true })
  }

  /** After every reconnect, and every minute while visible. Counts of the service are never trusted. */
  async function reconcile(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const reconnected = await firstOf(
          signal,
          (over) => due.wait(over).then(() => true),
          (over) => clock.sleep(RECONCILE_MS, over).then(() => false),
        )
        const service = await link.live(signal)
        if (reconnected || visible.peek()) announce(await history.catchUp(service))
      } catch {
        await clock.sleep(RETRY_MS, signal).then(due.ring, () => {})
      }
    }
  }

  async function change(work: (service: ChatService) => Promise<void>): Promise<void> {
    deps.acted(null)
    try {
      if (!link.service) throw new ChatError('not-ready', 'There is no connection', { retryable: true })
      await work(link.service)
    } catch (cause) {
      deps.acted(ChatError.from(cause))
    }
  }

  return {
    channelSid,
    timeline: computed(() => ({
      entries: timeline.entries.value,
      hasPrevious: readable.value && history.hasPrevious.value,
      loadingPrevious: readable.value && history.loadingPrevious.value,
    })),
    unread: unread.count,
    horizon: unread.horizon,
    typing: computed(() => typing.identities.value.map(members.nameOf)),
    others: members.others,
    link,
    outbox: {
      ...outbox,
      send(body) {
        typing.sent()
        return outbox.send(body)
      },
    },
    async attach(service, channel, signal) {
      readable.value = true
      follow(service, signal)
      unread.told(channel.lastConsumedMessageIndex)
      const [present, news] = await Promise.all([service.members(channelSid), history.begin(service)])
      members.replace(present)
      announce(news)
      timeline.flush()
      history.loadDownTo(unread.horizon.peek(), signal).catch(() => {}) // the count is then a lower bound
    },
    updated: (channel) => unread.told(channel.lastConsumedMessageIndex),
    gone: () => void (readable.value = false),
    run(signal) {
      link.onUp(() => due.ring(), signal)
      let wasVisible = visible.peek()
      const stopWatching = visible.subscribe((isVisible) => {
        if (isVisible && !wasVisible) due.ring()
        wasVisible = isVisible
      })
      signal.addEventListener('abort', stopWatching, { once: true })
      void outbox.run(signal)
      void unread.run(signal)
      void reconcile(signal)
    },
    loadPrevious: () => void history.loadPrevious(lifetime),
    typed: () => typing.typed(),
    read() {
      const newest = timeline.entries.peek().findLast(({ index }) => index !== null)?.index
      if (newest !== null && newest !== undefined) unread.advance(newest)
    },
    edit: ({ sid }, body) => void (sid && change((service) => service.editMessage(channelSid, sid, body))),
    remove: ({ sid }) => void (sid && change((service) => service.removeMessage(channelSid, sid))),
  }
}

import type { ReadonlySignal, Signal } from '@preact/signals-core'
import { ChatError } from '../../chat/errors.ts'
import type { ChatService } from '../../chat/service.ts'
import type { Message } from '../../chat/types.ts'
import { createBell } from '../../lib/bell.ts'
import { firstOf, onEnd } from '../../lib/lifetime.ts'
import type { TimelineEntry } from '../chat.ts'
import * as house from '../house.ts'
import type { RequestEnd } from '../house.ts'
import { loadDownTo, loadPrevious } from './older.ts'
import type { OlderOptions } from './older.ts'
import { createBrowserDisk } from './browser-disk.ts'
import type { Disk } from './disk.ts'
import { createDrafts, keepDraft } from './drafts.ts'
import type { DraftOptions } from './drafts.ts'
import * as liveness from './liveness.ts'
import { createOutbox } from './outbox.ts'
import type { Outbox, OutboxOptions } from './outbox.ts'
import { toLetters } from './letter.ts'
import type { Enclosed } from './letter.ts'
import { tellReading } from './reading.ts'
import type { ReadingOptions } from './reading.ts'
import { reconcile } from './reconcile.ts'
import type { ReconcileOptions } from './reconcile.ts'
import { createTyping } from './typing.ts'
import type { Typing, TypingOptions } from './typing.ts'

/*
 * What a conversation does once it is there: deliver, tell, catch up, page upwards. One chunk, asked for beside the SDK;
 * until it is here the log can be read, and what is written waits in the mailbox.
 */

export interface LiveOptions extends OutboxOptions, ReadingOptions, TypingOptions, OlderOptions, ReconcileOptions, DraftOptions {
  readonly visible: ReadonlySignal<boolean>
  readonly requestEnd: RequestEnd | null
  /** The end endpoint is being asked. */
  readonly ending: Signal<boolean>
  /** It has ended the conversation. */
  readonly ended: () => void
  /** What the visitor asked for failed; null = it is tried. */
  readonly acted: (error: ChatError | null) => void
  /** Messages that are news. */
  readonly announce: (messages: readonly Message[]) => void
}

export interface Live extends Typing, Pick<Outbox, 'retry' | 'discard' | 'close'> {
  /** Until `signal` ends. */
  run(signal: AbortSignal): void
  /** As the outbox's; where a Message can hold only a text or one file, as several. What was typed is told no more. */
  send(body: string, enclosed?: Enclosed): ReturnType<Outbox['send']>
  /** Takes up the draft and keeps it, until `signal` ends. */
  compose(signal: AbortSignal): void
  /** An event brought it. */
  came(message: Message): void
  loadPrevious(): void
  /** Reads to the first Message. False: that could not be done. */
  loadAll(): Promise<boolean>
  /** What is unread may lie below the first page. */
  countUnread(signal: AbortSignal): void
  /** Of a file, once there is a connection. @throws ChatError */
  fileUrl(messageSid: string, mediaSid: string): Promise<string>
  /** Of our own. */
  edit(key: string, body: string): void
  remove(key: string): void
  /** Ask the back end to end it. */
  end(): void
}

/** While the page is visible, what a deaf subscription may have missed is looked for this often. */
const RECONCILE_MS = 60_000
const RETRY_MS = 5_000
/** A file is waited for so long. */
const LINK_WITHIN_MS = 30_000
/** An event may come after the answer that holds the same Message. */
const LATE_EVENT_MS = 3_000

/** What a conversation does once it is there, with letters kept on this disk. */
export interface LiveModule {
  createLive(options: Omit<LiveOptions, 'disk' | 'drafts'>): Live
  /** The visitor leaves: letters of this Identity, or of everybody (null), and drafts are not to be found here any more. */
  forgetLetters(identity: string | null): Promise<void>
  readonly keepAlive: typeof liveness.keepAlive
  readonly requestStart: typeof house.requestStart
  readonly requestEnd: typeof house.requestEnd
  readonly tell: typeof house.tell
}

export const liveOn = (disk: Disk, drafts = createDrafts()): LiveModule => ({
  createLive: (options) => makeLive({ ...options, disk, drafts }),
  forgetLetters(identity) {
    drafts.clear()
    return disk.clear(identity)
  },
  keepAlive: liveness.keepAlive,
  ...house,
})

export const { createLive, forgetLetters, keepAlive, requestStart, requestEnd, tell } = liveOn(createBrowserDisk())

function makeLive(options: LiveOptions): Live {
  const { channelSid, link, clock, visible, unread, timeline, lifetime } = options
  const due = createBell()
  const outbox = createOutbox(options)
  const typing = createTyping(options)
  /** As the last connection said; without one what every service can do. */
  let multipleMedia = false
  /** Indexes that events brought since the last look. */
  const heard = new Set<number>()
  /** Indexes that stood in the log when a look did not find them. */
  const missed = new Set<number>()

  /** After every reconnect, and every minute while visible. Counts of the service are never trusted. */
  async function keepTrue(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const reconnected = await firstOf(
          signal,
          (over) => due.wait(over).then(() => true),
          (over) => clock.sleep(RECONCILE_MS, over).then(() => false),
        )
        const service = await link.live(signal)
        if (!reconnected && !visible.peek()) continue
        heard.clear()
        const news = await reconcile(service, options, { all: reconnected, missed })
        options.announce(news)
        await outbox.refresh()
        if (!reconnected && news.length > 0) await mend(service, news, signal)
      } catch {
        await clock.sleep(RETRY_MS, signal).then(due.ring, () => {})
      }
    }
  }

  /** A subscription may have failed for the life of an SDK client, which then hears nothing any more: only a new client does. */
  async function mend(service: ChatService, news: readonly Message[], signal: AbortSignal): Promise<void> {
    await clock.sleep(LATE_EVENT_MS, signal)
    if (news.some(({ index }) => !heard.has(index))) await service.rebuild?.()
  }

  /** What `key` names in the log, when it is ours. */
  const own = (key: string): TimelineEntry | undefined => timeline.entries.peek().find((entry) => entry.key === key && entry.own)

  /** What the visitor asks for. */
  async function act(work: () => Promise<void>): Promise<void> {
    options.acted(null)
    try {
      await work()
    } catch (cause) {
      if (!lifetime.aborted) options.acted(ChatError.from(cause))
    }
  }
  async function change(work: (service: ChatService) => Promise<void>): Promise<void> {
    if (!link.service) throw new ChatError('not-ready', 'There is no connection', { retryable: true })
    await work(link.service)
  }
  async function end(): Promise<void> {
    options.ending.value = true
    try {
      await options.requestEnd?.(channelSid, lifetime)
      options.ended()
    } finally {
      options.ending.value = false
    }
  }

  return {
    ...typing,
    ...outbox,
    async send(body, { files = [], attributes } = {}) {
      multipleMedia = link.service?.capabilities.multipleMedia ?? multipleMedia
      const letters = await Promise.all(
        toLetters(body, files, multipleMedia).map((letter, at) => outbox.send(...letter, at === 0 ? attributes : undefined)),
      )
      const stored = Promise.all(letters.map((letter) => letter.stored)).then(() => undefined)
      // They stand in the log, with their errors.
      stored.catch(() => {})
      return { stored }
    },
    came({ author, index }) {
      heard.add(index)
      typing.heard(author, false)
    },
    run(signal) {
      link.onUp(due.ring, signal)
      let wasVisible = visible.peek()
      const stopWatching = visible.subscribe((isVisible) => {
        if (isVisible && !wasVisible) due.ring()
        wasVisible = isVisible
      })
      onEnd(signal, stopWatching)
      void outbox.run(signal)
      void tellReading(options, signal)
      void keepTrue(signal)
    },
    compose: (signal) => keepDraft(options, signal),
    close() {
      options.drafts.remove(channelSid)
      outbox.close()
    },
    loadPrevious: () => void loadPrevious(options, lifetime),
    loadAll: () =>
      loadDownTo(-1, options, lifetime, Infinity).then(
        () => true,
        () => false,
      ),
    countUnread: (signal) => void loadDownTo(unread.horizon.peek(), options, signal).catch(() => {}), // the count is then a lower bound
    fileUrl: async (...file) =>
      (
        await firstOf(lifetime, link.live, async (over) => {
          await clock.sleep(LINK_WITHIN_MS, over)
          throw new ChatError('not-ready', 'There is no connection', { retryable: true })
        })
      ).mediaUrl(channelSid, ...file),
    edit(key, body) {
      const { sid, body: before } = own(key) ?? {}
      if (sid && body.trim() !== '' && body !== before) void act(() => change((service) => service.editMessage(channelSid, sid, body)))
    },
    remove(key) {
      const { sid, deleted } = own(key) ?? {}
      if (sid && !deleted) void act(() => change((service) => service.removeMessage(channelSid, sid)))
    },
    end: () => void act(end),
  }
}

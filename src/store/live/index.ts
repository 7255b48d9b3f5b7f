import type { ReadonlySignal, Signal } from '@preact/signals-core'
import { ChatError } from '../../chat/errors.ts'
import type { ChatService } from '../../chat/service.ts'
import type { Message } from '../../chat/types.ts'
import { createBell } from '../../lib/bell.ts'
import { firstOf, onEnd } from '../../lib/lifetime.ts'
import type { TimelineEntry } from '../chat.ts'
import type { RequestEnd } from '../house.ts'
import { loadDownTo, loadPrevious } from './older.ts'
import type { OlderOptions } from './older.ts'
import { deliverLetters } from './outbox.ts'
import type { OutboxOptions } from './outbox.ts'
import { tellReading } from './reading.ts'
import type { ReadingOptions } from './reading.ts'
import { createTyping } from './typing.ts'
import type { Typing, TypingOptions } from './typing.ts'

/*
 * What a conversation does once it is there: deliver, tell, catch up, page upwards. One chunk, asked for beside the SDK;
 * until it is here the log can be read, and what is written waits in the mailbox.
 */

export interface LiveOptions extends OutboxOptions, ReadingOptions, TypingOptions, OlderOptions {
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

export interface Live extends Typing {
  /** Until `signal` ends. */
  run(signal: AbortSignal): void
  loadPrevious(): void
  /** What is unread may lie below the first page. */
  countUnread(signal: AbortSignal): void
  edit(entry: TimelineEntry, body: string): void
  remove(entry: TimelineEntry): void
  /** Send a failed one again. */
  retry(id: string): void
  /** Take a failed one off the log. */
  discard(id: string): void
  /** Ask the back end to end it. */
  end(): void
}

/** While the page is visible, what a deaf subscription may have missed is looked for this often. */
const RECONCILE_MS = 60_000
const RETRY_MS = 5_000

export function createLive(options: LiveOptions): Live {
  const { channelSid, link, clock, visible, history, mailbox, timeline, unread, lifetime } = options
  const due = createBell()

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
        if (reconnected || visible.peek()) options.announce(await history.catchUp(service))
      } catch {
        await clock.sleep(RETRY_MS, signal).then(due.ring, () => {})
      }
    }
  }

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
    ...createTyping(options),
    run(signal) {
      link.onUp(due.ring, signal)
      let wasVisible = visible.peek()
      const stopWatching = visible.subscribe((isVisible) => {
        if (isVisible && !wasVisible) due.ring()
        wasVisible = isVisible
      })
      onEnd(signal, stopWatching)
      void deliverLetters(options, signal)
      void tellReading(options, signal)
      void reconcile(signal)
    },
    loadPrevious: () => void loadPrevious(options, lifetime),
    countUnread: (signal) => void loadDownTo(unread.horizon.peek(), options, signal).catch(() => {}), // the count is then a lower bound
    edit: ({ sid }, body) => void (sid && act(() => change((service) => service.editMessage(channelSid, sid, body)))),
    remove: ({ sid }) => void (sid && act(() => change((service) => service.removeMessage(channelSid, sid)))),
    retry(id) {
      const letter = mailbox.failed.get(id)
      if (!letter) return
      mailbox.failed.delete(id)
      timeline.mark(id, null)
      mailbox.waiting.push(letter)
      mailbox.arrived.ring()
    },
    discard(id) {
      if (mailbox.failed.delete(id)) timeline.drop(id)
    },
    end: () => void act(end),
  }
}

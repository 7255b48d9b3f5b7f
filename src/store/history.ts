import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { ChatError } from '../chat/errors.ts'
import type { ChatService } from '../chat/service.ts'
import type { Message } from '../chat/types.ts'
import type { Link } from './link.ts'
import type { TimelineStore } from './timeline.ts'

const PAGE = 30
/** For counting what is unread below the first page. */
const LONG_PAGE = 100
const MOST_PAGES = 10

export interface HistoryOptions {
  readonly channelSid: string
  readonly timeline: TimelineStore
  readonly link: Link
  readonly report: (error: ChatError) => void
}

/** What the service has stored: pages upwards, and what a broken connection missed. */
export interface History {
  readonly hasPrevious: ReadonlySignal<boolean>
  readonly loadingPrevious: ReadonlySignal<boolean>
  /** The first time the newest page, later what came since. Returns what is news rather than history. @throws ChatError */
  begin(service: ChatService): Promise<readonly Message[]>
  /** One page upwards. One at a time; a failure is reported and may be tried again. */
  loadPrevious(signal: AbortSignal): Promise<void>
  /** Pages upwards until what lies at or below `index` is reached; 1,000 Messages at most. */
  loadDownTo(index: number, signal: AbortSignal): Promise<void>
  /** Read everything after the last Message up to which nothing is missing. Returns what was new. @throws ChatError */
  catchUp(service: ChatService): Promise<readonly Message[]>
}

export function createHistory({ channelSid, timeline, link, report }: HistoryOptions): History {
  const hasPrevious = signal(false)
  const loadingPrevious = signal(false)
  /** Up to here nothing is missing; null = nothing is known. A live Message says nothing about those before it. */
  let completeTo: number | null = null
  /** Lowest index of the pages. */
  let oldest: number | null = null

  async function pageUp(service: ChatService, limit: number): Promise<void> {
    const page = await service.messages(channelSid, oldest === null ? { limit } : { before: oldest, limit })
    timeline.merge(page.messages)
    const first = page.messages[0]?.index ?? oldest
    oldest = first === null || oldest === null ? first : Math.min(first, oldest)
    hasPrevious.value = page.hasPrevious && page.messages.length > 0
  }

  async function catchUp(service: ChatService): Promise<readonly Message[]> {
    const messages = await service.messagesAfter(channelSid, completeTo ?? -1)
    completeTo = Math.max(completeTo ?? -1, messages.at(-1)?.index ?? -1)
    return timeline.merge(messages)
  }

  return {
    hasPrevious,
    loadingPrevious,
    async begin(service) {
      if (completeTo !== null) return catchUp(service)
      const page = await service.messages(channelSid, { limit: PAGE })
      timeline.merge(page.messages)
      oldest = page.messages[0]?.index ?? null
      completeTo = page.messages.at(-1)?.index ?? -1
      hasPrevious.value = page.hasPrevious
      return []
    },
    async loadPrevious(signal) {
      if (loadingPrevious.peek() || !hasPrevious.peek()) return
      loadingPrevious.value = true
      try {
        await pageUp(await link.live(signal), PAGE)
      } catch (cause) {
        if (!signal.aborted) report(ChatError.from(cause))
      } finally {
        loadingPrevious.value = false
      }
    },
    async loadDownTo(index, signal) {
      for (let pages = 0; pages < MOST_PAGES && hasPrevious.peek() && oldest !== null && oldest > index + 1; pages += 1) {
        await pageUp(await link.live(signal), LONG_PAGE)
      }
    },
    catchUp,
  }
}

import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { ChatService } from '../chat/service.ts'
import type { Message } from '../chat/types.ts'
import type { TimelineStore } from './timeline.ts'

/** The first page. How large its Messages are nobody knows yet. */
const PAGE = 20
/** What the service has stored: pages upwards, and what a broken connection missed. */
export interface History {
  readonly hasPrevious: ReadonlySignal<boolean>
  /** Lowest index of the pages read so far, null when there is none. */
  readonly oldest: number | null
  /** The first time the newest page, later what came since. Returns what is news rather than history. @throws ChatError */
  begin(service: ChatService): Promise<readonly Message[]>
  /** One page of at most `limit` upwards. @throws ChatError */
  pageUp(service: ChatService, limit: number): Promise<void>
  /**
   * Read everything after `after`, or after the last Message up to which nothing is missing, where that is lower. Returns what
   * is there, and what of it was new. @throws ChatError
   */
  catchUp(service: ChatService, after?: number): Promise<{ readonly messages: readonly Message[]; readonly news: readonly Message[] }>
}

export function createHistory(channelSid: string, timeline: TimelineStore): History {
  const hasPrevious = signal(false)
  /** Up to here nothing is missing; null = nothing is known. A live Message says nothing about those before it. */
  let completeTo: number | null = null
  let oldest: number | null = null

  async function pageUp(service: ChatService, limit: number): Promise<void> {
    const page = await service.messages(channelSid, oldest === null ? { limit } : { before: oldest, limit })
    timeline.merge(page.messages)
    const first = page.messages[0]?.index ?? oldest
    oldest = first === null || oldest === null ? first : Math.min(first, oldest)
    hasPrevious.value = page.hasPrevious && page.messages.length > 0
  }

  const catchUp: History['catchUp'] = async (service, after = Infinity) => {
    const messages = await service.messagesAfter(channelSid, Math.min(completeTo ?? -1, after))
    completeTo = Math.max(completeTo ?? -1, messages.at(-1)?.index ?? -1)
    return { messages, news: timeline.merge(messages) }
  }

  return {
    hasPrevious,
    get oldest() {
      return oldest
    },
    async begin(service) {
      if (completeTo !== null) return (await catchUp(service)).news
      const { messages, hasPrevious: more } = await service.messages(channelSid, { limit: PAGE })
      timeline.merge(messages)
      oldest = messages[0]?.index ?? null
      completeTo = messages.at(-1)?.index ?? -1
      hasPrevious.value = more
      return []
    },
    pageUp,
    catchUp,
  }
}

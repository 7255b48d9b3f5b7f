import type { ChatService } from '../../chat/service.ts'
import type { Message } from '../../chat/types.ts'
import type { History } from '../history.ts'
import type { TimelineStore } from '../timeline.ts'

export interface ReconcileOptions {
  readonly history: History
  readonly timeline: TimelineStore
}

/** How far back the minutely look goes: one page of the service. */
const LOOK_BACK = 100

export interface Look {
  /** Down to the oldest that was read, else the newest hundred. */
  readonly all: boolean
  /** Indexes that stood in the log when an earlier look did not find them; this one adds its own. */
  readonly missed: Set<number>
}

/**
 * Compares the log with what the service has: what was missed appears, what was edited is amended, what is gone is deleted.
 * Returns what was new. @throws ChatError
 */
export async function reconcile(
  service: ChatService,
  { history, timeline }: ReconcileOptions,
  { all, missed }: Look,
): Promise<readonly Message[]> {
  const oldest = history.oldest ?? 0
  const from = all ? oldest : Math.max(oldest, (timeline.newestIndex ?? 0) - LOOK_BACK)
  const shown = timeline.entries
    .peek()
    .flatMap(({ sid, index, deleted }) => (index !== null && !deleted && index >= from ? [{ sid, index }] : []))
  // One that was only acknowledged (no sid) may be listed a moment later: a second look decides.
  const seen = shown.filter(({ sid, index }) => sid !== null || missed.has(index))
  const { messages, news } = await history.catchUp(service, from - 1)
  const there = new Set(messages.map(({ index }) => index))
  for (const { index } of seen) if (!there.has(index)) timeline.remove(index)
  for (const { index } of shown) if (!there.has(index)) missed.add(index)
  return news
}

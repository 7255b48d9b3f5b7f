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

/**
 * Compares the log with what the service has: what was missed appears, what was edited is amended, what is gone is deleted.
 * `all`: down to the oldest that was read, else the newest hundred. Returns what was new. @throws ChatError
 */
export async function reconcile(
  service: ChatService,
  { history, timeline }: ReconcileOptions,
  { all }: { readonly all: boolean },
): Promise<readonly Message[]> {
  const oldest = history.oldest ?? 0
  const from = all ? oldest : Math.max(oldest, (timeline.newestIndex ?? 0) - LOOK_BACK)
  // One whose echo has not come (no sid) is not there because we were told so: it is no witness.
  const seen = timeline.entries
    .peek()
    .flatMap(({ sid, index, deleted }) => (sid !== null && index !== null && !deleted && index >= from ? [index] : []))
  const { messages, news } = await history.catchUp(service, from - 1)
  const there = new Set(messages.map(({ index }) => index))
  for (const index of seen) if (!there.has(index)) timeline.remove(index)
  return news
}

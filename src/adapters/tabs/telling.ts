import type { Clock } from '../../lib/clock.ts'
import { within } from '../../lib/deadline.ts'
import type { Memory } from './memory.ts'
import { restore } from './restore.ts'
import type { Line, News } from './wire.ts'

/** Tells what a client says, and what its predecessor's end left untold, in the order in which it happened. */
export interface Telling {
  hear(news: News): void
  /** There is another client. */
  begin(line: Line, signal: AbortSignal): void
}

/** What happens meanwhile is not held back for longer. */
const RESTORE_WITHIN_MS = 5_000

export function createTelling(memory: Memory, clock: Clock, emit: (news: News) => void): Telling {
  let held: News[] | null = null

  function tell(news: News): void {
    const known = memory.hear(news)
    if (known) emit(known)
  }

  async function catchUp(line: Line, signal: AbortSignal): Promise<void> {
    const late = (): Error => new Error('late')
    await within(RESTORE_WITHIN_MS, () => restore(memory, line, (news) => !signal.aborted && tell(news)), { clock, signal, late }).catch(
      () => {},
    )
    // Else the next client's turn has begun.
    if (signal.aborted) return
    const waiting = held ?? []
    held = null
    waiting.forEach(tell)
  }

  return {
    hear(news) {
      if (held && news.name !== 'tokenExpired' && news.name !== 'tokenExpiring') held.push(news)
      else tell(news)
    },
    begin(line, signal) {
      memory.forgetClient()
      if (!memory.listed && memory.rooms.size === 0) return
      held ??= []
      void catchUp(line, signal)
    },
  }
}

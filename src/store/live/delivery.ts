import { ChatError } from '../../chat/errors.ts'
import type { ChatService } from '../../chat/service.ts'
import { backoffMs } from '../../lib/backoff.ts'
import type { Clock } from '../../lib/clock.ts'
import { within } from '../../lib/deadline.ts'
import { firstOf } from '../../lib/lifetime.ts'
import type { Link } from '../link.ts'
import type { TimelineStore } from '../timeline.ts'
import type { Disk } from './disk.ts'
import type { Failure, Letter } from './letter.ts'

export interface DeliveryOptions {
  readonly channelSid: string
  readonly disk: Disk
  readonly link: Link
  readonly timeline: TimelineStore
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
  readonly show: (id: string, now: 'queued' | 'sending' | 'unknown') => void
}

/**
 * One letter on its way. A failed send is *unknown*, not lost: before it is sent again, the Channel is read past what was
 * known, and what is there already is not sent twice.
 */
export interface Delivery {
  /** `stored`; or why the visitor must decide; or `lost`: the connection is, and with it the answer. Rejects with `held`'s reason only. */
  deliver(letter: Letter, held: AbortSignal): Promise<'stored' | 'lost' | Failure>
  /** It has been tried on this page. */
  isTried(id: string): boolean
  /** Count its tries from none. */
  forget(id: string): void
}

/** How long one letter is tried before the visitor is asked. */
const BUDGET_MS = 86_400_000
/** A lost connection is nobody's refusal. But a letter that breaks each connection must not block the rest for a day. */
const MOST_LOSSES = 20
/** The adapter doubts a socket long before; a large letter over a slow network takes its time. After this nobody waits any more. */
const ANSWER_MS = 60_000

export function createDelivery({ channelSid, disk, link, timeline, clock, random, show }: DeliveryOptions): Delivery {
  const tries = new Map<string, { readonly since: number; failures: number; losses: number }>()

  function triesOf(id: string): { readonly since: number; failures: number; losses: number } {
    const made = tries.get(id) ?? { since: clock.monotonic(), failures: 0, losses: 0 }
    tries.set(id, made)
    return made
  }

  async function deliver(letter: Letter, held: AbortSignal): Promise<'stored' | 'lost' | Failure> {
    const tried = triesOf(letter.id)
    let { sentAfter } = letter
    for (;;) {
      const { service } = link
      if (!service) return lost(letter.id, sentAfter)
      let isOut = false
      try {
        if (sentAfter !== null) {
          show(letter.id, 'unknown')
          timeline.merge(await answered(() => service.messagesAfter(channelSid, sentAfter!), held))
        }
        if (!timeline.isStored(letter.id)) {
          if (sentAfter === null) {
            sentAfter = timeline.newestIndex ?? -1
            await disk.change(letter.id, { sentAfter })
          }
          held.throwIfAborted()
          show(letter.id, 'sending')
          isOut = true
          await sendOnce(letter, service, held)
        }
        tries.delete(letter.id)
        return 'stored'
      } catch (cause) {
        held.throwIfAborted()
        const error = ChatError.from(cause)
        if (timeline.isStored(letter.id)) continue
        tried.failures += 1
        if (error instanceof ConnectionLost && isOut) tried.losses += 1
        // `not-ready`: this connection was thrown away, and says nothing of the next.
        const isFinal = !error.retryable && error.code !== 'unknown' && error.code !== 'not-ready'
        if (isFinal || tried.losses >= MOST_LOSSES || clock.monotonic() - tried.since >= BUDGET_MS) {
          tries.delete(letter.id)
          return { code: error.code, message: error.message, retryable: error.retryable }
        }
        if (!link.service) return lost(letter.id, sentAfter)
        show(letter.id, sentAfter === null ? 'queued' : 'unknown')
        // A socket that is open and says nothing is dropped; what hangs on it then fails at once.
        if (error instanceof LateAnswer) await service.kick().catch(() => {})
        const baseMs = error.code === 'rate-limited' ? 2_000 : 500
        const pauseMs = Math.max(error.retryAfterMs ?? 0, backoffMs(tried.failures, random, { baseMs, maxMs: 30_000 }))
        // After a lost connection there is nothing to wait for but the next.
        await firstOf(held, (over) => clock.sleep(pauseMs, over), link.lost)
      }
    }
  }

  function lost(id: string, sentAfter: number | null): 'lost' {
    show(id, sentAfter === null ? 'queued' : 'unknown')
    return 'lost'
  }

  async function sendOnce({ id, body, files, attributes }: Letter, service: ChatService, held: AbortSignal): Promise<void> {
    const progress = files.length > 0 && { onProgress: (uploaded: number) => timeline.progress(id, uploaded) }
    const index = await answered(
      (over) =>
        firstOf<number | null>(
          over,
          (signal) => service.sendMessage(channelSid, body, { id, files, signal, ...(attributes && { attributes }), ...progress }),
          // Its echo is as good as an answer.
          () => timeline.whenStored(id).then(() => null),
        ),
      held,
      files.length > 0,
    )
    if (index !== null) timeline.acknowledge(id, index)
  }

  /** Files take as long as they take. */
  function answered<T>(work: (signal: AbortSignal) => Promise<T>, held: AbortSignal, patient = false): Promise<T> {
    const unlessLost = (over: AbortSignal): Promise<T> =>
      firstOf<T>(over, work, (signal) => link.lost(signal).then(() => Promise.reject(new ConnectionLost())))
    return patient ? unlessLost(held) : within(ANSWER_MS, unlessLost, { clock, signal: held, late: () => new LateAnswer() })
  }

  return {
    deliver,
    isTried: (id) => tries.has(id),
    forget: (id) => void tries.delete(id),
  }
}

class LateAnswer extends ChatError {
  constructor() {
    super('network', `The chat service did not answer within ${ANSWER_MS / 1_000} s`, { retryable: true })
  }
}

class ConnectionLost extends ChatError {
  constructor() {
    super('network', 'The connection was lost before the answer came', { retryable: true })
  }
}

import { ChatError } from '../chat/errors.ts'
import type { ChatService } from '../chat/service.ts'
import { backoffMs } from '../lib/backoff.ts'
import { createBell } from '../lib/bell.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import { firstOf } from '../lib/lifetime.ts'
import type { Link } from './link.ts'
import type { TimelineStore } from './timeline.ts'

export interface OutboxOptions {
  readonly channelSid: string
  readonly link: Link
  readonly timeline: TimelineStore
  readonly clock: Clock
  readonly random: () => number
  /** A new UUID. */
  readonly uuid: () => string
}

/**
 * Our Messages on their way, in memory. In the order of typing, one in flight. A failed send is *unknown*, not lost: before
 * it is sent again, the Channel is read past what was known, and what is there already is not sent twice.
 */
export interface Outbox {
  /** Puts it in the log and on its way. Resolves once it is stored; rejects with the ChatError that stands in the log. */
  send(body: string): Promise<void>
  /** Send a failed one again. */
  retry(id: string): void
  /** Take a failed one off the log. */
  discard(id: string): void
  /** Deliver until `signal` ends; then whatever is left has failed. Never rejects. */
  run(signal: AbortSignal): Promise<void>
}

interface Letter {
  readonly id: string
  readonly body: string
  status: 'waiting' | 'failed'
  /** The highest index that was known before it was first sent; null = it was never sent. */
  sentAfter: number | null
  readonly settled: { resolve(): void; reject(error: ChatError): void }
}

/** How often one Message is tried, while connected, before the visitor is asked. */
const ATTEMPTS = 5
/** A lost connection is nobody's refusal. It counts a little all the same: a Message that breaks each connection must not block the rest for ever. */
const LOSSES_PER_TRY = 4
/** No answer within this means that the connection is not what it says. */
const ANSWER_MS = 10_000
/** Twilio's limit for a body. */
const LONGEST_BODY_BYTES = 32_768

export function createOutbox({ channelSid, link, timeline, clock, random, uuid }: OutboxOptions): Outbox {
  /** Those that failed too, for a retry. */
  const letters = new Map<string, Letter>()
  const queue: Letter[] = []
  const arrived = createBell()

  function enqueue(letter: Letter): void {
    letter.status = 'waiting'
    timeline.mark(letter.id, null)
    queue.push(letter)
    arrived.ring()
  }

  function settle(letter: Letter, error: ChatError | null): void {
    if (error && !timeline.isStored(letter.id)) {
      letter.status = 'failed'
      timeline.mark(letter.id, error)
      letter.settled.reject(error)
      return
    }
    letters.delete(letter.id)
    letter.settled.resolve()
  }

  async function deliver(letter: Letter, signal: AbortSignal): Promise<void> {
    for (let failures = 1, tries = 0; ; failures += 1) {
      const service = await link.live(signal)
      try {
        if (letter.sentAfter !== null) timeline.merge(await answered(() => service.messagesAfter(channelSid, letter.sentAfter!), signal))
        if (!timeline.isStored(letter.id)) await sendOnce(letter, service, signal)
        return
      } catch (cause) {
        signal.throwIfAborted()
        const error = ChatError.from(cause)
        const isFinal = !error.retryable && error.code !== 'unknown'
        tries += error instanceof ConnectionLost ? 1 / LOSSES_PER_TRY : 1
        if (isFinal || tries >= ATTEMPTS) throw error
        // A socket that is open and says nothing is dropped; what hangs on it then fails at once.
        if (error instanceof LateAnswer) await service.kick().catch(() => {})
        await clock.sleep(backoffMs(failures, random, { baseMs: error.code === 'rate-limited' ? 2_000 : 500, maxMs: 10_000 }), signal)
      }
    }
  }

  async function sendOnce(letter: Letter, service: ChatService, signal: AbortSignal): Promise<void> {
    letter.sentAfter ??= timeline.newestIndex ?? -1
    const index = await answered(
      () =>
        firstOf<number | null>(
          signal,
          () => service.sendMessage(channelSid, letter.body, { id: letter.id }),
          // Its echo is as good as an answer.
          () => timeline.whenStored(letter.id).then(() => null),
          (over) => link.lost(over).then(() => Promise.reject(new ConnectionLost())),
        ),
      signal,
    )
    if (index !== null) timeline.acknowledge(letter.id, index)
  }

  function answered<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return within(ANSWER_MS, work, { clock, signal, late: () => new LateAnswer() })
  }

  return {
    send(body) {
      const id = uuid()
      const { promise, ...settled } = promised()
      const letter: Letter = { id, body, status: 'waiting', sentAfter: null, settled }
      letters.set(id, letter)
      timeline.pend(id, body, clock.now())
      if (new TextEncoder().encode(body).length > LONGEST_BODY_BYTES) {
        settle(letter, new ChatError('message-invalid', 'The Message is longer than 32 KB'))
      } else enqueue(letter)
      return promise
    },
    retry(id) {
      const letter = letters.get(id)
      if (letter?.status === 'failed') enqueue(letter)
    },
    discard(id) {
      if (letters.get(id)?.status !== 'failed') return
      letters.delete(id)
      timeline.drop(id)
    },
    async run(signal) {
      while (!signal.aborted) {
        const letter = queue[0]
        if (!letter) {
          await arrived.wait(signal).catch(() => {})
          continue
        }
        const error = await deliver(letter, signal).then(
          () => null,
          (cause: unknown) => (signal.aborted ? conversationOver() : ChatError.from(cause)),
        )
        queue.shift()
        settle(letter, error)
      }
      for (const letter of queue.splice(0)) settle(letter, conversationOver())
    },
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

const conversationOver = (): ChatError => new ChatError('not-ready', 'The conversation is over')

/** A promise with its ends, whose failure nobody needs to hear. */
function promised(): { promise: Promise<void>; resolve(): void; reject(error: ChatError): void } {
  let resolve!: () => void
  let reject!: (error: ChatError) => void
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  promise.catch(() => {})
  return { promise, resolve, reject }
}

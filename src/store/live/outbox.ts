import { ChatError } from '../../chat/errors.ts'
import type { ChatService } from '../../chat/service.ts'
import { backoffMs } from '../../lib/backoff.ts'
import type { Clock } from '../../lib/clock.ts'
import { within } from '../../lib/deadline.ts'
import { firstOf } from '../../lib/lifetime.ts'
import type { Link } from '../link.ts'
import type { Letter, Mailbox } from '../mailbox.ts'
import type { TimelineStore } from '../timeline.ts'

export interface OutboxOptions {
  readonly channelSid: string
  readonly mailbox: Mailbox
  readonly link: Link
  readonly timeline: TimelineStore
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
}

/** How often one Message is tried, while connected, before the visitor is asked. */
const ATTEMPTS = 5
/** A lost connection is nobody's refusal. It counts a little all the same: a Message that breaks each connection must not block the rest for ever. */
const LOSSES_PER_TRY = 4
/** No answer within this means that the connection is not what it says. */
const ANSWER_MS = 10_000
/** Twilio's limit for a body. */
const LONGEST_BODY_BYTES = 32_768

/**
 * Delivers what is in the mailbox until `signal` ends, in the order of typing, one in flight. A failed send is *unknown*, not
 * lost: before it is sent again, the Channel is read past what was known, and what is there already is not sent twice.
 * Never rejects.
 */
export async function deliverLetters(
  { channelSid, mailbox, link, timeline, clock, random }: OutboxOptions,
  signal: AbortSignal,
): Promise<void> {
  async function deliver(letter: Letter): Promise<void> {
    if (new TextEncoder().encode(letter.body).length > LONGEST_BODY_BYTES) {
      throw new ChatError('message-invalid', 'The Message is longer than 32 KB')
    }
    for (let failures = 1, tries = 0; ; failures += 1) {
      const service = await link.live(signal)
      try {
        if (letter.sentAfter !== null) timeline.merge(await answered(() => service.messagesAfter(channelSid, letter.sentAfter!)))
        if (!timeline.isStored(letter.id)) await sendOnce(letter, service)
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

  async function sendOnce(letter: Letter, service: ChatService): Promise<void> {
    letter.sentAfter ??= timeline.newestIndex ?? -1
    const index = await answered(() =>
      firstOf<number | null>(
        signal,
        () => service.sendMessage(channelSid, letter.body, { id: letter.id }),
        // Its echo is as good as an answer.
        () => timeline.whenStored(letter.id).then(() => null),
        (over) => link.lost(over).then(() => Promise.reject(new ConnectionLost())),
      ),
    )
    if (index !== null) timeline.acknowledge(letter.id, index)
  }

  function answered<T>(work: () => Promise<T>): Promise<T> {
    return within(ANSWER_MS, work, { clock, signal, late: () => new LateAnswer() })
  }

  while (!signal.aborted) {
    const letter = mailbox.waiting[0]
    if (!letter) {
      await mailbox.arrived.wait(signal).catch(() => {})
      continue
    }
    const error = await deliver(letter).then(() => null, ChatError.from)
    if (!signal.aborted) mailbox.settle(error)
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

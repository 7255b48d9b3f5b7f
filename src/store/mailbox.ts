import { ChatError } from '../chat/errors.ts'
import { createBell } from '../lib/bell.ts'
import type { Bell } from '../lib/bell.ts'
import type { Clock } from '../lib/clock.ts'
import type { TimelineStore } from './timeline.ts'

/** One of our own Messages, from the moment in which it is handed in until the service has it. */
export interface Letter {
  readonly id: string
  readonly body: string
  /** The highest index that was known before it was first sent; null = it was never sent. */
  sentAfter: number | null
  resolve(): void
  reject(error: ChatError): void
}

/** Where our own Messages are handed in and wait, in the order of typing; the outbox takes them from here. In memory. */
export interface Mailbox {
  readonly waiting: Letter[]
  /** Those that can be tried again, by id. */
  readonly failed: Map<string, Letter>
  /** Rings when there is one more. */
  readonly arrived: Bell
  /** Puts it in the log and on its way. Resolves once it is stored; rejects with the ChatError that stands in the log. */
  send(body: string): Promise<void>
  /** The first that waits is stored (`null`), or has failed. */
  settle(error: ChatError | null): void
  /** The conversation is over: whatever waits has failed. */
  close(): void
}

export function createMailbox(timeline: TimelineStore, clock: Clock, uuid: () => string): Mailbox {
  const waiting: Letter[] = []
  const failed = new Map<string, Letter>()
  const arrived = createBell()

  function settle(error: ChatError | null): void {
    const letter = waiting.shift()
    if (!letter) return
    if (!error || timeline.isStored(letter.id)) return letter.resolve()
    failed.set(letter.id, letter)
    timeline.mark(letter.id, error)
    letter.reject(error)
  }
  return {
    waiting,
    failed,
    arrived,
    send(body) {
      const id = uuid()
      const stored = new Promise<void>((resolve, reject) => waiting.push({ id, body, sentAfter: null, resolve, reject }))
      // It stands in the log, with its error.
      stored.catch(() => {})
      timeline.pend(id, body, clock.now())
      arrived.ring()
      return stored
    },
    settle,
    close() {
      while (waiting.length > 0) settle(new ChatError('not-ready', 'The conversation is over'))
    },
  }
}

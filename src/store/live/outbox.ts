import { ChatError } from '../../chat/errors.ts'
import type { Attributes, Delivery, OutgoingFile } from '../../chat/types.ts'
import { createBell } from '../../lib/bell.ts'
import type { Clock } from '../../lib/clock.ts'
import { createLifetime } from '../../lib/lifetime.ts'
import type { Lifetime } from '../../lib/lifetime.ts'
import type { Link } from '../link.ts'
import type { TimelineStore } from '../timeline.ts'
import { createDelivery } from './delivery.ts'
import type { Disk } from './disk.ts'
import { roomOf } from './letter.ts'
import type { Failure, Letter, LetterNews } from './letter.ts'

export interface OutboxOptions {
  readonly channelSid: string
  readonly identity: string
  readonly disk: Disk
  readonly link: Link
  readonly timeline: TimelineStore
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
  readonly uuid: () => string
  /** For the host. */
  readonly onDelivery?: (id: string, status: Delivery, error: ChatError | null, channelSid: string) => void
}

/** Our own Messages of one Channel, from before the composer lets go of them until the service has them. */
export interface Outbox {
  /**
   * Resolves once the letter is kept, and stands in the log; `stored` once the service has it. `stored` rejects with the
   * ChatError that stands in the log.
   */
  send(body: string, files?: readonly OutgoingFile[], attributes?: Attributes): Promise<{ readonly stored: Promise<void> }>
  /** Delivers what is kept, in the order of `send` over all tabs, until `signal` ends. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** Send a failed one again. */
  retry(id: string): void
  /** Give up one that is not stored: it is not tried again, and what of it is on its way is cut off. */
  discard(id: string): void
  /** Looks at the disk: another tab, or an earlier page, may have left something. */
  refresh(): Promise<void>
  /** The conversation is over: whatever waits has failed. */
  close(): void
}

const DAY_MS = 86_400_000
/** So long the visitor can still send what failed. */
const KEPT_MS = 30 * DAY_MS
/** Twilio's limit for a body. */
const LONGEST_BODY_BYTES = 32_768
const PAUSE_MS = 1_000

const tooOld: Failure = { code: 'network', message: 'It could not be sent for a day', retryable: true }
const tooLong: Failure = { code: 'message-invalid', message: 'The Message is longer than 32 KB', retryable: false }
const isOver: Failure = { code: 'not-ready', message: 'The conversation is over', retryable: true }

const toError = ({ code, message, retryable }: Failure): ChatError => new ChatError(code, message, { retryable })

export function createOutbox(options: OutboxOptions): Outbox {
  const { channelSid, identity, disk, link, timeline, clock, uuid } = options
  const room = roomOf(identity, channelSid)
  const due = createBell()
  /** Another tab has put in letters: looked for once, however many they are. */
  const unseen = createBell()
  /** Those that stand in the log and are not stored yet, as this tab knows them. */
  const known = new Map<string, { readonly reject: (error: ChatError) => void; failed: boolean }>()
  /** When each was written, by the clock that nobody sets; as its own wall clock had it when it was first seen here. */
  const births = new Map<string, { readonly createdAt: number; readonly bornAt: number }>()
  /** Those that the visitor gave up: the disk may still have them for a moment. */
  const givenUp = new Set<string>()
  /** The one that this tab delivers. */
  let underWay: { readonly id: string; readonly life: Lifetime } | null = null
  const delivery = createDelivery({ ...options, show: (id, now) => change({ id, now }) })

  function change({ id, now, index = null, failure = null }: Pick<LetterNews, 'id' | 'now'> & Partial<LetterNews>): void {
    const news = { room, id, now, index, failure }
    hear(news)
    disk.tell(news)
  }

  function hear({ room: where, id, now, index, failure }: LetterNews): void {
    if (where !== room) return
    const letter = known.get(id)
    if (!letter) return void (now === 'queued' && unseen.ring())
    const error = failure && toError(failure)
    if (now !== 'gone') options.onDelivery?.(id, now, error, channelSid)
    if (now === 'sent') {
      if (index !== null) timeline.acknowledge(id, index)
    } else if (now === 'gone') {
      known.delete(id)
      timeline.drop(id)
    } else {
      letter.failed = error !== null
      timeline.mark(id, now, error)
      if (error) letter.reject(error)
      else due.ring()
    }
  }

  function giveUp(id: string): void {
    givenUp.add(id)
    if (underWay?.id === id) underWay.life.end()
  }

  /** A wall clock that is set ahead makes nothing older that was seen before; nor does one that was ahead, and is right again. */
  function ageOf({ id, createdAt }: Letter): number {
    const now = clock.monotonic()
    const byWall = clock.now() - createdAt
    let birth = births.get(id)
    if (birth?.createdAt !== createdAt) births.set(id, (birth = { createdAt, bornAt: now - byWall }))
    return Math.min(now - birth.bornAt, byWall)
  }

  /** Puts it in the log. */
  function show(letter: Letter): Promise<void> {
    const { id, body, files, attributes, createdAt, failure } = letter
    ageOf(letter)
    timeline.pend(id, body, createdAt, files, attributes)
    const stored = new Promise<void>((resolve, reject) => {
      known.set(id, { reject, failed: false })
      void timeline.whenStored(id).then(() => {
        known.delete(id)
        births.delete(id)
        resolve()
        // Whoever sent it: it is done with.
        return disk.remove(id)
      })
    })
    // It stands in the log, with its error.
    stored.catch(() => {})
    if (failure) hear({ room, id, now: 'failed', index: null, failure })
    return stored
  }

  async function refresh(): Promise<void> {
    const before = [...known.keys()]
    const letters = await disk.letters(room)
    for (const letter of letters) {
      const { id, failure } = letter
      const here = known.get(id)
      if (ageOf(letter) > KEPT_MS) await disk.remove(id)
      else if (!here && !givenUp.has(id)) void show(letter)
      // The tab that gave it up, or was to send it again, died before it could tell.
      else if (here && here.failed !== (failure !== null)) hear({ room, id, now: failure ? 'failed' : 'queued', index: null, failure })
    }
    // What was here before and is not on the disk has been given up in another tab.
    for (const id of before) {
      if (known.has(id) && !letters.some((letter) => letter.id === id)) hear({ room, id, now: 'gone', index: null, failure: null })
    }
    due.ring()
  }

  async function lookForUnseen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted)
      await unseen
        .wait(signal)
        .then(refresh)
        .catch(() => {})
  }

  async function fail(id: string, failure: Failure): Promise<void> {
    await disk.change(id, { failure })
    change({ id, now: 'failed', failure })
  }

  const next = async (): Promise<Letter | undefined> =>
    (await disk.letters(room)).find(({ id, failure }) => failure === null && !givenUp.has(id))

  /** Null: it was given up meanwhile. */
  async function deliver(letter: Letter, held: AbortSignal): Promise<Awaited<ReturnType<typeof delivery.deliver>> | null> {
    const life = createLifetime(held)
    underWay = { id: letter.id, life }
    try {
      return await delivery.deliver(letter, life.signal)
    } catch (cause) {
      held.throwIfAborted()
      if (life.signal.aborted) return null
      throw cause
    } finally {
      underWay = null
      life.end()
    }
  }

  async function deliverAll(held: AbortSignal): Promise<void> {
    for (let letter = await next(); letter && link.service; letter = await next()) {
      if (!known.has(letter.id)) void show(letter)
      // Judged only by who delivers: another tab may be at it, and would go on.
      const isTooOld = ageOf(letter) > DAY_MS && !delivery.isTried(letter.id)
      const outcome = isTooOld ? tooOld : await deliver(letter, held)
      held.throwIfAborted()
      if (outcome === 'lost' || outcome === null) continue
      if (typeof outcome === 'object') await fail(letter.id, outcome)
      else {
        await disk.remove(letter.id)
        change({ id: letter.id, now: 'sent', index: timeline.indexOf(letter.id) })
      }
    }
  }

  return {
    async send(body, files = [], attributes) {
      const failure = new TextEncoder().encode(body).length > LONGEST_BODY_BYTES ? tooLong : null
      const enclosed = attributes && { attributes }
      const letter: Letter = { id: uuid(), room, identity, body, files, ...enclosed, createdAt: clock.now(), sentAfter: null, failure }
      // The clock may be set while the disk writes.
      ageOf(letter)
      await disk.add(letter)
      const stored = known.has(letter.id) ? Promise.resolve() : show(letter)
      change({ id: letter.id, now: failure ? 'failed' : 'queued', failure })
      return { stored }
    },
    async run(signal) {
      const told = (news: LetterNews): void => {
        if (news.now === 'gone') giveUp(news.id)
        hear(news)
      }
      disk.hear(told, signal)
      await refresh().catch(() => {})
      void lookForUnseen(signal)
      while (!signal.aborted) {
        try {
          if (!(await next())) {
            await due.wait(signal)
            continue
          }
          await link.live(signal)
          await disk.alone(room, deliverAll, signal)
        } catch {
          await clock.sleep(PAUSE_MS, signal).catch(() => {})
        }
      }
    },
    refresh,
    retry(id) {
      delivery.forget(id)
      // It is as good as new, for the tab that will deliver it.
      void disk.change(id, { failure: null, createdAt: clock.now() }).then(() => change({ id, now: 'queued' }))
    },
    discard(id) {
      if (timeline.isStored(id)) return
      giveUp(id)
      change({ id, now: 'gone' })
      void disk.remove(id)
    },
    close() {
      for (const id of known.keys()) if (!timeline.isStored(id)) void fail(id, isOver)
    },
  }
}

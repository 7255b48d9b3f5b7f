import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { ChatError } from '../chat/errors.ts'
import type { Attributes, Delivery, Message, OutgoingFile } from '../chat/types.ts'
import { createFrame } from '../lib/frame.ts'
import type { Schedule } from '../lib/frame.ts'
import type { TimelineEntry } from './chat.ts'
import { ownIdOf } from './own-id.ts'
import { createSlot, primaryOf, toEntry } from './slot.ts'
import type { Slot } from './slot.ts'

export interface TimelineOptions {
  /** Our own Identity. */
  readonly identity: string
  readonly nameOf: (identity: string) => string
  /** When the signal may be replaced: once a frame. */
  readonly schedule: Schedule
  readonly signal: AbortSignal
}

/**
 * The Messages of one Channel, from wherever they come: pages, live events, reconciliation, our own outbox. Each Message
 * has one slot, found by its index, or by its author and the author's own id. Merging is idempotent, and the order in
 * which things arrive makes no difference to what is there in the end.
 */
export interface TimelineStore {
  /** In the order of the log: the stored ones by index, then our own that are not stored yet. Replaced at most once a frame. */
  readonly entries: ReadonlySignal<readonly TimelineEntry[]>
  /** The highest index known, null when there is none. */
  readonly newestIndex: number | null
  /** Returns those that were not known in any form before, an echo of our own included. */
  merge(messages: readonly Message[]): readonly Message[]
  /** A Message was edited. One that lies above the pages read so far does not appear by that, but its page cannot undo the edit. */
  amend(message: Message): void
  /** The Message was deleted; known or not, it cannot come back by a page that was read earlier. */
  remove(index: number): void
  /** One of our own, before it is sent. Shown at once; no effect when it is there. */
  pend(id: string, body: string, createdAt: number, files?: readonly OutgoingFile[], attributes?: Attributes): void
  /** The service has stored it under `index`; its echo may be here or on its way. */
  acknowledge(id: string, index: number): void
  /** Where it is on its way. No effect once it is stored. */
  mark(id: string, delivery: Delivery, error: ChatError | null): void
  /** So many bytes of its files have gone. */
  progress(id: string, uploaded: number): void
  /** Take one that is not stored off the log. */
  drop(id: string): void
  isStored(id: string): boolean
  /** Under which it is stored, null when it is not. */
  indexOf(id: string): number | null
  /** Resolves once it is stored. Never rejects. */
  whenStored(id: string): Promise<void>
  /** `identity` has another name now. */
  rename(identity: string): void
  /** Somebody else has read up to `index`. No effect where somebody had read further. */
  readTo(index: number): void
  /** Replace the signal now if anything changed. */
  flush(): void
}

/** A page may have been read before an edit that has reached us already. */
const newer = (message: Message, known: Message | undefined): Message =>
  known && (known.editedAt ?? 0) > (message.editedAt ?? 0) ? known : message

export function createTimeline({ identity, nameOf, schedule, signal: lifetime }: TimelineOptions): TimelineStore {
  const entries = signal<readonly TimelineEntry[]>([])
  /** Ascending by index. */
  const stored: Slot[] = []
  /** Ours without an index, in the order of typing. */
  let pending: Slot[] = []
  const byIndex = new Map<number, Slot>()
  const byOwnId = new Map<string, Slot>()
  const deleted = new Set<number>()
  /** Edits of Messages that no page has brought yet. */
  const amended = new Map<number, Message>()
  /** The highest index that somebody else has read. */
  let othersRead = -1
  /** Stored slots before this one are as they were shown last: a frame costs what has changed, not how long the log is. */
  let cleanTo = 0

  const foldKey = (author: string, id: string): string => `${author}/${id}`
  const ours = (id: string): Slot | undefined => byOwnId.get(foldKey(identity, id))
  const indexOf = (id: string): number | null => ours(id)?.placedAt ?? null
  const frame = createFrame(
    () => {
      const next = entries.peek().slice(0, cleanTo)
      for (let at = cleanTo; at < stored.length; at += 1) next.push(entryOf(stored[at]!))
      for (const slot of pending) next.push(entryOf(slot))
      cleanTo = stored.length
      entries.value = next
    },
    schedule,
    lifetime,
  )

  const entryOf = (slot: Slot): TimelineEntry => (slot.entry ??= toEntry(slot, identity, nameOf, othersRead))

  function touch(slot: Slot): void {
    slot.entry = null
    if (slot.placedAt !== null) cleanTo = Math.min(cleanTo, position(slot.placedAt))
    frame.request()
  }

  /** Puts the slot where its lowest index belongs. At the end, where new Messages go, this costs nothing. */
  function place(slot: Slot): void {
    const { index } = primaryOf(slot)
    if (index === null || index === slot.placedAt) return
    if (slot.placedAt === null) pending = pending.filter((other) => other !== slot)
    else takeOut(slot.placedAt)
    slot.placedAt = index
    const last = stored.at(-1)?.placedAt ?? -1
    if (index > last) stored.push(slot)
    else stored.splice(position(index), 0, slot)
  }

  function takeOut(index: number): void {
    const at = position(index)
    cleanTo = Math.min(cleanTo, at)
    stored.splice(at, 1)
  }

  /** Of the first stored slot at or above `index`. */
  function position(index: number): number {
    let low = 0
    let high = stored.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (stored[middle]!.placedAt! < index) low = middle + 1
      else high = middle
    }
    return low
  }

  /** What came under an index that our own Message turns out to have: the echo, without its id. */
  function absorb(slot: Slot, other: Slot): void {
    for (const [index, message] of other.messages) {
      slot.messages.set(index, message)
      byIndex.set(index, slot)
    }
    if (other.placedAt !== null) takeOut(other.placedAt)
  }

  function settle(slot: Slot): void {
    for (const resolve of slot.onStored.splice(0)) resolve()
  }

  function mergeOne(received: Message): boolean {
    const message = newer(received, amended.get(received.index))
    amended.delete(received.index)
    const id = ownIdOf(message)
    const key = id && foldKey(message.author, id)
    const known = byIndex.get(message.index) ?? (key ? byOwnId.get(key) : undefined)
    const slot = known ?? createSlot(key && message.author === identity ? id : message.sid, message.author)
    byIndex.set(message.index, slot)
    if (key && !byOwnId.has(key)) byOwnId.set(key, slot)
    const fresh = slot.messages.size === 0
    const before = slot.messages.get(message.index)
    slot.messages.set(message.index, newer(message, before))
    if (deleted.has(message.index)) slot.deleted.add(message.index)
    place(slot)
    touch(slot)
    settle(slot)
    return fresh
  }

  return {
    entries,
    get newestIndex() {
      return stored.at(-1)?.placedAt ?? null
    },
    merge: (messages) => messages.filter(mergeOne),
    amend(message) {
      const oldest = stored[0]?.placedAt ?? Infinity
      if (message.index >= oldest) mergeOne(message)
      else amended.set(message.index, newer(message, amended.get(message.index)))
    },
    remove(index) {
      deleted.add(index)
      const slot = byIndex.get(index)
      if (!slot) return
      slot.deleted.add(index)
      place(slot)
      touch(slot)
    },
    pend(id, body, createdAt, files = [], attributes = {}) {
      if (ours(id)) return
      const slot = createSlot(id, identity)
      const media = files.map(({ data, filename, contentType }) => ({ sid: '', filename, contentType, size: data.size, data }))
      const uploaded = files.length > 0 ? signal(0) : null
      slot.draft = { body, media, uploaded, attributes, createdAt, delivery: 'queued', error: null }
      byOwnId.set(foldKey(identity, id), slot)
      pending.push(slot)
      touch(slot)
      frame.flush()
    },
    acknowledge(id, index) {
      const slot = ours(id)
      if (!slot) return
      const other = byIndex.get(index)
      if (other && other !== slot) absorb(slot, other)
      byIndex.set(index, slot)
      slot.acknowledged = Math.min(slot.acknowledged ?? index, index)
      if (deleted.has(index)) slot.deleted.add(index)
      place(slot)
      touch(slot)
      settle(slot)
    },
    mark(id, delivery, error) {
      const slot = ours(id)
      if (!slot?.draft || slot.placedAt !== null) return
      slot.draft = { ...slot.draft, delivery, error }
      touch(slot)
      frame.flush()
    },
    progress(id, uploaded) {
      const shown = ours(id)?.draft?.uploaded
      if (shown) shown.value = uploaded
    },
    drop(id) {
      const slot = ours(id)
      if (!slot || slot.placedAt !== null) return
      byOwnId.delete(foldKey(identity, id))
      pending = pending.filter((other) => other !== slot)
      frame.request()
      frame.flush()
    },
    isStored: (id) => indexOf(id) !== null,
    indexOf,
    whenStored: (id) =>
      new Promise((resolve) => {
        const slot = ours(id)
        if (!slot) return
        if (slot.placedAt !== null) return resolve()
        slot.onStored.push(resolve)
      }),
    rename(who) {
      for (const slot of stored) if (slot.author === who) touch(slot)
    },
    readTo(index) {
      if (index <= othersRead) return
      const from = position(othersRead + 1)
      othersRead = index
      for (let at = from; at < stored.length && stored[at]!.placedAt! <= index; at += 1) {
        if (stored[at]!.author === identity) touch(stored[at]!)
      }
    },
    flush: frame.flush,
  }
}

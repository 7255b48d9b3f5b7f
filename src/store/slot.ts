import type { Signal } from '@preact/signals-core'
import type { ChatError } from '../chat/errors.ts'
import type { Attributes, Delivery, Message } from '../chat/types.ts'
import type { LogFile, Reach, TimelineEntry } from './chat.ts'
import { further, reachOf } from './reach.ts'

/**
 * The place of one Message in the log. Normally it holds one stored Message; two, when a lost reply made us send again
 * and the service stored both: then the lowest index that is left is shown and the other is not.
 */
export interface Slot {
  readonly key: string
  readonly author: string
  readonly messages: Map<number, Message>
  /** Indexes that were deleted. */
  readonly deleted: Set<number>
  /** Ours, as typed. */
  draft: Draft | null
  /** The index that the service answered, before the echo brings the Message. */
  acknowledged: number | null
  /** The index under which it stands among the stored ones; null = it is not stored. */
  placedAt: number | null
  /** The furthest that the log has shown. */
  reach: Reach
  /** What the log shows; null = to be made anew. */
  entry: TimelineEntry | null
  readonly onStored: (() => void)[]
}

export interface Draft {
  readonly body: string
  readonly media: readonly LogFile[]
  /** How many bytes of the files have gone. */
  readonly uploaded: Signal<number> | null
  readonly attributes: Attributes
  readonly createdAt: number
  readonly delivery: Delivery
  readonly error: ChatError | null
}

export const createSlot = (key: string, author: string): Slot => ({
  key,
  author,
  messages: new Map(),
  deleted: new Set(),
  draft: null,
  acknowledged: null,
  placedAt: null,
  reach: 'sent',
  entry: null,
  onStored: [],
})

/** The lowest index that is not deleted, else the lowest, and its Message where it has come. */
export function primaryOf({ messages, acknowledged, deleted }: Slot): { readonly index: number | null; readonly message: Message | null } {
  const all = acknowledged === null ? [...messages.keys()] : [acknowledged, ...messages.keys()]
  const left = all.filter((index) => !deleted.has(index))
  const index = all.length > 0 ? Math.min(...(left.length > 0 ? left : all)) : null
  return { index, message: index === null ? null : (messages.get(index) ?? null) }
}

/** `readTo`: the highest index that somebody else has read. */
export function toEntry(slot: Slot, identity: string, nameOf: (identity: string) => string, readTo: number): TimelineEntry {
  const { index, message } = primaryOf(slot)
  const deleted = index !== null && slot.deleted.has(index)
  if (message) slot.reach = further(slot.reach, message.index <= readTo ? 'read' : reachOf(message))
  return {
    key: slot.key,
    sid: message?.sid ?? null,
    index,
    author: slot.author,
    authorName: nameOf(slot.author),
    own: slot.author === identity,
    body: deleted ? '' : (message?.body ?? slot.draft?.body ?? ''),
    media: deleted ? [] : withData(message?.media, slot.draft?.media),
    attributes: message?.attributes ?? slot.draft?.attributes ?? {},
    createdAt: message?.createdAt ?? slot.draft?.createdAt ?? 0,
    editedAt: message?.editedAt ?? null,
    deleted,
    delivery: index === null && slot.draft ? slot.draft.delivery : 'sent',
    ...(index === null && slot.draft?.uploaded && { uploaded: slot.draft.uploaded }),
    reach: slot.reach,
    error: index === null ? (slot.draft?.error ?? null) : null,
  }
}

/** What the service has; where this page has sent it, with the file itself, which need not be fetched again. */
function withData(stored: readonly LogFile[] | undefined, sent: readonly LogFile[] = []): readonly LogFile[] {
  if (!stored) return sent
  return stored.map((file, at) => ({ ...file, ...(sent[at]?.data?.size === file.size && { data: sent[at].data }) }))
}

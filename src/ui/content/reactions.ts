import { computed, type ReadonlySignal } from '@preact/signals-core'
import { readReaction } from '../../chat/reaction.ts'
import type { Chat, TimelineEntry } from '../../store/chat.ts'

/** One emoji under a Message. */
export interface Chip {
  readonly emoji: string
  /** How many people. */
  readonly count: number
  /** Key of our own reaction; null = we are not among them. */
  readonly own: string | null
}

/** Kinds under one Message. */
const MOST_CHIPS = 20

/** By the sid of the Message that they are about, in the order in which they came; each person counts once for each emoji. */
export function foldReactions(entries: readonly TimelineEntry[]): ReadonlyMap<string, readonly Chip[]> {
  const people = new Map<string, Map<string, Map<string, string | null>>>()
  for (const { attributes, deleted, delivery, author, own, key } of entries) {
    const reaction = deleted || delivery === 'failed' ? null : readReaction(attributes)
    if (!reaction) continue
    const { to, emoji } = reaction
    const kinds = people.get(to) ?? new Map<string, Map<string, string | null>>()
    const who = kinds.get(emoji) ?? new Map<string, string | null>()
    if (!kinds.has(emoji) && kinds.size >= MOST_CHIPS) continue
    people.set(to, kinds.set(emoji, who.set(author, own ? key : null)))
  }
  const chips = [...people].map(([to, kinds]) => {
    const list = [...kinds].map(([emoji, who]) => ({ emoji, count: who.size, own: [...who.values()].find((key) => key !== null) ?? null }))
    return [to, list] as const
  })
  return new Map(chips)
}

const folded = new WeakMap<Chat, ReadonlySignal<ReadonlyMap<string, readonly Chip[]>>>()

/** The same for all Messages of a log: they are folded once for all of them. */
export function reactionsOf(chat: Chat): ReadonlySignal<ReadonlyMap<string, readonly Chip[]>> {
  let signal = folded.get(chat)
  if (!signal) folded.set(chat, (signal = computed(() => foldReactions(chat.timeline.value.entries))))
  return signal
}

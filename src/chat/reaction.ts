import { forUs, objectAt, textAt } from './foreign-json.ts'
import type { Attributes } from './types.ts'

/**
 * A reaction is a small Message of its own, `parlour.reaction`, with the emoji as its body: nobody's Role lets them write on
 * another's Message. It is taken back by deleting it.
 */
export interface Reaction {
  /** Sid of the Message that it is about. */
  readonly to: string
  readonly emoji: string
}

const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[\d#*]\ufe0f?\u20e3)[\p{Extended_Pictographic}\p{Regional_Indicator}\p{EMod}\p{M}\u200d\u{e0020}-\u{e007f}]*$/u

/** A body that is one emoji, or what is made of several; other texts are no reaction. */
export const isEmoji = (text: string): boolean => text.length <= 32 && EMOJI.test(text)

export function readReaction(attributes: Attributes): Reaction | null {
  const reaction = objectAt(forUs(attributes), 'reaction')
  const to = textAt(reaction, 'to')
  const emoji = textAt(reaction, 'emoji')
  return to && isEmoji(emoji) ? { to, emoji } : null
}

export const reactionTo = (to: string, emoji: string): Attributes => ({ parlour: { v: 1, reaction: { to, emoji } } })

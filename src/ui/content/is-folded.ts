import { readReaction } from '../../chat/reaction.ts'
import type { TimelineEntry } from '../../store/chat.ts'

/** It stands on the Message that it is about, and has no row of its own. One that could not be sent has: the visitor decides. */
export const isFolded = ({ attributes, delivery }: TimelineEntry): boolean => delivery !== 'failed' && readReaction(attributes) !== null

import { readEvent } from '../../chat/event.ts'
import type { TimelineEntry } from '../../store/chat.ts'

/** What a line of the house says: one of our sentences with a name in it, or, without an event that we know, its own text. */
export interface SystemLine {
  readonly id: 'joined' | 'left' | 'handover' | null
  readonly name: string
}

/** The author that Twilio's REST API writes where the back end names none. No User can have this Identity. */
const HOUSE = 'system'

/**
 * A Message of the back end stands between the groups, as a line: `{"parlour":{"event":{"type":"joined","name":"Ann"}}}` on it is
 * told in the visitor's language. null: somebody else wrote it.
 */
export function systemLine({ author, own, attributes }: Pick<TimelineEntry, 'author' | 'own' | 'attributes'>): SystemLine | null {
  if (author !== HOUSE || own) return null
  const event = readEvent(attributes)
  return event ? { id: event.type, name: event.name } : { id: null, name: '' }
}

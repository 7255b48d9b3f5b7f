import { forUs, objectAt, textAt } from './foreign-json.ts'
import type { Attributes } from './types.ts'

/** Something that happened, told by a Message: `parlour.event`. Its body says the same to clients that do not know it. */
export interface ChatEvent {
  readonly type: 'joined' | 'left' | 'handover'
  /** Of whom it tells. */
  readonly name: string
}

const TYPES = ['joined', 'left', 'handover'] as const

export function readEvent(attributes: Attributes): ChatEvent | null {
  const event = objectAt(forUs(attributes), 'event')
  const type = TYPES.find((known) => known === textAt(event, 'type'))
  const name = textAt(event, 'name', 80)
  return type && name ? { type, name } : null
}

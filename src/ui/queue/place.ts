import { forUs, numberAt, objectAt } from '../../chat/foreign-json.ts'
import type { Attributes } from '../../chat/types.ts'

/** Where the visitor stands, as the back end wrote it on the Channel: `{"parlour":{"queue":{"position":2,"waitMinutes":4}}}`. */
export interface Place {
  /** 1 = the next. */
  readonly position: number
  readonly waitMinutes: number | null
}

const MOST = 9_999
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= MOST

/** null: the visitor waits for nobody. */
export function readPlace(attributes: Attributes): Place | null {
  const queue = objectAt(forUs(attributes), 'queue')
  const [position, waitMinutes] = [numberAt(queue, 'position'), numberAt(queue, 'waitMinutes')]
  return isCount(position) ? { position, waitMinutes: isCount(waitMinutes) ? waitMinutes : null } : null
}

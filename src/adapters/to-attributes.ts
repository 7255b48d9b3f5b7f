import type { Attributes } from '../chat/types.ts'

/** Attributes may be any JSON that somebody wrote. What is no object counts as empty; the copy, a deep one, has no prototype. */
export function toAttributes(value: unknown): Attributes {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return Object.assign(Object.create(null), isObject ? structuredClone(value) : {}) as Attributes
}

/** ms since the epoch; 0 when the service did not tell. */
export const toTime = (date: Date | null | undefined): number => date?.getTime() || 0

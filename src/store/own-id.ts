import type { Message } from '../chat/types.ts'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * The id that the author's widget gave the Message, null when it has none. Anybody can write anything there: it counts
 * only together with its author, and only as a UUID, so that it is never taken for a sid.
 */
export function ownIdOf({ attributes }: Message): string | null {
  const id = attributes['parlourId']
  return typeof id === 'string' && UUID.test(id) ? id : null
}

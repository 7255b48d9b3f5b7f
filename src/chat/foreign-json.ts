/*
 * Reading JSON that somebody else wrote: single properties of its own, each of the kind and the size that is expected. What is
 * of another kind counts as absent.
 */
export type Foreign = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Foreign => typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (from: unknown, name: string): unknown => (isObject(from) && Object.hasOwn(from, name) ? from[name] : undefined)

export function objectAt(from: unknown, name: string): Foreign | null {
  const value = at(from, name)
  return isObject(value) ? value : null
}

/** Without the space around it, cut after `longest`; empty where there is none. */
export function textAt(from: unknown, name: string, longest = 200): string {
  const value = at(from, name)
  return typeof value === 'string' ? value.trim().slice(0, longest) : ''
}

/** 0 where it is no finite number above. */
export function numberAt(from: unknown, name: string): number {
  const value = at(from, name)
  return typeof value === 'number' && value > 0 && value < Infinity ? value : 0
}

/** What `read` makes of the first `most` of a list, without its nulls. */
export function listAt<T>(from: unknown, name: string, most: number, read: (value: unknown) => T | null): T[] {
  const value = at(from, name)
  return Array.isArray(value) ? value.slice(0, most).flatMap((each: unknown) => read(each) ?? []) : []
}

/**
 * What is for the widget in the attributes of a Message or a Channel: the object under `parlour`. null where there is none,
 * and where it is of a version (`v`, 1 where it is missing) that we do not know.
 */
export function forUs(attributes: Foreign): Foreign | null {
  const parlour = objectAt(attributes, 'parlour')
  return (at(parlour, 'v') ?? 1) === 1 ? parlour : null
}

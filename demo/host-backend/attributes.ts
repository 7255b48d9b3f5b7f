/** Attributes are JSON text that anybody may have written: what is no object reads as an empty one. */
export function readAttributes(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** `attributes` with `parlour`, which the widget reads, changed by these; undefined takes one off. */
export function withParlour(attributes: string, changes: Readonly<Record<string, unknown>>): string {
  const all = readAttributes(attributes)
  const { parlour } = all
  const before = typeof parlour === 'object' && parlour !== null && !Array.isArray(parlour) ? parlour : {}
  return JSON.stringify({ ...all, parlour: { ...before, ...changes } })
}

/** The id that the widget gave a Message, from its attributes; null when another client wrote it. */
export function ownIdOf(attributes: string): string | null {
  const { parlourId } = readAttributes(attributes)
  return typeof parlourId === 'string' ? parlourId : null
}

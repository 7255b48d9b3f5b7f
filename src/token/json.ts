/** An object made from JSON that somebody else wrote: no prototype, so every key is one that was really there. */
export type JsonObject = Readonly<Record<string, unknown>>

/** @throws SyntaxError */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null), value) : value,
  )
}

/*
 * The driver binds text as a C string: it ends at the first NUL, and half a surrogate pair comes back as U+FFFD. Such
 * text (a Message may hold it) is kept as a blob of UTF-16 instead; nothing else is ever stored as a blob. The same text
 * always takes the same form, so `=` and unique indexes hold.
 */
// oxlint-disable-next-line no-control-regex
const unbindable = /\0|\p{Surrogate}/u

export function encodeText<T>(value: T): T | Uint8Array {
  return typeof value === 'string' && unbindable.test(value) ? new Uint8Array(Buffer.from(value, 'utf16le')) : value
}

export function decodeRow(row: Record<string, unknown>): Record<string, unknown> {
  for (const [column, value] of Object.entries(row)) {
    if (value instanceof Uint8Array) row[column] = Buffer.from(value).toString('utf16le')
  }
  return row
}

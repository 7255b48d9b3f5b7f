/** A server may ask for patience, not for an eternity. */
const LONGEST_MS = 10 * 60_000

/**
 * Ms to wait by `Retry-After` (seconds or an HTTP date), null when it says nothing. A date is measured against the
 * answer's own `Date`, since the device's clock may be wrong; `now` (ms since the epoch) is used when that is hidden.
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim()
  if (!value) return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - (dateMs(headers) ?? now)
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_MS)
}

function dateMs(headers: Headers): number | null {
  const ms = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(ms) ? null : ms
}

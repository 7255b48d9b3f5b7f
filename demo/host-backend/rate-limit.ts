import type { Context, MiddlewareHandler } from 'hono'

export interface RateLimitOptions {
  /** Requests that may come at once. */
  readonly burst: number
  /** Requests a second in the long run. */
  readonly perSecond: number
}
/** ms; only differences count. */
export type Now = () => number

/** One bucket of tokens per key. Answers 0 when the request may pass, else the whole seconds to wait. */
export type RateLimit = (key: string) => number

/** Memory is bounded by `maxKeys`: the key that was quiet for longest is forgotten first. */
export function createRateLimit({ burst, perSecond }: RateLimitOptions, now: Now, maxKeys = 10_000): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return (key) => {
    const at = now()
    const bucket = buckets.get(key) ?? { tokens: burst, at }
    const refilled = (Math.max(at - bucket.at, 0) / 1_000) * perSecond
    const tokens = Math.min(burst, bucket.tokens + refilled)
    const allowed = tokens >= 1
    // Deleted first, so that the map stays in the order of last use.
    buckets.delete(key)
    buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at })
    if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value ?? key)
    return allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond))
  }
}

/** Answers 429 with `Retry-After` when `keyOf(request)` asks too often. */
export function limitedBy<C extends Context>(limit: RateLimit, keyOf: (c: C) => string): MiddlewareHandler {
  return async (c, next) => {
    const waitS = limit(keyOf(c as C))
    if (waitS === 0) return next()
    c.header('Retry-After', String(waitS))
    return c.json({ error: 'Too many requests. Try again later.' }, 429)
  }
}

const MINUTE_MS = 60_000

/**
 * Ms after its receipt at which a token that lives for `lifeMs` is to be renewed: half its life, leaving five minutes
 * at least, or 0.4 of a short one. ±10 %, so that visitors of one page view do not renew together.
 */
export function renewalDelayMs(lifeMs: number, random: () => number): number {
  const delay = lifeMs > 10 * MINUTE_MS ? Math.min(0.5 * lifeMs, lifeMs - 5 * MINUTE_MS) : 0.4 * lifeMs
  return Math.round(delay * (0.9 + 0.2 * random()))
}

/**
 * Ms after its receipt before which no hint of the service brings the renewal forward. A service that says "about to
 * expire" more than a whole life ahead would else have us renew without end.
 */
export const hurriedDelayMs = (lifeMs: number): number => 0.25 * lifeMs

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
 * Ms after its receipt before which no hint of the service brings the renewal forward. Twilio's comes three minutes ahead:
 * to a token that lives no longer it comes at once, and would else have us renew without end.
 */
export const hurriedDelayMs = (lifeMs: number): number => 0.35 * lifeMs

/**
 * The longest pause between two attempts while a token has `leftMs` to live: a tenth of that, so that however long the
 * endpoint was down there is time for several when it is back.
 */
export const longestPauseMs = (leftMs: number): number => (leftMs > 0 ? Math.min(Math.max(leftMs / 10, 1_000), 30_000) : 30_000)

/**
 * How often the clocks are looked at: a sleeping device stops timers. Seldom enough to be nothing, often enough for what
 * was missed to be a twentieth of the life.
 */
export const longestNapMs = (lifeMs: number): number => Math.max(30_000, 0.05 * lifeMs)

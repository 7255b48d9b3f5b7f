/**
 * Ms to wait before attempt `attempt` (1 = the first retry): full jitter, so that clients that were dropped together
 * do not come back together. `random` gives [0, 1).
 */
export function backoffMs(attempt: number, random: () => number, { baseMs = 1_000, maxMs = 30_000 } = {}): number {
  return Math.round(Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30)) * (0.2 + 0.8 * random()))
}

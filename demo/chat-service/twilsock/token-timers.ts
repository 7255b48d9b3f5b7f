import type { AccessClaims } from './access-token.ts'

const MAX_LEAD_MS = 3 * 60_000

/** When to say that a token is about to expire: 3 minutes before, or at two thirds of a shorter life. ms since the epoch. */
export function warningTime({ issuedAt, expiresAt }: Pick<AccessClaims, 'issuedAt' | 'expiresAt'>, now: number): number {
  return expiresAt - Math.min(MAX_LEAD_MS, (expiresAt - (issuedAt ?? now)) / 3)
}

/** Warn, then end. A warning time that is over is a warning at once. Returns what stops both. */
export function watchToken(
  claims: Pick<AccessClaims, 'issuedAt' | 'expiresAt'>,
  now: number,
  tell: { aboutToExpire(): void; expired(): void },
): () => void {
  const warning = setTimeout(tell.aboutToExpire, Math.max(0, warningTime(claims, now) - now))
  const end = setTimeout(tell.expired, Math.max(0, claims.expiresAt - now))
  return () => {
    clearTimeout(warning)
    clearTimeout(end)
  }
}

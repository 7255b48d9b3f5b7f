import { attempt } from '../../lib/attempt.ts'

/*
 * Before the visitor has acted nothing is kept on the device: that a greeting was shown and ignored is not noted anywhere,
 * unless the host says by `remember` that it may. An answer, or sending it away, is an act, and kept so that it is respected.
 */

const KEY = 'parlour:greeted'
/** See browser.ts. */
const RESUME_KEY = 'parlour:resume'

const read = (key: string): string | null => attempt(() => localStorage.getItem(key)) ?? null

/** ms since the epoch */
export function greetedAt(): number | null {
  const at = Number(read(KEY) ?? Number.NaN)
  return Number.isFinite(at) ? at : null
}

export const isReturning = (): boolean => read(KEY) !== null || read(RESUME_KEY) !== null

export const rememberGreeting = (at: number): void => void attempt(() => localStorage.setItem(KEY, String(at)))

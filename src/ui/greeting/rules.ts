import type { Greeting } from '../../options.ts'

/** What is known of the visit so far. */
export interface Visit {
  /** s that the page was in view */
  readonly seconds: number
  /** % of what can be scrolled; 100 where nothing can */
  readonly scrolled: number
  /** The pointer has left towards the tabs and the address. */
  readonly leaving: boolean
  /** s since the visitor last did anything */
  readonly idle: number
  readonly path: string
  /** The chat was used on this device before. */
  readonly returning: boolean
  /** When the visitor last answered a greeting, or sent it away; ms since the epoch. */
  readonly greetedAt: number | null
  /** ms since the epoch */
  readonly now: number
}

const LONGEST = 300
/** Where a greeting names no moment. */
const AFTER_S = 5
const EVERY_DAYS = 7
const DAY_MS = 86_400_000

/** What a host wrote, as a list of what can be shown: a text alone is a greeting too. */
export function readGreetings(written: unknown): readonly Greeting[] {
  const all = Array.isArray(written) ? (written as readonly unknown[]) : [written]
  return all
    .map((one) => (typeof one === 'string' ? { text: one } : one))
    .filter((one): one is Greeting => typeof (one as Greeting | null)?.text === 'string' && (one as Greeting).text.trim() !== '')
    .map((one) => ({ ...one, text: one.text.slice(0, LONGEST) }))
}

/** `*` stands for anything. */
function isAt(path: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}

/** All that a greeting asks for must hold at once; who wants one thing or another gives two greetings. */
export function isDue(greeting: Greeting, visit: Visit): boolean {
  const { scroll, exit, idle, path, returning, every = EVERY_DAYS } = greeting
  const waits = scroll !== undefined || exit || idle !== undefined
  const { after = waits ? 0 : AFTER_S } = greeting
  if (visit.greetedAt !== null && visit.now - visit.greetedAt < every * DAY_MS) return false
  return (
    visit.seconds >= after &&
    (scroll === undefined || visit.scrolled >= scroll) &&
    (!exit || visit.leaving) &&
    (idle === undefined || visit.idle >= idle) &&
    (path === undefined || [path].flat().some((pattern) => isAt(visit.path, String(pattern)))) &&
    (returning === undefined || visit.returning === returning)
  )
}

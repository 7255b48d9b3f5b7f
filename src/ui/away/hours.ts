/** When somebody is there, on the clocks of one place. */
export interface Hours {
  /** IANA: `Europe/London` */
  readonly timeZone: string
  readonly open: readonly Shift[]
  /** Days on which nobody comes, as `2026-12-25`. */
  readonly closed: ReadonlySet<string>
}

export interface Shift {
  /** 0 = Sunday. */
  readonly days: ReadonlySet<number>
  /** Minutes since midnight, on the clock of the wall. */
  readonly from: number
  /** At or below `from`: of the next day. */
  readonly to: number
}

export interface Openness {
  readonly open: boolean
  /** When that changes, ms since the epoch; null = not within a year. */
  readonly until: number | null
}

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const MOST_SHIFTS = 50
const MOST_CLOSED = 400
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const HORIZON_DAYS = 370
/** Who is there for so long without a break is always there. */
const ALWAYS_DAYS = 15

/** From what the host wrote; null where it is no timetable. */
export function readHours(given: unknown): Hours | null {
  const { timeZone, open, closed = [] } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone) || !Array.isArray(open) || !Array.isArray(closed)) return null
  const shifts = open.slice(0, MOST_SHIFTS).map(readShift)
  if (shifts.includes(null)) return null
  const dates = closed.slice(0, MOST_CLOSED).filter((date) => typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date))
  return { timeZone, open: shifts as Shift[], closed: new Set(dates) }
}

function readShift(given: unknown): Shift | null {
  const { days, from, to } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>
  const [begins, ends] = [minutesOf(from), minutesOf(to)]
  if (!Array.isArray(days) || begins === null || ends === null || begins === 1_440) return null
  const known = days.map((day) => names.indexOf(String(day).toLowerCase().slice(0, 3)))
  return known.includes(-1) ? null : { days: new Set(known), from: begins, to: ends }
}

/** `09:30`, to `24:00`. */
function minutesOf(text: unknown): number | null {
  const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(String(text)) ?? []
  const total = Number(hours) * 60 + Number(minutes)
  return total >= 0 && total <= 1_440 ? total : null
}

function isTimeZone(timeZone: string): boolean {
  try {
    return clockOf(timeZone) !== null
  } catch {
    return false
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()
/** @throws RangeError for a zone that Intl does not know */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const part = 'numeric'
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: part,
      month: part,
      day: part,
      hour: part,
      minute: part,
      second: part,
    })
  clocks.set(timeZone, clock)
  return clock
}

/** What the clock on the wall shows at an instant, as if it were UTC. */
export function wallTime(timeZone: string, at: number): number {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The instant at which the wall shows this; where the clocks go over it, as long after the change; where it comes twice, the first. */
export function instantOf(timeZone: string, wall: number): number {
  const offset = (at: number): number => wallTime(timeZone, at) - Math.floor(at / 1_000) * 1_000
  const [before, after] = [wall - offset(wall - DAY_MS), wall - offset(wall + DAY_MS)]
  const fitting = [before, after].filter((at) => wallTime(timeZone, at) === wall)
  return fitting.length > 0 ? Math.min(...fitting) : before
}

/** Whether somebody is there at `at`, and until when that stays so. */
export function opennessAt({ timeZone, open, closed }: Hours, at: number): Openness {
  const today = Math.floor(wallTime(timeZone, at) / DAY_MS)

  /** From when to when somebody is there by the timetable of one day, of which `day` is the number since 1970. */
  function spansOf(day: number): readonly (readonly [number, number])[] {
    const midnight = day * DAY_MS
    const date = new Date(midnight)
    if (closed.has(date.toISOString().slice(0, 10))) return []
    return open
      .filter(({ days }) => days.has(date.getUTCDay()))
      .map(({ from, to }) => {
        const end = to > from ? midnight : midnight + DAY_MS
        return [instantOf(timeZone, midnight + from * MINUTE_MS), instantOf(timeZone, end + to * MINUTE_MS)] as const
      })
  }
  // A shift may reach over midnight, and clocks over the date line by a day.
  let spans = [-2, -1, 0, 1, 2].flatMap((days) => spansOf(today + days))
  const isOpen = spans.some(([from, to]) => from <= at && at < to)
  let until = at
  for (let ahead = 3; ahead <= HORIZON_DAYS; ahead++) {
    if (isOpen) {
      // One shift may follow upon another without a break.
      for (let longer = true; longer;) {
        const end = Math.max(until, ...spans.filter(([from]) => from <= until).map(([, to]) => to))
        longer = end > until
        until = end
      }
      // No later day begins before this, wherever on the globe.
      if (until < (today + ahead - 1) * DAY_MS) return { open: true, until }
      if (ahead > ALWAYS_DAYS) return { open: true, until: null }
    } else {
      const next = Math.min(...spans.map(([from, to]) => (from > at && to > from ? from : Infinity)))
      if (next < Infinity) return { open: false, until: next }
    }
    spans = [...spans.filter(([, to]) => to > at), ...spansOf(today + ahead)]
  }
  return { open: isOpen, until: null }
}

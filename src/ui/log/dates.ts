export interface Dates {
  /** "10:24" */
  time(at: number): string
  /** "Today", "Yesterday", "Monday", "3 March", "3 March 2024", as seen at `now`. */
  day(at: number, now: number): string
  /** "10:24", or with its day where that is not the day of `than`. */
  later(at: number, than: number): string
}

const DAY_MS = 86_400_000

/** Midnight of the visitor's own calendar, ms since the epoch: equal for two instants of one day. */
export function startOfDay(at: number): number {
  if (at >= lastDay.start && at < lastDay.end) return lastDay.start
  const start = new Date(at).setHours(0, 0, 0, 0)
  lastDay = { start, end: new Date(start + 1.5 * DAY_MS).setHours(0, 0, 0, 0) }
  return start
}
/** The day that was asked for last: most Messages are of the same day as the one before. */
let lastDay = { start: 0, end: 0 }

const made = new Map<string, Dates>()

/** What was made is of another time zone. */
export function forgetZone(): void {
  made.clear()
  lastDay = { start: 0, end: 0 }
}

/** Made once for a locale: the formatters of Intl are expensive. */
export function datesIn(locale: string): Dates {
  const dates = made.get(locale) ?? createDates(locale)
  made.set(locale, dates)
  return dates
}

export function createDates(locale: string): Dates {
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const day = (options: Intl.DateTimeFormatOptions, at: number): string => new Intl.DateTimeFormat(locale, options).format(at)
  return {
    time: (at) => time.format(at),
    later: (at, than) => (startOfDay(at) === startOfDay(than) ? time.format(at) : moment.format(at)),
    day(at, now) {
      // Rounded, because a day in which the clocks change has 23 or 25 hours.
      const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS)
      if (daysAgo === 0 || daysAgo === 1) {
        const word = relative.format(-daysAgo, 'day')
        return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1)
      }
      if (daysAgo > 1 && daysAgo < 7) return day({ weekday: 'long' }, at)
      const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
      return day({ day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }, at)
    },
  }
}

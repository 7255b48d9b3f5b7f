const DAY_MS = 86_400_000

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** "Tomorrow, 09:00", "Monday, 09:00", "3 March, 09:00": on the visitor's own clock. */
export function whenIn(locale: string, at: number, now: number): string {
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at)
  // Rounded, because a day in which the clocks change has 23 or 25 hours.
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS)
  if (days === 0) return time
  if (days === 1) return `${new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(1, 'day')}, ${time}`
  const form: Intl.DateTimeFormatOptions = days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' }
  return new Intl.DateTimeFormat(locale, { ...form, hour: 'numeric', minute: '2-digit' }).format(at)
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** The time of today, the date of any other day. */
export function shortTime(at: number): string {
  return (new Date(at).toDateString() === new Date().toDateString() ? time : date).format(at)
}

export const fullTime = (at: number): string => full.format(at)

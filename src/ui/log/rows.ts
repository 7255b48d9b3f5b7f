import type { TimelineEntry } from '../../store/chat.ts'
import { startOfDay } from './dates.ts'

/** What stands in the log, one below the other. Flat, so that a window over it can be cut. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly entry: TimelineEntry
      /** The first of its group: shows the author. */
      readonly head: boolean
      /** The last of its group: shows the time. */
      readonly tail: boolean
    }

/** Longer silence begins a new group. */
const GROUP_MS = 5 * 60_000

function sameGroup(a: TimelineEntry | undefined, b: TimelineEntry | undefined): boolean {
  return (
    !!a &&
    !!b &&
    a.author === b.author &&
    a.own === b.own &&
    Math.abs(b.createdAt - a.createdAt) <= GROUP_MS &&
    startOfDay(a.createdAt) === startOfDay(b.createdAt)
  )
}

export function toRows(entries: readonly TimelineEntry[]): Row[] {
  const rows: Row[] = []
  let day = Number.NaN
  entries.forEach((entry, at) => {
    const itsDay = startOfDay(entry.createdAt)
    // A clock that was set back puts an older Message below a newer one: no second divider for a day that has one.
    if (!(itsDay <= day)) {
      day = itsDay
      rows.push({ kind: 'day', key: `day ${day}`, at: day })
    }
    const head = !sameGroup(entries[at - 1], entry)
    const tail = !sameGroup(entry, entries[at + 1])
    rows.push({ kind: 'message', key: entry.key, entry, head, tail })
  })
  return rows
}

/** The highest index in the log, -1 when nothing in it is stored. */
export function newestIndex(entries: readonly TimelineEntry[]): number {
  return entries.reduce((newest, entry) => Math.max(newest, entry.index ?? -1), -1)
}

/** Others' Messages above `index`: by index, so that neither history nor a new order counts as new. */
export function arrivals(entries: readonly TimelineEntry[], index: number): TimelineEntry[] {
  return entries.filter((entry) => !entry.own && !entry.deleted && entry.index !== null && entry.index > index)
}

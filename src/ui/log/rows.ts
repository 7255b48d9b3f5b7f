import type { Reach, TimelineEntry } from '../../store/chat.ts'
import { startOfDay } from './dates.ts'

/** One Message as it stands in the log. As many rows as entries: a window over the one is a window over the other. */
export interface Row {
  readonly entry: TimelineEntry
  /** The first of its group: shows the author. */
  readonly head: boolean
  /** The last of its group: shows the time. */
  readonly tail: boolean
  /** The newest day so far, ms since the epoch. */
  readonly day: number
  /** It is the first of that day: the divider stands above it. */
  readonly divided: boolean
}

/** The rows, and what has become of those of before: `removed` of them from `at` on have made room for `added`. */
export interface RowsChange {
  readonly rows: readonly Row[]
  readonly at: number
  readonly removed: number
  readonly added: number
}

/** Longer silence begins a new group. */
const GROUP_MS = 5 * 60_000

const sameGroup = (a: TimelineEntry | undefined, b: TimelineEntry | undefined): boolean =>
  !!a &&
  !!b &&
  a.author === b.author &&
  a.own === b.own &&
  Math.abs(b.createdAt - a.createdAt) <= GROUP_MS &&
  startOfDay(a.createdAt) === startOfDay(b.createdAt)

function toRow(entries: readonly TimelineEntry[], at: number, before: Row | undefined): Row {
  const entry = entries[at]!
  const itsDay = startOfDay(entry.createdAt)
  // A clock that was set back puts an older Message below a newer one: no second divider for a day that has one.
  const divided = !before || itsDay > before.day
  const head = before ? before.tail : !sameGroup(entries[at - 1], entry)
  return { entry, head, tail: !sameGroup(entry, entries[at + 1]), day: divided ? itsDay : before.day, divided }
}

const isSame = (a: Row, b: Row): boolean =>
  a.entry === b.entry && a.head === b.head && a.tail === b.tail && a.day === b.day && a.divided === b.divided

/**
 * The rows of `entries`. Those of before are kept where nothing about them differs, so that a new Message at the end or a page
 * at the start costs what it brings, however long the log is.
 */
export function toRows(entries: readonly TimelineEntry[], before: readonly Row[] = []): RowsChange {
  const most = Math.min(entries.length, before.length)
  let at = 0
  while (at < most && entries[at] === before[at]!.entry) at += 1
  // Its neighbour below is another one now.
  if (at > 0 && (at < entries.length || at < before.length)) at -= 1

  let kept = 0
  while (kept < most - at && entries[entries.length - 1 - kept] === before[before.length - 1 - kept]!.entry) kept += 1

  const rows = before.slice(0, at)
  for (let next = at; next < entries.length; next += 1) {
    const row = toRow(entries, next, rows[next - 1])
    const left = entries.length - next
    if (left <= kept && isSame(row, before[before.length - left]!)) {
      return { rows: rows.concat(before.slice(-left)), at, removed: before.length - left - at, added: next - at }
    }
    rows.push(row)
  }
  return { rows, at, removed: before.length - at, added: rows.length - at }
}

/** The highest index in the log, -1 when nothing in it is stored. What is not stored stands at the end. */
export function newestIndex(entries: readonly TimelineEntry[]): number {
  return entries.findLast(({ index }) => index !== null)?.index ?? -1
}

/** Others' Messages above `index`: by index, so that neither history nor a new order counts as new. */
export function arrivals(entries: readonly TimelineEntry[], index: number): TimelineEntry[] {
  return entries.slice(firstAbove(entries, index)).filter((entry) => !entry.own && !entry.deleted && entry.index !== null)
}

/** Where the first entry above `index` stands: those that are stored stand in order. */
function firstAbove(entries: readonly TimelineEntry[], index: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]!.index ?? Infinity) > index) high = middle
    else low = middle + 1
  }
  return low
}

/** The key of the first of others' Messages above `index`; null when there is none. */
export function firstNew(entries: readonly TimelineEntry[], index: number): string | null {
  for (let at = firstAbove(entries, index); at < entries.length; at += 1) {
    const { own, deleted, key } = entries[at]!
    if (!own && !deleted) return key
  }
  return null
}

/** Further up nobody looks for it; and a log in which nobody has read anything is not searched to its start with every frame. */
const MOST_SAID = 300
const reaches: readonly Reach[] = ['sent', 'delivered', 'read']

/** By key: where in the log it is said how far our own Messages have come. Under the newest that has come so far, and none that a later one has overtaken. */
export function reachesToSay(entries: readonly TimelineEntry[]): ReadonlyMap<string, Reach> {
  const said = new Map<string, Reach>()
  let furthest = -1
  for (let at = entries.length - 1; at >= Math.max(0, entries.length - MOST_SAID) && furthest < reaches.length - 1; at -= 1) {
    const { own, deleted, delivery, key, reach } = entries[at]!
    const rank = reaches.indexOf(reach)
    if (!own || deleted || delivery !== 'sent' || rank <= furthest) continue
    said.set(key, reach)
    furthest = rank
  }
  return said
}

import type { Stored } from './house.ts'

/** What a log shows. */
export interface Shown {
  readonly key: string
  readonly sid: string | null
  readonly index: number | null
  readonly body: string
  readonly editedAt: number | null
  readonly deleted: boolean
  readonly delivery: string
}

/** All that is known when everything has come to rest. */
export interface Evidence {
  /** Bodies that the composer was allowed to let go of, in the order of typing. */
  readonly typed: readonly string[]
  /** Letters in the order in which the disk took them. */
  readonly kept: readonly { readonly id: string; readonly body: string }[]
  /** Ids of letters that were given up at some time, so that the visitor sent them again or not. */
  readonly failed: ReadonlySet<string>
  /** Those of them for which nobody can say why. */
  readonly groundless: readonly string[]
  readonly house: { readonly honours: boolean; readonly messages: readonly Stored[] }
  readonly logs: readonly (readonly Shown[])[]
  /** Letters that still lie on the disk. */
  readonly left: number
  readonly errors: readonly string[]
  /** Timers, sockets and listeners after the end. */
  readonly leaks: readonly string[]
}

/** What was broken, a line for each; empty = every promise was kept. */
export interface Verdict {
  readonly lost: readonly string[]
  readonly shownTwice: readonly string[]
  readonly reordered: readonly string[]
  readonly storedTwice: readonly string[]
  readonly differs: readonly string[]
  readonly refused: readonly string[]
  readonly left: readonly string[]
  readonly errors: readonly string[]
  readonly leaks: readonly string[]
}

export const VISITOR = 'visitor'

/** Our own id of a Message; its sid where it has none. */
export function idOf({ attributes, sid }: Stored): string {
  const { parlourId = sid } = JSON.parse(attributes) as { parlourId?: string }
  return parlourId
}

export function judge(evidence: Evidence): Verdict {
  const { typed, kept, failed, house, logs } = evidence
  const stored = new Map<string, Stored[]>()
  for (const message of house.messages) {
    const id = message.author === VISITOR ? idOf(message) : message.sid
    stored.set(id, [...(stored.get(id) ?? []), message])
  }
  const idsOf = (body: string): readonly string[] => kept.filter((letter) => letter.body === body).map(({ id }) => id)
  const lost = typed.filter((body) => !idsOf(body).some((id) => stored.has(id))).map((body) => `${body} is not stored`)
  const storedTwice = house.honours
    ? [...stored].filter(([, list]) => list.length > 1).map(([, list]) => `${list[0]!.body} is stored ${list.length} times`)
    : []

  return {
    lost,
    storedTwice,
    reordered: orderOf(kept, stored, failed).concat(typingOrder(typed, kept)),
    shownTwice: logs.flatMap(doubles),
    differs: logs.flatMap((log, at) => difference(log, house.messages).map((line) => `log ${at}: ${line}`)),
    refused: evidence.groundless,
    left: evidence.left > 0 ? [`${evidence.left} on the disk`] : [],
    errors: evidence.errors,
    leaks: evidence.leaks,
  }
}

export const isGood = (verdict: Verdict): boolean => Object.values(verdict).every((lines: readonly string[]) => lines.length === 0)

/** In the order of the disk they are stored; what was given up may come later, or never. */
function orderOf(kept: Evidence['kept'], stored: ReadonlyMap<string, readonly Stored[]>, failed: ReadonlySet<string>): string[] {
  const lines: string[] = []
  let last = { index: -1, body: '' }
  for (const { id, body } of kept) {
    const copies = stored.get(id)
    if (!copies || failed.has(id)) continue
    const index = Math.min(...copies.map((copy) => copy.index))
    if (index < last.index) lines.push(`${body} is stored before ${last.body}`)
    last = { index, body }
  }
  return lines
}

/** What was typed first was kept first. Bodies of one tab. */
function typingOrder(typed: readonly string[], kept: Evidence['kept']): string[] {
  const lines: string[] = []
  const last = new Map<string, { at: number; body: string }>()
  for (const body of typed) {
    const tab = body.split(' ')[0]!
    const at = kept.findIndex((letter) => letter.body === body)
    const before = last.get(tab)
    if (before && at < before.at) lines.push(`${body} is kept before ${before.body}`)
    last.set(tab, { at, body })
  }
  return lines
}

function doubles(log: readonly Shown[]): string[] {
  const lines: string[] = []
  const seen = new Set<string>()
  for (const { body, sid, key, deleted } of log) {
    for (const name of [`sid ${sid}`, `key ${key}`, ...(deleted ? [] : [`body ${body}`])]) {
      if (seen.has(name) && name !== 'sid null') lines.push(`${name} is shown twice`)
      seen.add(name)
    }
  }
  return lines
}

/** The log, from its oldest on, is what the service has; of several copies of one Message the lowest that is left counts. */
function difference(log: readonly Shown[], messages: readonly Stored[]): string[] {
  const lines = log.filter(({ delivery }) => delivery !== 'sent').map(({ body, delivery }) => `${body} is ${delivery}`)
  const shown = log.filter(({ delivery }) => delivery === 'sent')
  const from = shown[0]?.index ?? messages.find(({ deleted }) => !deleted)?.index ?? 0
  const seen = new Set<string>()
  const expected = messages.filter((message) => {
    const key = `${message.author} ${idOf(message)}`
    if (message.deleted || message.index < from || seen.has(key)) return false
    seen.add(key)
    return true
  })
  const ours = shown
    .filter(({ deleted }) => !deleted)
    .map(({ sid, body, editedAt }) => `${sid} ${body}${editedAt === null ? '' : ' (edited)'}`)
  const theirs = expected.map(({ sid, body, editedAt }) => `${sid} ${body}${editedAt === null ? '' : ' (edited)'}`)
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    if (ours[at] !== theirs[at]) return [...lines, `shows ${ours[at] ?? 'nothing'} where the service has ${theirs[at] ?? 'nothing'}`]
  }
  return lines
}

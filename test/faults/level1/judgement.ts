import type { TimelineEntry } from '../../../src/store/chat.ts'
import type { Stored } from './house.ts'
import type { Tab } from './tab.ts'

/** What is known of a run. */
export interface Evidence {
  readonly identity: string
  readonly tabs: readonly Tab[]
  readonly history: readonly Stored[]
  /** Bodies that a composer let go of, in the order of typing, by tab. */
  readonly written: readonly (readonly string[])[]
  /** Those of which the service refused one: sent again by the visitor, and so perhaps later. */
  readonly refused: ReadonlySet<string>
  readonly files: number
}

/** What is not as it must be, a line each. */
export function judge({ identity, tabs, history, written, refused, files }: Evidence): readonly string[] {
  const own = history.filter(({ author }) => author === identity)
  const bodies = own.filter(({ media }) => !media).map(({ body }) => body)
  const complaints: string[] = []
  for (const texts of written) {
    const lost = texts.filter((text) => !bodies.includes(text))
    if (lost.length > 0) complaints.push(`lost: ${lost.join(', ')}`)
    const due = texts.filter((text) => !refused.has(text) && bodies.includes(text))
    const inOrder = bodies.filter((body) => due.includes(body))
    if (twice(inOrder).length === 0 && inOrder.join('\n') !== due.join('\n')) complaints.push(`out of order: ${inOrder.join(', ')}`)
  }
  if (twice(bodies).length > 0) complaints.push(`stored twice: ${twice(bodies).join(', ')}`)
  const stored = own.filter(({ media }) => media).length
  if (stored !== files) complaints.push(`files: ${stored} stored, ${files} sent`)
  tabs.forEach(({ chat }, at) => {
    const session = chat.session.peek()
    if (session.status !== 'ready')
      complaints.push(`tab ${at}: session ${session.status}${'error' in session ? ` (${session.error?.code})` : ''}`)
    complaints.push(...difference(chat.timeline.peek().entries, history).map((line) => `tab ${at}: ${line}`))
  })
  return complaints
}

/** The log, from its oldest on, is what the service has. */
function difference(log: readonly TimelineEntry[], history: readonly Stored[]): readonly string[] {
  const lines = log
    .filter(({ delivery }) => delivery !== 'sent')
    .map(({ body, delivery, error }) => `${body} is ${delivery}${error ? ` (${error.code})` : ''}`)
  const shown = log.filter(({ delivery, deleted }) => delivery === 'sent' && !deleted)
  const doubles = [...twice(shown.map(({ sid }) => String(sid))), ...twice(shown.flatMap(({ body }) => (body === '' ? [] : [body])))]
  if (doubles.length > 0) lines.push(`shown twice: ${doubles.join(', ')}`)
  // Deleted ones count, too: the page began with them.
  const from = log.find(({ index }) => index !== null)?.index ?? 0
  const ours = shown.map(({ sid, body, editedAt }) => `${sid} ${body}${editedAt === null ? '' : ' (edited)'}`)
  const theirs = history.filter(({ index }) => index >= from).map(({ sid, body, edited }) => `${sid} ${body}${edited ? ' (edited)' : ''}`)
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    if (ours[at] !== theirs[at]) return [...lines, `shows ${ours[at] ?? 'nothing'} where the service has ${theirs[at] ?? 'nothing'}`]
  }
  return lines
}

const twice = (texts: readonly string[]): readonly string[] => texts.filter((text, at) => texts.indexOf(text) !== at)

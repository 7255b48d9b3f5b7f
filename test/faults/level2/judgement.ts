import { setTimeout as sleep } from 'node:timers/promises'
import type { Visitor } from '../../browser/demo/visitor.ts'
import { wholeLog, type LoggedRow } from '../../browser/demo/whole-log.ts'
import type { Guest } from './guest.ts'

/** What stands in a tab's log, deleted ones left out; `whole`: nothing older can be loaded. */
async function readLog({ log, panel }: Visitor): Promise<{ readonly rows: readonly LoggedRow[]; readonly whole: boolean }> {
  const rows = (await wholeLog(log)).filter(({ deleted }) => !deleted)
  return { rows, whole: (await panel.getByRole('button', { name: 'Load earlier messages' }).count()) === 0 }
}

export interface JudgementOptions {
  /** How long everything may take to come right. Default 60 s. */
  readonly patienceMs?: number
  /** Those whose logs are read. Default: the tab of now. */
  readonly tabs?: readonly Visitor[]
}

/**
 * Nothing lost, nothing doubled, in order; the log equals what REST says; no error reached the host; the composer still
 * holds what was not sent. Waits for it, and answers with what is not so: nothing, when all is well.
 */
export async function judge(guest: Guest, { patienceMs = 60_000, tabs = [guest.tab] }: JudgementOptions = {}): Promise<readonly string[]> {
  const until = Date.now() + patienceMs
  let complaints = await look(guest, tabs)
  // Twice in a row: what comes a little later may double.
  for (let well = complaints.length === 0 ? 1 : 0; well < 2 && Date.now() < until; well = complaints.length === 0 ? well + 1 : 0) {
    await sleep(well ? 400 : 150)
    complaints = await look(guest, tabs)
  }
  return [...complaints, ...guest.heard.map((event) => `reached the host: ${event}`)]
}

async function look(guest: Guest, tabs: readonly Visitor[]): Promise<readonly string[]> {
  const { house, channelSid, identity, written, draft } = guest
  const stored = await house.history(channelSid)
  const own = stored.filter(({ author }) => author === identity).map(({ body }) => body)
  const complaints: string[] = []

  for (const texts of written) {
    const lost = texts.filter((text) => !own.includes(text))
    if (lost.length > 0) complaints.push(`lost: ${lost.join(', ')}`)
    const inOrder = own.filter((body) => texts.includes(body))
    if (lost.length === 0 && inOrder.join('\n') !== texts.join('\n')) complaints.push(`out of order: ${inOrder.join(', ')}`)
  }
  const twice = repeated(stored.map(({ body }) => body))
  if (twice.length > 0) complaints.push(`stored twice: ${twice.join(', ')}`)

  for (const tab of tabs) {
    const { rows, whole } = await readLog(tab)
    const bodies = rows.map(({ body }) => body)
    const expected = stored.map(({ body }) => body).slice(whole ? 0 : -bodies.length)
    if (repeated(bodies).length > 0) complaints.push(`shown twice: ${repeated(bodies).join(', ')}`)
    else if (bodies.join('\n') !== expected.join('\n')) complaints.push(`log: ${bodies.join(', ')}; REST: ${expected.join(', ')}`)
    const late = rows.filter((row) => row.late || row.failed)
    if (late.length > 0) complaints.push(`not shown as sent: ${late.map(({ body }) => body).join(', ')}`)
  }
  const held = await guest.tab.composer.inputValue({ timeout: 1_000 }).catch(() => '(no composer)')
  if (held !== draft) complaints.push(`the composer holds ${JSON.stringify(held)}, not ${JSON.stringify(draft)}`)
  return complaints
}

const repeated = (texts: readonly string[]): readonly string[] => texts.filter((text, at) => texts.indexOf(text) !== at)

import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { playAll } from './company.ts'
import type { Outcome } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'

const RESULT = new URL('../results/level2.json', import.meta.url)

/**
 * `npm run faults -- --level 2 [--only <regular expression>] [--sdk chat|conversations] [--lanes 4]`: the scenarios in real
 * Chromium. A whole run is kept in `results/level2.json`. True when nothing was lost, doubled or leaked.
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { only: { type: 'string' }, sdk: { type: 'string' }, lanes: { type: 'string', default: '4' } },
  })
  const only = new RegExp(String(values.only ?? ''))
  const chosen = scenarios.filter(({ name }) => only.test(name))
  const sdks = (['chat', 'conversations'] as const).filter((sdk) => values.sdk === undefined || values.sdk === sdk)
  const started = Date.now()
  const { outcomes, browser } = await playAll(chosen, { sdks, lanes: Number(values.lanes), onOutcome: tell })
  const failed = outcomes.filter(({ complaints }) => complaints.length > 0)
  const seconds = Math.round((Date.now() - started) / 1_000)
  const events = outcomes.flatMap(({ complaints }) => complaints.filter((complaint) => complaint.startsWith('reached the host'))).length
  const figures = {
    browser,
    scenarios: chosen.length,
    runs: outcomes.length,
    failed: failed.length,
    events,
    seconds,
    lanes: Number(values.lanes),
  }
  console.log(
    `${chosen.length} scenarios, ${outcomes.length} runs in ${seconds} s, ${failed.length} failed, ${events} events at the host (${browser})`,
  )
  if (chosen.length === scenarios.length && sdks.length === 2) await keep(figures, outcomes)
  return failed.length === 0 && outcomes.length > 0
}

/** One run a line. */
async function keep(figures: Readonly<Record<string, number | string>>, outcomes: readonly Outcome[]): Promise<void> {
  const lines = outcomes.map((outcome) => JSON.stringify({ ...outcome, ms: Math.round(outcome.ms) }))
  await mkdir(new URL('.', RESULT), { recursive: true })
  await writeFile(RESULT, `${JSON.stringify(figures).slice(0, -1)},"outcomes":[\n${lines.join(',\n')}\n]}\n`)
}

function tell({ name, sdk, ms, complaints, notes }: Outcome): void {
  const extra = Object.entries(notes).map(([key, value]) => `${key}: ${value}`)
  console.log(
    `${complaints.length > 0 ? 'FAILED' : '    ok'} ${(ms / 1_000).toFixed(1).padStart(5)} s  ${sdk.padEnd(13)} ${[name, ...extra].join(' · ')}`,
  )
  for (const complaint of complaints) console.log(`         ${complaint}`)
}

/**
 * `npm run recovery -- --trials 100`: how long until a visitor is live again, and until a dead socket is found: our layer
 * beside the SDK alone, both in Node against the local chat service. Exits 1 when one of our figures is missed.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { contest } from './recovery/contest.ts'
import type { Result } from './recovery/contest.ts'
import type { Sdk } from './recovery/contender.ts'
import { CAP_MS } from './recovery/scenarios.ts'
import { keepResult } from '../faults/report/results.ts'

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '100' },
    write: { type: 'boolean', default: true },
    /** One SDK, in this process, results to the parent. */
    sdk: { type: 'string' },
  },
  allowNegative: true,
})
const trials = Number(values.trials)

if (values.sdk !== undefined) {
  // The vendor's clients drop errors on the way; what our layer lets go of is counted by the fault harness.
  process.on('unhandledRejection', () => {})
  process.on('uncaughtException', (error) => {
    if (!/WebSocket was closed before/.test(error.message)) throw error
  })
  process.once('disconnect', () => process.exit(1))
  await contest(values.sdk as Sdk, trials, (result) => process.send?.(result))
  process.exit(0)
}

console.log(`${trials} trials of each; ms, p50 / p95 / most`)
const results: Result[] = []
await Promise.all((['chat', 'conversations'] as const).map(run))
const missed = results.filter(isMissed)
console.log(missed.length === 0 ? 'every figure is kept' : `missed: ${missed.map(({ sdk, scenario }) => `${sdk}, ${scenario}`).join('; ')}`)
if (values.write) {
  const rows = results.map((result) => ({
    sdk: result.sdk,
    scenario: result.scenario,
    who: result.who,
    trials: result.times.length,
    p50: quantile(result, 0.5),
    p95: quantile(result, 0.95),
    most: quantile(result, 1),
    overCap: result.times.filter((ms) => ms === null).length,
    bounds: result.bounds,
    kept: !isMissed(result),
  }))
  keepResult('recovery', { trials, capMs: CAP_MS, rows })
}
process.exitCode = missed.length > 0 || results.length === 0 ? 1 : 0

function run(sdk: Sdk): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['--sdk', sdk, '--trials', String(trials)], {
    execArgv: ['--import', '@oxc-node/core/register'],
  })
  child.on('message', (result: Result) => {
    results.push(result)
    console.log(
      `${result.sdk.padEnd(13)} ${result.scenario.padEnd(35)} ${result.who.padEnd(7)} ${[0.5, 0.95, 1].map((share) => shown(quantile(result, share))).join(' / ')}`,
    )
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The contest on ${sdk} ended with ${code}`))))
  })
}

/** null: more than the cap. */
function quantile({ times }: Result, share: number): number | null {
  return times[Math.max(0, Math.ceil(share * times.length) - 1)] ?? null
}

function shown(ms: number | null): string {
  return ms === null ? `> ${CAP_MS / 1_000} s` : String(ms)
}

function isMissed(result: Result): boolean {
  return result.who === 'parlour' && result.bounds.some(({ share, ms }) => (quantile(result, share) ?? Infinity) > ms)
}

/**
 * `npm run token-clock -- --seeds 200 --days 7 [--seed S]`: visitors whose token endpoint fails, for days, on a virtual clock.
 * Exits 1 when a token lapsed in use while the device was awake, or renewals were more than 1.2 × the ideal.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runTokenClock } from './token/run.ts'
import type { Row } from './token/run.ts'
import { keepResult } from './report/results.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    days: { type: 'string', default: '7' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const [seeds, days, firstSeed] = [Number(values.seeds), Number(values.days), Number(values.seed)]
const workers = Math.min(2, availableParallelism())
const MOST_OF_IDEAL = 1.2

console.log(`${seeds} seeds from ${firstSeed} on, ${days} days each, ${workers} threads; 30 % of all requests are answered with 5xx`)
const begin = performance.now()
const rows = await runTokenClock({ seeds, firstSeed, days, mostRenewals: Infinity, workers, onRow: print })
const seconds = Math.round((performance.now() - begin) / 1_000)
const lapses = rows.reduce((sum, row) => sum + row.lapses, 0)
const worst = Math.max(...rows.map(({ ofIdeal }) => ofIdeal))
const renewals = rows.reduce((sum, row) => sum + row.renewals, 0)
console.log(`${renewals.toLocaleString('en')} renewals in ${seconds} s: ${lapses} lapses, at most ${worst} × the ideal`)
if (values.write) {
  keepResult('token-clock', { seeds, firstSeed, days, seconds, lapses, rows })
}
process.exitCode = lapses > 0 || worst > MOST_OF_IDEAL ? 1 : 0

function print({ trouble, ttl, skew, lapses, renewals, ofIdeal, worstOfIdeal, failedRequests, outages, ...row }: Row): void {
  const slept =
    row.sleptOver > 0 ? `; ${row.sleptOver} ended asleep, next ${row.recoveryP50Ms} ms after waking (p95 ${row.recoveryP95Ms})` : ''
  const bad = row.bad.length > 0 ? `; lapsed with seeds ${row.bad.slice(0, 10).join(', ')}` : ''
  console.log(
    `${trouble.padEnd(18)} ttl ${ttl.padStart(6)} skew ${skew.padStart(4)}: ${lapses} lapses, ${renewals} renewals = ${ofIdeal} × ideal ` +
      `(worst session ${worstOfIdeal}), ${failedRequests} failed requests, ${outages} outages${slept}${bad}`,
  )
}

/**
 * `npm run tab-kills -- --kills 500 [--seed S] [--lanes 4]`: see level2/kills.ts. Exits 1 when a Message that the composer had
 * let go of is lost, stored twice, shown twice or out of order, or an error reached the host's page.
 */
import { parseArgs } from 'node:util'
import { runKills } from './level2/kills.ts'
import { keepResult } from './report/results.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lanes: { type: 'string', default: '4' },
  },
})
const [kills, seed, lanes] = [Number(values.kills), Number(values.seed), Number(values.lanes)]
console.log(`${kills} kills, seed ${seed}`)
const report = await runKills({ kills, seed, lanes, onKill: (done) => done % 25 === 0 && console.log(`${done} kills …`) })
const { complaints, stages, ...figures } = report
console.table(figures)
console.table(stages)
for (const complaint of complaints) console.log(complaint)
if (kills >= 500) {
  keepResult('tab-kills', { seed, lanes, ...report })
}
process.exitCode = complaints.length > 0 || figures.lost + figures.storedTwice + figures.outOfOrder > 0 || figures.delivered < kills ? 1 : 0

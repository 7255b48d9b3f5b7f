/**
 * `npm run tabs -- [--tabs 10] [--kills 100] [--wakes 1000] [--seed S]`: many tabs of one visitor in Chromium, see crowd.ts.
 * Exits 1 when there is more than one socket, a Message is lost, stored or told twice, a takeover takes more than a second,
 * the wakes cost more than one request for a token, or an error reached the host's page.
 */
import { parseArgs } from 'node:util'
import { openDemo } from '../browser/demo/support.ts'
import { seeded } from '../support/random.ts'
import { gatherCrowd, killLeaders, wakeUp } from './crowd.ts'
import { keepResult } from './report/results.ts'

const { values } = parseArgs({
  options: {
    tabs: { type: 'string', default: '10' },
    kills: { type: 'string', default: '100' },
    wakes: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const [tabs, kills, wakes, seed] = [Number(values.tabs), Number(values.kills), Number(values.wakes), Number(values.seed)]
/** Half of the token's life: from then on it is to be renewed. */
const SLEPT_MS = 330_000

const stage = await openDemo()
const crowd = await gatherCrowd(stage, tabs)
const socketsAtFirst = crowd.sockets()
console.log(`${tabs} tabs: ${socketsAtFirst} socket; seed ${seed}`)
const woken = await wakeUp(crowd, { wakes, sleptMs: SLEPT_MS })
console.log(`${woken.wakes} wakes with a token that is due: ${woken.tokenRequests} token request, ${woken.sockets} socket`)
await crowd.close()
const others = await gatherCrowd(stage, tabs)
const killed = await killLeaders(others, {
  kills,
  random: seeded(seed),
  onKill: (done) => done % 10 === 0 && console.log(`${done} kills …`),
})
const { takeoverMs, allBackMs, complaints, ...counts } = killed
console.table({ 'takeover, ms': takeoverMs, 'all tabs back, ms': allBackMs })
console.table(counts)
for (const complaint of complaints) console.log(complaint)
await others.close()
await stage.close()

if (kills >= 100) {
  keepResult('tabs', { seed, socketsAtFirst, woken, killed })
}
const isGood =
  socketsAtFirst === 1 &&
  woken.tokenRequests === 1 &&
  killed.sockets === 1 &&
  takeoverMs.max <= 1_000 &&
  killed.lost + killed.storedTwice + killed.toldTwice + complaints.length === 0
process.exitCode = isGood ? 0 : 1

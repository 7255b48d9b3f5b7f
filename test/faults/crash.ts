/** `npm run crash -- --kills 300 [--seed S]`: see crashes.ts. Exits 1 when an acknowledged Message is missing or one is stored twice. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runCrashes } from './crashes.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
})
const kills = Number(values.kills)
const seed = Number(values.seed)
const dataDir = mkdtempSync(join(tmpdir(), 'parlour-crash-'))
console.log(`${kills} kills, seed ${seed}`)
const report = await runCrashes({ kills, seed, dataDir, onKill: (kill) => kill % 25 === 0 && console.log(`${kill} kills …`) })
rmSync(dataDir, { recursive: true })
console.table(report)
process.exitCode = report.missing > 0 || report.doubled > 0 || report.acknowledged === 0 ? 1 : 0

/**
 * `npm test`: what the tests need (a browser, the built files), then all of them; the last line is `N passed, N failed`.
 * Arguments go on to vitest: `npm test -- --project unit`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { buildDemo } from '../demo/build.ts'
import { requireChromium } from './support/install-chromium.ts'

const RESULTS = '.parlour/test-results.json'

process.env['CHROMIUM_PATH'] = requireChromium()
await buildDemo()
mkdirSync('.parlour', { recursive: true })
rmSync(RESULTS, { force: true })

const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`, ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
)

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly success: boolean
}
let failed = status !== 0
try {
  const results = JSON.parse(readFileSync(RESULTS, 'utf8')) as Results
  failed ||= !results.success || results.numPassedTests === 0
  if (results.numPendingTests > 0) {
    failed = true
    console.error(`${results.numPendingTests} tests did not run: a skipped test is a failure here.`)
  }
  console.log(`${results.numPassedTests} passed, ${results.numFailedTests + results.numPendingTests} failed`)
} catch {
  failed = true
  console.log('0 passed, 1 failed')
}
process.exit(failed ? 1 : 0)

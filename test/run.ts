/**
 * `npm test`: what the tests need (a browser, the built files), then all of them, one project after the other, so that
 * browsers and load tests do not take each other's time; the last line is `N passed, N failed`.
 * Arguments go on to vitest: `npm test -- --project unit`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { buildDemo } from '../demo/build.ts'
import { requireChromium } from './support/install-chromium.ts'

const PROJECTS = ['unit', 'integration', 'browser', 'journey']
const RESULTS = '.parlour/test-results.json'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly success: boolean
}

/** A run that ends without results, or with a test that did not run, has failed. */
function run(options: readonly string[]): { passed: number; failed: number } {
  rmSync(RESULTS, { force: true })
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`, ...options],
    {
      stdio: 'inherit',
    },
  )
  try {
    const results = JSON.parse(readFileSync(RESULTS, 'utf8')) as Results
    const skipped = results.numPendingTests + results.numTodoTests
    if (skipped > 0) console.error(`${skipped} tests did not run: a skipped test is a failure here.`)
    const failed = results.numFailedTests + skipped
    // A file that does not load, or an error outside a test, fails no test.
    return { passed: results.numPassedTests, failed: failed === 0 && (status !== 0 || !results.success) ? 1 : failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

process.env['CHROMIUM_PATH'] = requireChromium()
await buildDemo((what) => console.log(`Building the ${what} …`))
mkdirSync('.parlour', { recursive: true })

const given = process.argv.slice(2)
const runs = given.length > 0 ? [given] : PROJECTS.map((project) => ['--project', project])
const counts = runs.map(run)
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)

/**
 * `npm run size`: the budgets, on the built files, as a table; exits 1 over budget. Bytes by size-limit (brotli, quality
 * 11, each file on its own, 1 KB = 1,000 bytes). With `--time` also what the loader costs the main thread, in Chromium.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { loaderCost } from './loader-cost.ts'
import { sdkCosts } from './sdk-cost.ts'

/** Main-thread time of the loader over an empty script, at 4× throttle. */
const MOST_MS = 15

/** Until an SDK is evaluated, at 4× throttle, and how much faster that is than the SDK as installed. */
const MOST_SDK_MS = 150
const LEAST_RATIO = 5

interface Row {
  readonly name: string
  readonly passed: boolean
  readonly size: number
  readonly sizeLimit: number
}

function measured(): Row[] {
  const json = (stdout: string): Row[] => JSON.parse(stdout) as Row[]
  try {
    return json(execFileSync('npx', ['size-limit', '--json'], { encoding: 'utf8' }))
  } catch (error) {
    // size-limit exits 1 over budget, and prints the same JSON.
    const { stdout } = error as { stdout?: string }
    if (stdout) return json(stdout)
    throw error
  }
}

if (!existsSync('dist/parlour.js')) {
  console.error('There is nothing to measure in dist/. Run `npm run build` first.')
  process.exit(1)
}

const rows = measured()
console.log('| what | bytes (brotli -q 11) | at most | |\n|---|---:|---:|---|')
for (const row of rows) console.log(`| ${row.name} | ${row.size} | ${row.sizeLimit} | ${row.passed ? 'ok' : 'OVER BUDGET'} |`)

if (process.argv.includes('--time')) {
  const cost = await loaderCost()
  const ms = (value: number): string => `${value.toFixed(1)} ms`
  const more = cost.loaderMs - cost.emptyMs
  console.log(
    `\nMain thread at 4× throttle, medians of ${cost.runs} interleaved article pages, by Chromium's trace: script, style, layout and paint ` +
      `${ms(cost.loaderMs)} with the loader, ${ms(cost.emptyMs)} with an empty script: ${ms(more)} more (at most ${MOST_MS}), ` +
      `${ms(cost.scriptMs)} of it in the script. All tasks of the thread, with the browser's own: ` +
      `${ms(cost.allTasksMs.loader)} and ${ms(cost.allTasksMs.empty)}. Long tasks more: ${cost.longTasks}; layout shift ${cost.layoutShift}`,
  )
  if (more > MOST_MS || cost.longTasks > 0 || cost.layoutShift > 0) process.exitCode = 1
}
if (process.argv.includes('--time')) {
  console.log('\n| SDK at 4× throttle: compiled and evaluated (median) | with Parlour | as installed | times less |\n|---|---:|---:|---:|')
  for (const { service, oursMs, installedMs } of await sdkCosts()) {
    const ratio = installedMs / oursMs
    console.log(
      `| ${service} | ${oursMs.toFixed(0)} ms (at most ${MOST_SDK_MS}) | ${installedMs.toFixed(0)} ms | ${ratio.toFixed(1)} (at least ${LEAST_RATIO}) |`,
    )
    if (oursMs > MOST_SDK_MS || ratio < LEAST_RATIO) process.exitCode = 1
  }
}
if (rows.some((row) => !row.passed)) process.exitCode = 1

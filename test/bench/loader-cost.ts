import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { chromiumLaunch } from '../support/chromium.ts'

export interface LoaderCost {
  /** how many pages of each kind */
  readonly runs: number
  /** median task time of the page's main thread, ms */
  readonly loaderMs: number
  readonly emptyMs: number
  /** tasks over 50 ms that the browser reported, all pages together */
  readonly longTasks: number
  /** cumulative layout shift, worst page */
  readonly layoutShift: number
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** What the script tag costs the main thread of a page at 4× CPU throttle, beside an empty script on the same page. */
export async function loaderCost(runs = 9): Promise<LoaderCost> {
  const loader = readFileSync('dist/parlour.js')
  const page = (script: string): string =>
    `<!doctype html><html lang="en"><title>cost</title><body><p>text</p><script async src="${script}" data-token-url="/token"></script>`
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const isScript = path.endsWith('.js')
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? (path === '/parlour.js' ? loader : '') : page(path === '/loader' ? '/parlour.js' : '/empty.js'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch(chromiumLaunch())
  const tasks: Record<'/loader' | '/empty', number[]> = { '/loader': [], '/empty': [] }
  let longTasks = 0
  let layoutShift = 0
  try {
    for (let run = 0; run < runs; run++) {
      for (const path of ['/empty', '/loader'] as const) {
        const context = await browser.newContext()
        const tab = await context.newPage()
        const devtools = await context.newCDPSession(tab)
        await devtools.send('Performance.enable')
        await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
        await tab.goto(origin + path, { waitUntil: 'load' })
        await tab.waitForTimeout(300)
        const { metrics } = await devtools.send('Performance.getMetrics')
        const taskSeconds = metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN
        tasks[path].push(taskSeconds * 1000)
        const seen = await tab.evaluate(
          () =>
            new Promise<{ long: number; shift: number }>((resolve) => {
              const seen = { long: 0, shift: 0 }
              new PerformanceObserver((list) => (seen.long += list.getEntries().length)).observe({ type: 'longtask', buffered: true })
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value
              }).observe({ type: 'layout-shift', buffered: true })
              setTimeout(() => resolve(seen), 100)
            }),
        )
        if (path === '/loader') {
          longTasks += seen.long
          layoutShift = Math.max(layoutShift, seen.shift)
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
    server.close()
  }
  return { runs, loaderMs: median(tasks['/loader']), emptyMs: median(tasks['/empty']), longTasks, layoutShift }
}

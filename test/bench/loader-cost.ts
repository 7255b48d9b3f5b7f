import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { chromiumLaunch } from '../support/chromium.ts'
import { covered, mainThread, median, traced } from './trace.ts'
import type { TraceEvent } from './trace.ts'

export interface LoaderCost {
  /** how many pages of each kind */
  readonly runs: number
  /** median main-thread time of a page: the script, and style, layout and paint of the page, ms */
  readonly loaderMs: number
  readonly emptyMs: number
  /** of that, in the script itself */
  readonly scriptMs: number
  /** median of all tasks of the main thread, ms: with what browser and driver do by themselves */
  readonly allTasksMs: { readonly loader: number; readonly empty: number }
  /** tasks over 50 ms that the browser reported, all pages together */
  readonly longTasks: number
  /** cumulative layout shift, worst page */
  readonly layoutShift: number
}

const rendering = new Set(['UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit'])
const scripting = new Set(['EvaluateScript', 'v8.compile', 'FunctionCall'])

/** What the main thread of a page did for `script` and for drawing, ms. */
function timesIn(trace: readonly TraceEvent[], script: string): { readonly all: number; readonly script: number } {
  const main = mainThread(trace)
  const ours = main.filter(({ name, args }) => scripting.has(name) && (args.data?.url ?? args.fileName)?.endsWith(script))
  return { all: covered([...ours, ...main.filter(({ name }) => rendering.has(name))]), script: covered(ours) }
}

/** A page as there are many: text, a style sheet, and a script of its own for its menu. Both kinds of page have it. */
const ARTICLE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title>
<style>:root{--ink:#222}body{margin:2em auto;max-width:40em;color:var(--ink);font:1em/1.5 serif}nav{display:flex;gap:1em}button{padding:.5em}.open{outline:1px solid}</style>
<!-- script --></head><body><nav><a href="#a">One</a><a href="#b">Two</a><button type="button" id="menu">Menu</button></nav>
<h1>An article</h1>${'<p>Forty pieces came out of the kiln on Friday, and no two of them are alike, which is how it should be.</p>'.repeat(20)}
<script>const menu=document.getElementById('menu');menu.addEventListener('click',()=>menu.classList.toggle('open'));
const year=document.createElement('p');year.textContent='© '+new Date().getFullYear();document.body.append(year)</script></body></html>`

/** What the script tag costs the main thread of a page at 4× CPU throttle, beside an empty script on the same page. */
export async function loaderCost(runs = 25): Promise<LoaderCost> {
  const loader = readFileSync('dist/parlour.js')
  const page = (script: string): string =>
    ARTICLE.replace('<!-- script -->', `<script async src="${script}" data-token-url="/token"></script>`)
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const isScript = path.endsWith('.js')
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? (path === '/parlour.js' ? loader : '') : page(path === '/loader' ? '/parlour.js' : '/empty.js'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch(chromiumLaunch())
  const scripts = { '/loader': '/parlour.js', '/empty': '/empty.js' } as const
  const paths = ['/empty', '/loader'] as const
  const seen = Object.fromEntries(paths.map((path) => [path, { all: [], script: [], tasks: [] }])) as unknown as Record<
    (typeof paths)[number],
    { all: number[]; script: number[]; tasks: number[] }
  >
  let longTasks = 0
  let layoutShift = 0
  try {
    for (let run = 0; run < runs; run++) {
      for (const path of paths) {
        const context = await browser.newContext()
        const tab = await context.newPage()
        const devtools = await context.newCDPSession(tab)
        await devtools.send('Performance.enable')
        await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
        const trace = await traced(devtools, ['devtools.timeline'], async () => {
          await tab.goto(origin + path, { waitUntil: 'load' })
          await tab.waitForTimeout(300)
        })
        const { metrics } = await devtools.send('Performance.getMetrics')
        const times = timesIn(trace, scripts[path])
        seen[path].all.push(times.all)
        seen[path].script.push(times.script)
        seen[path].tasks.push((metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000)
        const noticed = await tab.evaluate(
          () =>
            new Promise<{ long: number; shift: number }>((resolve) => {
              const noticed = { long: 0, shift: 0 }
              new PerformanceObserver((list) => (noticed.long += list.getEntries().length)).observe({ type: 'longtask', buffered: true })
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) noticed.shift += (entry as PerformanceEntry & { value: number }).value
              }).observe({ type: 'layout-shift', buffered: true })
              setTimeout(() => resolve(noticed), 100)
            }),
        )
        // What the empty page has too (the browser's own start) is not the loader's.
        longTasks += path === '/loader' ? noticed.long : -noticed.long
        if (path === '/loader') layoutShift = Math.max(layoutShift, noticed.shift)
        await context.close()
      }
    }
  } finally {
    await browser.close()
    server.close()
  }
  return {
    runs,
    loaderMs: median(seen['/loader'].all),
    emptyMs: median(seen['/empty'].all),
    scriptMs: median(seen['/loader'].script) - median(seen['/empty'].script),
    allTasksMs: { loader: median(seen['/loader'].tasks), empty: median(seen['/empty'].tasks) },
    longTasks: Math.max(0, longTasks),
    layoutShift,
  }
}

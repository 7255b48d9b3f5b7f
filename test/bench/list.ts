/**
 * `npm run bench:list`: a log of 10,000 Messages in Chromium at 4× CPU throttle, beside a plain element for each Message (the
 * floor) and stream-chat-react's virtual list, in pages that take turns; then Messages by the thousand through the fake port and
 * by the hundred through the real SDK. A figure that does not hold exits 1. The peer is installed by npm into a temporary folder;
 * where it cannot be had, that is said and the rest is printed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core'
import { chromiumLaunch } from '../support/chromium.ts'
import { quantile } from '../support/quantile.ts'
import type { Bench, Watched } from './list/contender.ts'
import { servePages, type Pages } from './list/pages.ts'
import { createSdkPage, type SdkPage } from './list/sdk-page.ts'
import { textOf } from './list/texts.ts'

declare global {
  var bench: Bench
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    throttle: { type: 'string', default: '4' },
    /** Leave the peer out. */
    alone: { type: 'boolean', default: false },
  },
})
const RUNS = Number(values.runs)
const THROTTLE = Number(values.throttle)
const MANY = 10_000
const FEW = 50

type Contestant = 'ours' | 'floor' | 'peer'

/** A page in which the code is and nothing is drawn yet. */
interface Stand {
  readonly page: Page
  readonly devtools: CDPSession
  throttle(rate: number): Promise<void>
  close(): Promise<void>
}

async function stand(browser: Browser, url: string): Promise<Stand> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: 'en-GB' })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  if (process.env['DEBUG']) page.on('pageerror', (error) => console.error(error))
  await page.goto(url)
  await page.waitForFunction(() => 'bench' in globalThis)
  const throttle = async (rate: number): Promise<void> => void (await devtools.send('Emulation.setCPUThrottlingRate', { rate }))
  await throttle(THROTTLE)
  return { page, devtools, throttle, close: () => context.close() }
}

const middle = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
const p95 = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.95,
  )
const ms = (value: number): string => (Number.isNaN(value) ? '–' : `${value.toFixed(1)} ms`)

const complaints: string[] = []
function require(what: string, value: number, most: number, unit = ''): void {
  const holds = value <= most
  console.log(
    `  ${holds ? 'holds' : 'FAILS'}  ${what}: ${Number.isInteger(value) ? value : value.toFixed(2)}${unit}, at most ${most.toFixed(most < 10 ? 2 : 0)}${unit}`,
  )
  if (!holds) complaints.push(what)
}

async function type(page: Page, field: string, keys: number, pauseMs: number): Promise<void> {
  await page.locator(field).first().focus()
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press('abcdefghij'[key % 10]!)
    await sleep(pauseMs)
  }
}

/** 27,000 px upwards by the wheel, at 15,000 px a second. */
async function wheel({ page, devtools }: Stand, closely: boolean): Promise<Watched> {
  const { x, y } = await page.evaluate(() => {
    const { left, top, width, height } = boxOf().getBoundingClientRect()
    return { x: left + width / 2, y: top + height / 2 }
    function boxOf(): Element {
      const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
      for (const root of roots) {
        const found = root.querySelector('[role="log"], .floor > div, [data-virtuoso-scroller]')
        if (found) return found
      }
      throw new Error('There is no log')
    }
  })
  await page.evaluate((wanted) => bench.watch(wanted), closely)
  await devtools.send('Input.synthesizeScrollGesture', { x, y, yDistance: 27_000, speed: 15_000, gestureSourceType: 'mouse' })
  await sleep(100)
  return page.evaluate(() => bench.watched())
}

interface Seen {
  readonly few: number[]
  readonly many: number[]
  readonly keys: number[]
  readonly scrolls: Watched[]
  /** Looked at closely. */
  readonly looks: Watched[]
  nodes: number
}

async function contest(browser: Browser, pages: Pages, contestants: readonly Contestant[]): Promise<Record<string, Seen>> {
  const seen = Object.fromEntries(
    contestants.map((name) => [name, { few: [], many: [], keys: [], scrolls: [], looks: [], nodes: 0 } as Seen]),
  )
  for (let run = 0; run < RUNS; run += 1) {
    for (const name of contestants) {
      const mine = seen[name]!
      for (const count of [FEW, MANY]) {
        const here = await stand(browser, `${pages.url}/${name}`)
        const took = await here.page.evaluate((wanted) => bench.open(wanted), count)
        ;(count === FEW ? mine.few : mine.many).push(took)
        if (count === MANY) {
          await sleep(300)
          mine.nodes = Math.max(mine.nodes, await here.page.evaluate(() => bench.nodes()))
          if (name !== 'peer') {
            await here.page.evaluate(() => bench.watch())
            await type(here.page, 'textarea', 12, 120)
            mine.keys.push(...(await here.page.evaluate(() => bench.keys())))
            await here.page.evaluate(() => bench.watched())
          }
          mine.scrolls.push(await wheel(here, false))
          if (name === 'ours') mine.looks.push(await wheel(here, true))
        }
        await here.close()
      }
    }
    process.stderr.write('.')
  }
  process.stderr.write('\n')
  return seen
}

function tell(name: string, { few, many, keys, nodes, scrolls }: Seen): void {
  const frames = scrolls.flatMap((scroll) => scroll.frames)
  console.log(`
${name}
  open with ${FEW}, with ${MANY.toLocaleString('en')}    ${ms(middle(few))} [${few.map(Math.round).join(', ')}], ${ms(middle(many))} [${many.map(Math.round).join(', ')}]
  elements in the log          ${nodes}
  key to paint                 ${ms(middle(keys))} median, ${ms(p95(keys))} p95
  scrolling                    ${ms(p95(frames))} p95, ${ms(Math.max(...frames))} most, ${scrolls.reduce((sum, { dropped }) => sum + dropped, 0)} of ${frames.length} late`)
}

interface Burst extends Watched {
  readonly drainMs: number
  readonly keys: readonly number[]
}

function tellBurst(name: string, { drainMs, keys, frames, dropped, longestTask }: Burst): void {
  console.log(`
${name}
  frames                       ${ms(p95(frames))} p95, ${ms(Math.max(...frames))} most, ${dropped} of ${frames.length} late; longest task ${ms(longestTask)}
  last one shown               ${ms(drainMs)} after it was sent
  key to paint meanwhile       ${ms(middle(keys))} median, ${ms(p95(keys))} p95`)
}

/** 1,000 Messages a second for 5 s, each as an event of the fake port. */
async function throughFakePort(browser: Browser, pages: Pages): Promise<void> {
  const here = await stand(browser, `${pages.url}/ours#port`)
  await here.page.evaluate((count) => bench.open(count), FEW)
  await sleep(500)
  await here.page.evaluate(() => bench.watch())
  const [drainMs] = await Promise.all([here.page.evaluate(() => bench.burst(1_000, 5)), type(here.page, 'textarea', 40, 100)])
  const burst = { drainMs, keys: await here.page.evaluate(() => bench.keys()), ...(await here.page.evaluate(() => bench.watched())) }
  tellBurst('1,000 Messages a second for 5 s through the fake port', burst)
  await here.throttle(1)
  const log = await here.page.evaluate(() => bench.read())
  await here.close()
  require('Messages missing or out of order in the log', log.inOrder ? FEW + 5_000 - log.first - log.count : Infinity, 0)
  require('frames that were late', burst.dropped, 0)
  require('key to paint, p95', p95(burst.keys), 33, ' ms')
}

/** 100 Messages a second for 5 s, through the chat service and Twilio's SDK. */
async function throughSdk(browser: Browser, pages: Pages, { say }: SdkPage): Promise<void> {
  for (let number = 0; number < FEW; number += 1) say(textOf(number))
  const here = await stand(browser, `${pages.url}/sdk`)
  await here.page.evaluate((count) => bench.open(count), FEW)
  await sleep(2_000)
  await here.page.evaluate(() => bench.watch())
  let last = 0
  async function send(): Promise<void> {
    const start = performance.now()
    for (let number = 0; number < 500;) {
      const due = Math.min(500, Math.floor((performance.now() - start) / 10))
      for (; number < due; number += 1) say(textOf(FEW + number))
      await sleep(5)
    }
    last = performance.now()
  }
  await Promise.all([send(), type(here.page, 'textarea', 40, 100)])
  const newest = FEW + 499
  await here.page.getByRole('log').getByText(`#${newest} `).waitFor({ timeout: 60_000 })
  const drainMs = Math.max(performance.now() - last, 0)
  const burst = { drainMs, keys: await here.page.evaluate(() => bench.keys()), ...(await here.page.evaluate(() => bench.watched())) }
  tellBurst("100 Messages a second for 5 s through Twilio's SDK", burst)
  await here.throttle(1)
  const log = await here.page.evaluate(() => bench.read())
  await here.close()
  require('Messages missing or out of order in the log', log.inOrder ? FEW + 500 - log.first - log.count : Infinity, 0)
  require('key to paint, p95', p95(burst.keys), 33, ' ms')
}

const folder = await mkdtemp(join(tmpdir(), 'parlour-list-'))
const sdk = await createSdkPage(folder)
const pages = await servePages(folder, { sdk: sdk.html }, !values.alone)
const browser = await chromium.launch(chromiumLaunch())
try {
  console.log(`Chromium ${browser.version()}, ${THROTTLE}× CPU throttle, ${RUNS} runs, a fresh page for each`)
  if (pages.missing) console.log(`stream-chat-react could not be had, so nothing is compared with it: ${pages.missing}`)
  const contestants: Contestant[] = pages.missing ? ['ours', 'floor'] : ['ours', 'floor', 'peer']
  const { ours, floor, peer } = (await contest(browser, pages, contestants)) as Record<Contestant, Seen>
  tell('Parlour', ours)
  tell('floor: an element for each Message', floor)
  if (peer) tell("stream-chat-react's virtual list", peer)

  const here = await stand(browser, `${pages.url}/ours`)
  await here.page.evaluate((count) => bench.open(count), MANY)
  const moved = await here.page.evaluate(() => bench.prepend(20))
  await here.close()
  console.log('')
  const frames = (of: Seen): number => p95(of.scrolls.flatMap((scroll) => scroll.frames))
  require(`opening ${MANY} against ${FEW}`, middle(ours.many) / middle(ours.few), 1.3, ' ×')
  if (peer) require('opening against the peer', middle(ours.many) / middle(peer.many), 1 / 15, ' ×')
  require('elements in the log', ours.nodes, 150)
  console.log(`         while scrolling at most ${Math.max(...ours.looks.map(({ mostNodes }) => mostNodes))}`)
  require('key to paint, median', middle(ours.keys), 16, ' ms')
  require('scrolling, p95', frames(ours), Math.max(20, 1.25 * frames(floor)), ' ms')
  require('blank places while scrolling', ours.looks.reduce((sum, { blanks }) => sum + blanks, 0), 0)
  require('px by which history moves the reading line', moved, 1)
  await throughFakePort(browser, pages)
  await throughSdk(browser, pages, sdk)
} finally {
  await browser.close()
  pages.close()
  await sdk.close()
  await rm(folder, { recursive: true, force: true })
}
if (complaints.length > 0) {
  console.error(`\nDoes not hold: ${complaints.join('; ')}`)
  process.exit(1)
}

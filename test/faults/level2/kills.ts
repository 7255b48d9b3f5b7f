import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type BrowserContext } from 'playwright-core'
import { chromiumLaunch } from '../../support/chromium.ts'
import { quantile } from '../../support/quantile.ts'
import { seeded } from '../../support/random.ts'
import { seatGuest, type Guest } from './guest.ts'
import { openHouse, type House } from './house.ts'
import { noteLetGo, openNotary, type Notary } from './notary.ts'

/** How far a Message had come when its tab was killed. */
type Stage = 'written, not sent off' | 'in the composer after Enter' | 'let go of, not stored' | 'stored'

export interface KillReport {
  /** Kills after which a Message was owed: the composer had let go of it. */
  readonly kills: number
  readonly delivered: number
  readonly lost: number
  readonly storedTwice: number
  readonly shownTwice: number
  readonly outOfOrder: number
  /** Kills while the composer still held the text. */
  readonly notLetGo: number
  /** `error` and `unhandledrejection` that reached a host page. */
  readonly events: number
  readonly stages: Readonly<Record<Stage, number>>
  /** ms from the first moment of the new tab to the Message's being stored, of those that were not when the tab died. */
  readonly reopenedToStored: { readonly p50: number; readonly p95: number }
  readonly seconds: number
  readonly complaints: readonly string[]
}

export interface KillOptions {
  readonly kills: number
  readonly seed: number
  /** Browsers at the same time, each with a visitor of its own; even ones use the older SDK, odd ones the newer. */
  readonly lanes: number
  readonly onKill?: (done: number) => void
}

interface Tally {
  readonly complaints: string[]
  readonly stages: Record<Stage, number>
  readonly waits: number[]
  kills: number
  delivered: number
  lost: number
  storedTwice: number
  shownTwice: number
  outOfOrder: number
  notLetGo: number
  events: number
}

/** So late after the composer let go a tab dies at most. */
const LATEST_MS = 200
/** So late after Enter, where nobody waits for the composer. */
const SOON_MS = 50
const PATIENCE_MS = 60_000
/** What the network is like, and for how many of the kills. */
const weathers = ['clear', 'clear', 'clear', 'slow', 'slow', 'silent', 'dropped', 'offline'] as const

/**
 * The visitor writes and presses Enter; at a random moment the renderer is killed by the system (SIGKILL). What the composer
 * had let go of until then must be stored once after the site is visited again, and shown once.
 */
export async function runKills({ kills, seed, lanes, onKill }: KillOptions): Promise<KillReport> {
  const started = Date.now()
  const notary = await openNotary()
  const houses: readonly House[] = [await openHouse('chat'), await openHouse('conversations')]
  const tally: Tally = {
    complaints: [],
    stages: { 'written, not sent off': 0, 'in the composer after Enter': 0, 'let go of, not stored': 0, stored: 0 },
    waits: [],
    kills: 0,
    delivered: 0,
    lost: 0,
    storedTwice: 0,
    shownTwice: 0,
    outOfOrder: 0,
    notLetGo: 0,
    events: 0,
  }
  try {
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const house = houses[lane % houses.length] as House
        const random = seeded(seed * 1_000 + lane)
        await killInLane({ lane, house, notary, random, tally, isOver: () => tally.kills >= kills, onKill: () => onKill?.(tally.kills) })
      }),
    )
  } finally {
    await notary.close()
    for (const house of houses) await house.close()
  }
  const { waits, ...counts } = tally
  const sorted = waits.toSorted((a, b) => a - b)
  return {
    ...counts,
    reopenedToStored: { p50: quantile(sorted, 0.5) || 0, p95: quantile(sorted, 0.95) || 0 },
    seconds: Math.round((Date.now() - started) / 1_000),
  }
}

interface Lane {
  readonly lane: number
  readonly house: House
  readonly notary: Notary
  readonly random: () => number
  readonly tally: Tally
  readonly isOver: () => boolean
  readonly onKill: () => void
}

/** One browser with a profile on disk, one visitor, one tab after the other. */
async function killInLane({ lane, house, notary, random, tally, isOver, onKill }: Lane): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'parlour-profile-'))
  const context = await chromium.launchPersistentContext(profile, { ...chromiumLaunch(), locale: 'en-GB' })
  const browserProcesses = await processesOf(context, 'browser')
  // Of its first, empty tab and of its own windows: it does not always survive their end.
  const spared = new Set(await processesOf(context, 'renderer'))
  const guest = await seatGuest(house, context, { prepare: () => context.addInitScript(noteLetGo, notary.url) })
  /** In the order in which they were let go of. */
  const owed: string[] = []
  try {
    await guest.talk()
    for (let turn = 1; !isOver(); turn++) {
      const text = `lane ${lane}, kill ${turn}`
      const isSentOff = await strike({ guest, text, random, context, notary, spared })
      const stage = isSentOff ? await stageOf(guest, text, notary) : 'written, not sent off'
      tally.stages[stage] += 1
      const reopened = Date.now()
      await guest.reopen()
      if (!notary.noted.has(text)) {
        tally.notLetGo += 1
        continue
      }
      owed.push(text)
      tally.kills += 1
      const isStored = await until(async () => (await bodies(guest)).includes(text))
      if (isStored && stage !== 'stored') tally.waits.push(Date.now() - reopened)
      const isShown = isStored && (await until(async () => (await guest.tab.message(text).count()) > 0))
      if (!isStored || !isShown) tally.complaints.push(`${text}: ${isStored ? 'not shown' : 'lost'}, killed when ${stage}`)
      if ((await guest.tab.message(text).count()) > 1) {
        tally.shownTwice += 1
        tally.complaints.push(`${text}: shown twice, killed when ${stage}`)
      }
      onKill()
    }
    await sleep(1_000)
  } catch (error) {
    tally.complaints.push(`lane ${lane} stopped: ${(error as Error).message}`)
  } finally {
    settle(await bodies(guest), owed, tally)
    tally.events += guest.heard.length
    tally.complaints.push(...guest.heard.map((event) => `lane ${lane}: reached the host: ${event}`))
    // A browser whose renderers were killed does not always close by itself.
    browserProcesses.forEach(kill)
    await context.close().catch(() => undefined)
    await rm(profile, { recursive: true, force: true, maxRetries: 20 })
  }
}

interface Strike {
  readonly guest: Guest
  readonly text: string
  readonly random: () => number
  readonly context: BrowserContext
  readonly notary: Notary
  readonly spared: ReadonlySet<number>
}

/** Write, press Enter, and have the renderer killed somewhere about it; what the weather did is over afterwards. False: Enter was not pressed. */
async function strike({ guest, text, random, context, notary, spared }: Strike): Promise<boolean> {
  const { house, identity, tab } = guest
  const weather = weathers[Math.floor(random() * weathers.length)]
  const isSentOff = random() > 0.05
  const isLetGo = isSentOff && random() > 0.2
  const delayMs = random() * (isLetGo ? LATEST_MS : SOON_MS)
  const renderers = await processesOf(context, 'renderer')
  await tab.composer.fill(text)
  await tab.panel.locator('button.send[aria-disabled=false]').waitFor()
  if (weather === 'slow') house.faults.slow(identity, random() * 300)
  if (weather === 'silent') house.faults.freeze(identity, true)
  if (weather === 'offline') await cutOff(guest)
  const entered = isSentOff ? tab.composer.press('Enter').catch(() => undefined) : undefined
  if (weather === 'dropped') house.faults.drop(identity)
  // From Enter, or from the moment at which the composer lets go.
  if (isLetGo && !(await until(async () => notary.noted.has(text), { everyMs: 1, patienceMs: 15_000 }))) {
    throw new Error(`the composer did not let go of "${text}" (${weather}): ${await tab.panel.ariaSnapshot()}`)
  }
  await sleep(delayMs)
  const gone = tab.page.waitForEvent('crash', { timeout: 10_000 })
  renderers.filter((pid) => !spared.has(pid)).forEach(kill)
  // The first tab may live in a process that the browser had in store from the start.
  if (!(await Promise.race([gone.then(() => true), sleep(1_000, false)]))) (await guest.cdp()).send('Page.crash').catch(() => undefined)
  await gone
  await entered
  await tab.page.close()
  if (weather === 'slow') house.faults.slow(identity, 0)
  return isSentOff
}

/** Process ids: of the browser itself; of its renderers. */
async function processesOf(context: BrowserContext, type: 'browser' | 'renderer'): Promise<readonly number[]> {
  const session = await context.browser()?.newBrowserCDPSession()
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
  await session?.detach()
  return processInfo.filter((each) => each.type === type).map(({ id }) => id)
}

/** The tab hears that it is offline, and believes it; a real cut would keep it from the notary. */
function cutOff({ tab }: Guest): Promise<void> {
  return tab.page.evaluate(() => {
    Object.defineProperty(navigator, 'onLine', { get: () => false })
    dispatchEvent(new Event('offline'))
  })
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went by itself.
  }
}

async function stageOf(guest: Guest, text: string, { noted }: Notary): Promise<Stage> {
  if ((await bodies(guest)).includes(text)) return 'stored'
  return noted.has(text) ? 'let go of, not stored' : 'in the composer after Enter'
}

const bodies = async ({ house, channelSid }: Guest): Promise<readonly string[]> => (await house.history(channelSid)).map(({ body }) => body)

async function until(holds: () => Promise<boolean>, { everyMs = 50, patienceMs = PATIENCE_MS } = {}): Promise<boolean> {
  for (const start = Date.now(); Date.now() - start < patienceMs; await sleep(everyMs)) if (await holds()) return true
  return false
}

/** What REST says at the end. */
function settle(stored: readonly string[], owed: readonly string[], tally: Tally): void {
  const kept = owed.filter((text) => stored.includes(text))
  tally.delivered += kept.length
  tally.lost += owed.length - kept.length
  tally.storedTwice += stored.filter((text, at) => stored.indexOf(text) !== at).length
  const order = stored.filter((text) => owed.includes(text))
  tally.outOfOrder += order.filter((text, at) => text !== kept[at]).length
}

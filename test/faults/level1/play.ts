import { setTimeout as sleep } from 'node:timers/promises'
import { seeded } from '../../support/random.ts'
import type { Fault, Moment } from '../matrix.ts'
import { moments } from '../matrix.ts'
import { createBrowser } from './browser.ts'
import { strokes } from './faults/index.ts'
import { outside } from './globals.ts'
import type { House } from './house.ts'
import { judge } from './judgement.ts'
import { approach } from './moments.ts'
import { createNetwork } from './network.ts'
import { until } from './page.ts'
import type { Passing } from './packets.ts'
import type { Scene, Stroke } from './scene.ts'
import { openTab } from './tab.ts'
import type { Sdk, Tab } from './tab.ts'
import { createTokenEndpoint } from './token-endpoint.ts'

/** One run of one cell. */
export interface Run {
  readonly fault: Fault
  readonly moment: Moment
  readonly sdk: Sdk
  readonly seed: number
}

export interface Outcome extends Run {
  readonly ms: number
  /** From the end of the fault until all was well, ms. */
  readonly healedMs: number
  /** Empty when all is well. */
  readonly complaints: readonly string[]
}

/** How long all may take to come right when the fault is over: a deaf subscription is found after a minute. */
const PATIENCE_MS = 100_000
const READY_MS = 60_000
const HISTORY = 36
const DAY_MS = 86_400_000
/** So often the visitor looks whether something is to be tried again. */
const TEND_MS = 500

let visitors = 0

export async function play(run: Run, house: House): Promise<Outcome> {
  const began = performance.now()
  const company = await createCompany(run, house)
  let healedMs = 0
  try {
    healedMs = await company.perform()
  } catch (error) {
    company.scene.complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  await company.dismiss()
  return { ...run, ms: Math.round(performance.now() - began), healedMs: Math.round(healedMs), complaints: company.complaints }
}

async function createCompany({ fault, moment, sdk, seed }: Run, house: House) {
  const turnOf = seed + 3 * Object.keys(moments).indexOf(moment)
  const random = seeded(seed * 1_000_003 + Object.keys(strokes).indexOf(fault) * 1_009 + turnOf * 17 + (sdk === 'chat' ? 0 : 7))
  const identity = `visitor ${process.pid} ${(visitors += 1)}`
  const bodies = Array.from({ length: HISTORY }, (_, at) => `history ${at}`)
  const channelSid = await house.open(identity, bodies)
  const prefilled = await house.history(channelSid)
  const endpoint = createTokenEndpoint(house.credentials, identity)
  const browser = createBrowser()
  const complaints: string[] = []
  const written = new Map<Tab, string[]>()
  const refused = new Set<string>()
  const everyTab: Tab[] = []
  let files = 0
  let meddled = 0
  let tending: NodeJS.Timeout | undefined

  async function newTab(): Promise<Tab> {
    const network = await createNetwork(house.port, seed + everyTab.length)
    const tab = openTab({ sdk, browser, network, endpoint })
    everyTab.push(tab)
    return tab
  }

  const scene: Scene = {
    sdk,
    seed,
    moment,
    random,
    house,
    browser,
    endpoint,
    identity,
    channelSid,
    tab: await newTab(),
    get tabs() {
      return everyTab.filter(({ gone }) => !gone)
    },
    async openTab() {
      const tab = (scene.tab = await newTab())
      tab.run(() => tab.chat.setOpen(true))
      return tab
    },
    async write(tab, body) {
      const isOpen = (): boolean => tab.gone || /^(ready|reconnecting)$/.test(tab.chat.session.peek().status)
      while (await until(isOpen, PATIENCE_MS)) {
        if (tab.gone) return
        const texts = written.get(tab) ?? []
        written.set(tab, texts)
        const isKept = await tab.run(() => tab.chat.send(body))
        // In a page that has been left nobody is told any more.
        if (tab.gone) return
        if (isKept) return void texts.push(body)
      }
      scene.complain(`nobody could write ${body}`)
    },
    attach(tab) {
      const file = new File([Buffer.alloc(60_000, 'x')], 'note.txt', { type: 'text/plain' })
      files += 1
      tab.run(() => tab.store.deliver('', { files: [file] }).catch(() => {}))
    },
    async meddle() {
      const round = (meddled += 1)
      await house.say(channelSid, `news ${round}`)
      const [edited, removed] = [prefilled[HISTORY - 2 * round], prefilled[HISTORY - 7 - round]]
      if (edited) await house.edit(channelSid, edited.sid, `history amended ${round}`)
      if (removed) await house.remove(channelSid, removed.sid)
      await house.say(channelSid, `more news ${round}`)
    },
    turn: (each) => each[turnOf % each.length]!,
    complain: (complaint) => void complaints.push(complaint),
  }

  /** Does what only a visitor can when something was refused for good. */
  function tend(tab: Tab): void {
    const session = tab.chat.session.peek()
    if (session.status === 'failed' && !session.error.retryable) tab.run(() => tab.chat.reconnect())
    for (const { key, body, delivery, error } of tab.chat.timeline.peek().entries) {
      if (delivery !== 'failed') continue
      // After a day by the clock of the device the visitor is asked, too.
      const isOld = Math.abs(tab.page.skewMs) >= DAY_MS
      if (error?.retryable !== false && !isOld) complaints.push(`${body} has failed, with ${error?.code}`)
      refused.add(body)
      tab.run(() => tab.chat.retry(key))
    }
  }

  async function look(): Promise<readonly string[]> {
    const history = await house.history(channelSid)
    return judge({ identity, tabs: scene.tabs, history, written: [...written.values()], refused, files })
  }

  /** Waits until all is well, twice in a row: what comes a little later may double. */
  async function healed(): Promise<void> {
    const end = performance.now() + PATIENCE_MS
    for (let well = 0; well < 2;) {
      const found = await look()
      well = found.length === 0 ? well + 1 : 0
      if (well === 0 && performance.now() > end) return void complaints.push(...found)
      await sleep(well ? 250 : 100)
    }
  }

  /** Resolves once the fault has struck. */
  async function strikeAt(stroke: Stroke): Promise<void> {
    const { matches, drive } = way
    let struck = false
    if (matches) {
      scene.tab.network.watch = (passing: Passing) => {
        if (struck) return stroke.meanwhile ? stroke.meanwhile(passing) : passing.bytes
        if (!matches(passing)) return passing.bytes
        struck = true
        return outside(() => stroke.strike(passing))
      }
    }
    await drive(scene)
    if (!matches) {
      if (stroke.meanwhile) scene.tab.network.watch = (passing) => stroke.meanwhile!(passing)
      struck = true
      stroke.strike(null)
      if (way.isStart) scene.tab.run(() => scene.tab.chat.setOpen(true))
    }
    if (!(await until(() => struck, READY_MS, 2))) throw new Error(`The moment never came: ${moments[moment]}`)
  }

  const way = approach(scene)
  const stroke = strokes[fault](scene, { lostInService: way.lostInService === true, isStart: way.isStart })

  async function perform(): Promise<number> {
    const first = scene.tab
    if (!way.isStart) {
      first.run(() => first.chat.setOpen(true))
      if (!(await until(() => first.chat.session.peek().status === 'ready', READY_MS))) throw new Error('It was never ready')
      await scene.write(first, `${identity} before`)
    }
    await strikeAt(stroke)
    const meddling = scene.meddle()
    const writing = stroke.asleep || moment === 'shutdown' ? null : scene.write(first, `${identity} meanwhile`)
    await sleep(stroke.lastsMs)
    await stroke.end?.()
    for (const { network } of everyTab) network.watch = ({ bytes }) => bytes
    await meddling
    const over = performance.now()
    tending = setInterval(() => scene.tabs.forEach(tend), TEND_MS)
    await way.after?.(scene)
    await Promise.all([writing, scene.write(scene.tab, `${identity} after`)])
    await healed()
    if (complaints.length > 0) return performance.now() - over
    const healedMs = performance.now() - over
    await scene.meddle()
    await scene.write(scene.tab, `${identity} at last`)
    await healed()
    return healedMs
  }

  async function dismiss(): Promise<void> {
    clearInterval(tending)
    for (const tab of scene.tabs) tab.leave()
    const left = (): string[] =>
      everyTab.flatMap(({ network, page }) => [
        ...network.held().map(() => 'a socket is open after the end'),
        ...(page.listeners > 0 ? [`${page.listeners} listeners are left on the page`] : []),
      ])
    if (!(await until(() => left().length === 0, 8_000, 50))) complaints.push(...left())
    for (const { network, unhandled } of everyTab) {
      await network.proxy.close()
      complaints.push(
        ...unhandled.map((reason) => `unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`),
      )
    }
  }
  return { scene, complaints, perform, dismiss }
}

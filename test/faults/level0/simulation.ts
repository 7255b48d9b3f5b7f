import { seeded } from '../../support/random.ts'
import { createBrowser } from './disk.ts'
import { createTokenEndpoint } from './endpoint.ts'
import { simulate } from './globals.ts'
import { createHouse } from './house.ts'
import { idOf, judge, VISITOR } from './judge.ts'
import type { Evidence, Verdict } from './judge.ts'
import { createNetwork } from './network.ts'
import type { Network } from './network.ts'
import type { Schedule, Step } from './schedule.ts'
import { createService } from './service.ts'
import { openTab } from './tab.ts'
import type { Tab } from './tab.ts'
import { createWorld } from './world.ts'
import type { Owner } from './world.ts'

/** What is broken on purpose, so that the judge has something to find. */
export type Plant = 'forgetful disk' | 'disk of the last first' | 'service of copies' | 'ids that get lost' | 'tab that stays' | 'rejection'

export interface Outcome {
  readonly verdict: Verdict
  readonly evidence: Evidence
  /** Messages that the composer let go of. */
  readonly typed: number
  /** Copies that a service stored that knows no mutation again. */
  readonly copies: number
  readonly kills: number
  /** Sockets that were dialled. */
  readonly dials: number
  /** Requests that were refused, lost, left unanswered or late. */
  readonly troubled: number
  /** Virtual ms from the last step until everything was right again. */
  readonly healedMs: number
  readonly moments: number
}

const DAY_MS = 86_400_000
/** Everything heals within this, or never. */
const HEAL_MS = 900_000
const LOOK_MS = 2_500
/** The SDK's own timers take up to 30 s. */
const REST_MS = 45_000
const LAST_WORDS_MS = 9_000

/** Lives through one schedule, waits until everything has come to rest, and judges what is there. */
export async function live(schedule: Schedule, plant?: Plant): Promise<Outcome> {
  const random = seeded(schedule.seed)
  const world = createWorld()
  const house = createHouse(world, random, {
    honours: schedule.honours && plant !== 'service of copies',
    namesLost: plant === 'ids that get lost',
  })
  const service = createService(world, house, random)
  const flaw = plant === 'forgetful disk' ? 'forgets' : plant === 'disk of the last first' ? 'reverses' : null
  const browser = createBrowser(world, random, flaw)
  const endpoint = createTokenEndpoint(world, random, { ttlMs: schedule.ttlMs, identity: VISITOR })
  const tabs: (Tab | null)[] = [null, null]
  const opened: Tab[] = []
  const networks = new Map<Owner, Network>()
  /** `kept` null: the composer still holds it. */
  const typed: { readonly tab: Tab; readonly body: string; kept: boolean | null }[] = []
  let skewMs = schedule.skewMs
  let made = 0
  let said = 0
  /** Nothing is held back any more. */
  let calmAt = 0
  let kills = 0
  let dials = 0
  service.expiry = schedule.expiry

  const release = simulate({ world, random, dial })

  /** Whoever is at work dials, over its own network. */
  function dial(): object {
    dials += 1
    return networks.get(world.owner!)!.dial()
  }

  function uuid(): string {
    return `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`
  }

  async function open(at: number): Promise<void> {
    if (tabs[at]) return
    const owner: Owner = { alive: true, moments: 0 }
    const network = createNetwork(world, owner, service.accept(VISITOR))
    networks.set(owner, network)
    await world.act(owner, () => {
      const tab = openTab({
        world,
        owner,
        network,
        clock: world.clock(owner, () => skewMs),
        disk: browser.tab(owner, () => world.wall + skewMs),
        random,
        uuid,
        fetch: endpoint.fetch(owner),
      })
      tabs[at] = tab
      opened.push(tab)
      tab.chat.setOpen(true)
    })
  }

  function bury(at: number): void {
    const tab = tabs[at]
    if (!tab) return
    kills += 1
    tab.alive = false
    tab.network.die()
    browser.buried(tab)
    tabs[at] = null
  }

  const everywhere = async (work: (tab: Tab) => void): Promise<void> => {
    for (const tab of tabs) if (tab) await world.act(tab, () => work(tab))
  }
  const inTab = async (at: number, work: (tab: Tab) => void): Promise<void> => {
    const tab = tabs[at] ?? tabs[1 - at]
    if (tab) await world.act(tab, () => work(tab))
  }

  function write(tab: Tab): void {
    const letter = { tab, body: `${opened.indexOf(tab)} m${(said += 1)}`, kept: null as boolean | null }
    typed.push(letter)
    void tab.chat.send(letter.body).then((kept) => (letter.kept = kept))
  }

  function agent(what: 'says' | 'edits' | 'deletes'): void {
    const last = house.messages.findLast(({ author, deleted }) => author === 'agent' && !deleted)
    if (what === 'says') house.post('agent', `a${(said += 1)}`, '{}', null)
    else if (last && what === 'edits') house.edit(last, `a${(said += 1)} edited`)
    else if (last) house.remove(last)
  }

  const ownStored = ({ chat }: Tab) => chat.timeline.peek().entries.findLast(({ own, sid, deleted }) => own && sid !== null && !deleted)

  async function perform(step: Step): Promise<void> {
    switch (step.deed) {
      case 'send':
        return inTab(step.tab, write)
      case 'retry':
        return inTab(step.tab, ({ chat }) => failedIn(chat).forEach(chat.retry))
      case 'reconnect':
        return inTab(step.tab, ({ chat }) => chat.reconnect())
      case 'older':
        return inTab(step.tab, ({ chat }) => chat.loadPrevious())
      case 'open':
        return open(step.tab)
      case 'edit':
        return inTab(step.tab, (tab) => {
          const entry = ownStored(tab)
          if (entry) tab.chat.edit(entry.key, `m${(said += 1)} edited`)
        })
      case 'remove':
        return inTab(step.tab, (tab) => {
          const entry = ownStored(tab)
          if (entry) tab.chat.remove(entry.key)
        })
      case 'agent':
        return world.act(null, () => agent(step.what))
      case 'cut':
        return world.act(null, () => tabs.forEach((tab) => tab?.network.cut(step.how)))
      case 'stall':
        calmAt = Math.max(calmAt, world.elapsed + step.ms)
        return tabs.forEach((tab) => tab?.network.stall(step.way, step.ms))
      case 'latency':
        for (const tab of tabs) if (tab) tab.network.latencyMs = { in: step.in, out: step.out }
        return
      case 'reach':
        for (const tab of tabs) if (tab) tab.network.reach = step.reach
        if (step.reach !== 'up') await world.act(null, () => tabs.forEach((tab) => tab?.network.cut(step.told ? 'rst' : 'both')))
        if (step.told) await say(step.reach === 'up')
        return
      case 'says':
        return say(step.onLine)
      case 'trouble':
        return service.troubles.arm(step.asked, step.trouble, step.times)
      case 'endpoint':
        return endpoint.arm(step.trouble, step.times)
      case 'close':
        return world.act(null, () => service.sendClose(step.code))
      case 'events':
        Object.assign(service.events, { missing: step.missing, doubled: step.doubled })
        return
      case 'garbage':
        return world.act(null, () => tabs.forEach((tab) => tab?.network.garbage(Buffer.from(step.text))))
      case 'sleep':
        await world.act(null, () => tabs.forEach((tab) => step.sockets !== 'alive' && tab?.network.cut(step.sockets)))
        world.sleep(step.ms)
        return world.act(null, service.woke)
      case 'wake':
        return everywhere(({ window }) => window.dispatch(step.event))
      case 'hide':
        return inTab(step.tab, (tab) => {
          tab.visible.value = !step.hidden
          tab.window.dispatch('visibilitychange')
        })
      case 'clock':
        skewMs = step.skewMs
        return
      case 'kill': {
        const tab = tabs[step.tab]
        if (!tab) return
        const last = tab.moments + step.moments
        if (step.moments > 0) await world.pass(2_000, () => tab.moments >= last)
        return bury(step.tab)
      }
    }
  }

  const say = (onLine: boolean): Promise<void> =>
    everywhere((tab) => {
      if (tab.onLine === onLine) return
      tab.onLine = onLine
      tab.window.dispatch(onLine ? 'online' : 'offline')
    })

  function evidence(leaks: readonly string[]): Evidence {
    const groundless = [...browser.failures].flatMap(([id, failure]) => {
      const letter = browser.kept.find((other) => other.id === id)
      // A device knows only by its clock that it has slept.
      const grounds = service.refusals > 0 || failure.ageMs >= DAY_MS
      return grounds ? [] : [`${letter?.body ?? id} was given up: ${failure.code}, ${failure.message}`]
    })
    return {
      typed: typed.filter(({ kept }) => kept).map(({ body }) => body),
      kept: browser.kept,
      failed: new Set(browser.failures.keys()),
      groundless,
      house: { honours: schedule.honours, messages: house.messages.map((message) => ({ ...message })) },
      logs: tabs.flatMap((tab) => (tab ? [tab.chat.timeline.peek().entries] : [])),
      left: browser.letters.length,
      errors: world.errors,
      leaks,
    }
  }

  const isRight = (): boolean => {
    if (tabs.some((tab) => tab && tab.chat.session.peek().status !== 'ready')) return false
    if (typed.some(({ tab, kept }) => tab.alive && kept === null)) return false
    const { lost, differs, left } = judge(evidence([]))
    return lost.length + differs.length + left.length === 0
  }

  /** Waits until everything is right, and no longer than that can take. The visitor does what is left to the visitor. */
  async function heal(): Promise<number> {
    const from = world.elapsed
    await world.pass(Math.max(calmAt, service.busyUntil) + 100 - from)
    // What is right stays right.
    for (let right = isRight() ? 1 : 0; right < 2 && world.elapsed - from < HEAL_MS; right = isRight() ? right + 1 : 0) {
      await world.pass(LOOK_MS)
      await everywhere(({ chat }) => {
        const session = chat.session.peek()
        if (session.status === 'failed' && !session.error.retryable) chat.reconnect()
        failedIn(chat).forEach(chat.retry)
      })
    }
    return Math.round(Math.max(world.elapsed - from - LOOK_MS, 0))
  }

  try {
    await open(0)
    await world.pass(schedule.beginMs)
    for (const step of schedule.steps) {
      await world.pass(step.after)
      await perform(step)
    }
    service.troubles.clear()
    endpoint.clear()
    Object.assign(service.events, { missing: 0, doubled: 0 })
    await open(0)
    for (const tab of tabs) if (tab) Object.assign(tab.network, { reach: 'up', latencyMs: { in: 10, out: 10 } })
    await say(true)
    await everywhere((tab) => {
      if (tab.visible.value) return
      tab.visible.value = true
      tab.window.dispatch('visibilitychange')
    })
    const healedMs = await heal()
    const found = evidence([])
    await everywhere((tab) => {
      if (plant === 'rejection') void Promise.reject(new Error('planted'))
      if (plant !== 'tab that stays') tab.destroy()
    })
    await world.pass(REST_MS)
    const destroyed = opened.filter(({ alive }) => alive)
    const waiting = destroyed.map((tab) => world.waiting(tab))
    // A service that has not noticed may have said something just now: what is on its way then is nobody's timer.
    await world.pass(LAST_WORDS_MS)
    const leaks = destroyed.flatMap((tab, at) => leaksOf(tab, Math.min(waiting[at]!, world.waiting(tab))))
    const last = { ...found, errors: world.errors, leaks }
    return {
      verdict: judge(last),
      evidence: last,
      typed: found.typed.length,
      copies: house.messages.length - new Set(house.messages.map(idOf)).size,
      kills,
      dials,
      troubled: service.troubles.met,
      healedMs,
      moments: opened.reduce((sum, { moments }) => sum + moments, 0),
    }
  } finally {
    release()
  }
}

const failedIn = ({ timeline }: Tab['chat']): string[] =>
  timeline
    .peek()
    .entries.filter(({ delivery }) => delivery === 'failed')
    .map(({ key }) => key)

function leaksOf({ network, window }: Tab, timers: number): string[] {
  return [
    ...(timers > 0 ? [`${timers} timers`] : []),
    ...(network.sockets > 0 ? [`${network.sockets} sockets`] : []),
    ...(window.listeners > 0 ? [`${window.listeners} listeners`] : []),
  ]
}

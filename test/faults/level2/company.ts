import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser } from 'playwright-core'
import { chromiumLaunch } from '../../support/chromium.ts'
import { inviteGuest, seatGuest, type Guest } from './guest.ts'
import { openHouse, type House } from './house.ts'
import { judge } from './judgement.ts'
import { launchPlainBrowser } from './plain-browser.ts'
import type { Outcome, Scenario, Scene } from './scenario.ts'

export interface PlayOptions {
  readonly sdks: readonly House['sdk'][]
  /** How many are played at the same time; most of them wait most of the time. */
  readonly lanes: number
  readonly onOutcome?: (outcome: Outcome) => void
}

const LONGEST_MS = 180_000

/** Chromium as people have it: with the cache that keeps pages for "Back", which the driver turns off by default. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ ...chromiumLaunch(), ignoreDefaultArgs: ['--disable-back-forward-cache'] })

/** Each scenario on each SDK, in houses that they share unless they strike everybody. */
export async function playAll(
  scenarios: readonly Scenario[],
  { sdks, lanes, onOutcome }: PlayOptions,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly browser: string }> {
  const browser = await launchBrowser()
  const houses = new Map<House['sdk'], House>()
  for (const sdk of sdks) houses.set(sdk, await openHouse(sdk))
  const waiting = scenarios.flatMap((scenario) =>
    sdks.filter((sdk) => scenario.sdks?.includes(sdk) ?? true).map((sdk) => ({ scenario, sdk })),
  )
  const outcomes: Outcome[] = []
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { scenario, sdk } = next
      const shared = houses.get(sdk) as House
      const house = scenario.alone ? await openHouse(sdk) : shared
      const outcome = await play(scenario, house, browser)
      if (house !== shared) await house.close()
      outcomes.push(outcome)
      onOutcome?.(outcome)
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
    return { outcomes: inOrder(outcomes, scenarios), browser: `Chromium ${browser.version()}` }
  } finally {
    await browser.close()
    for (const house of houses.values()) await house.close()
  }
}

const inOrder = (outcomes: readonly Outcome[], scenarios: readonly Scenario[]): readonly Outcome[] =>
  scenarios.flatMap(({ name }) => outcomes.filter((outcome) => outcome.name === name).toSorted((a, b) => a.sdk.localeCompare(b.sdk)))

export async function play(scenario: Scenario, house: House, browser: Browser): Promise<Outcome> {
  const guests: Guest[] = []
  const complaints: string[] = []
  const notes: Record<string, number | string | boolean> = {}
  const plain = scenario.plain ? await launchPlainBrowser() : null
  const scene: Scene = {
    house,
    browser,
    async invite(options) {
      const guest = await (plain ? seatGuest(house, plain.context, options) : inviteGuest(house, browser, options))
      guests.push(guest)
      return guest
    },
    async talking(options) {
      const guest = await scene.invite(options)
      await guest.talk()
      return guest
    },
    judge: async (...given) => void complaints.push(...(await judge(...given))),
    complain: (complaint) => void complaints.push(complaint),
    note: (name, value) => void (notes[name] = value),
  }
  const started = performance.now()
  const over = new AbortController()
  const late = sleep(LONGEST_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`It was not over after ${LONGEST_MS / 1_000} s`)
  })
  late.catch(() => undefined)
  try {
    await Promise.race([scenario.play(scene), late])
  } catch (error) {
    complaints.push(`stopped: ${(error as Error).message.split('\n').slice(0, 2).join(' ')}`)
    complaints.push(...guests.flatMap(({ heard }) => heard.map((event) => `reached the host: ${event}`)))
  } finally {
    over.abort()
    for (const guest of plain ? [] : guests) await guest.close()
    await plain?.close()
  }
  return { name: scenario.name, sdk: house.sdk, ms: performance.now() - started, complaints: [...new Set(complaints)], notes }
}

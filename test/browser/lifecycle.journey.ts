import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { enterBareHost, type BareWindow } from '../faults/level2/bare-host.ts'
import { launchBrowser, playAll } from '../faults/level2/company.ts'
import { inviteGuest } from '../faults/level2/guest.ts'
import { openHouse, type House } from '../faults/level2/house.ts'
import { runKills } from '../faults/level2/kills.ts'
import { leftovers, takeBalance } from '../faults/level2/leftovers.ts'
import { scenarios } from '../faults/level2/scenarios/index.ts'

/** Some of each kind; `npm run faults -- --level 2` plays them all, on both SDKs. */
const sample = {
  chat: [
    'the network is cut right after Enter',
    'a page that comes back from the browser’s cache is live, with its draft',
    'a tab that crashes with an answer that never came loses nothing',
    'without any storage the chat works, and what is written in a cut arrives',
    'a widget that is mounted and destroyed 100 times leaves no listener, no socket, no lock',
  ],
  conversations: [
    'the network is cut while a new token is asked for',
    'a page that is frozen right after Enter sends when it is thawed',
    'a reload with three Messages that wait for the network loses nothing',
    'a service that is killed right after Enter and restarted gets the Message once',
    'two widgets on one page show the same conversation, over one socket',
  ],
} as const

let browser: Browser
let house: House
beforeAll(async () => {
  browser = await launchBrowser()
  house = await openHouse('chat')
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

/** Nothing here is timed: it takes as long as the machine does. */
const PATIENCE = { timeout: 300_000 }

test.each(['chat', 'conversations'] as const)(
  'on %s, page and network may come and go: nothing is lost, doubled or left over',
  PATIENCE,
  async (sdk) => {
    const chosen = scenarios.filter(({ name }) => (sample[sdk] as readonly string[]).includes(name))
    expect(chosen).toHaveLength(sample[sdk].length)
    const { outcomes } = await playAll(chosen, { sdks: [sdk], lanes: 3 })
    expect(outcomes).toHaveLength(chosen.length)
    expect(outcomes.filter(({ complaints }) => complaints.length > 0)).toEqual([])
  },
)

test('ten tabs are killed around a send: what the composer let go of is delivered once', PATIENCE, async () => {
  const seed = Date.now() % 1_000_000
  const report = await runKills({ kills: 10, seed, lanes: 2 })
  expect({ ...report, seed }).toMatchObject({ seed, complaints: [], lost: 0, storedTwice: 0, shownTwice: 0, outOfOrder: 0, events: 0 })
  expect(report.kills).toBeGreaterThanOrEqual(10)
  expect(report.delivered).toBe(report.kills)
})

test('a widget that lives is counted: two sockets are one too many, and each of its listeners is seen', async () => {
  const guest = await inviteGuest(house, browser)
  await guest.talk()
  const page = await enterBareHost(guest)
  const before = await takeBalance(guest)
  await page.evaluate(async () => {
    const chat = (window as unknown as BareWindow).createChat()
    const ready = new Promise<void>((resolve) => void chat.on('ready', resolve))
    chat.mount(document.body)
    chat.open()
    await ready
  })
  const left = (await leftovers(guest, before)).join('\n')
  expect(left).toMatch(/1 sockets/)
  expect(left).toMatch(/1 counted/)
  expect(left).toMatch(/locks/)
  expect(left).toMatch(/listener visibilitychange@HTMLDocument$/m)
  expect(left).toMatch(/listener online@window, as the browser lists it/)
  await guest.close()
})

test('an error and a rejection that reach a host’s page are heard', async () => {
  const guest = await inviteGuest(house, browser)
  await guest.tab.page.evaluate(() => {
    setTimeout(() => {
      throw new Error('a loud one')
    })
    void Promise.reject(new Error('a silent one'))
  })
  await expect.poll(() => guest.heard.map((event) => event.split('\n')[0])).toHaveLength(2)
  expect(guest.heard.join('\n')).toMatch(/error: .*a loud one/)
  expect(guest.heard.join('\n')).toMatch(/unhandledrejection: .*a silent one/)
  await guest.close()
})

import { setTimeout as sleep } from 'node:timers/promises'
import { createGate } from '../gate.ts'
import type { Guest, GuestOptions } from '../guest.ts'
import type { Scenario, Scene } from '../scenario.ts'

/** Away to another page of the site and back, as by the browser's own buttons. `there`: between. */
async function outAndBack(scene: Scene, guest: Guest, there: () => Promise<void>): Promise<void> {
  const { page } = guest.tab
  const session = await guest.cdp()
  await session.send('Page.enable')
  const refusals: string[] = []
  session.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) =>
    refusals.push(...notRestoredExplanations.map(({ type, reason }) => `${reason} (${type})`)),
  )
  await page.evaluate(() => {
    const kept = window as unknown as { parlourShows: boolean[] }
    kept.parlourShows = []
    addEventListener('pageshow', ({ persisted }) => kept.parlourShows.push(persisted))
  })
  await page.goto(`${scene.house.url}/shop/mug.svg`)
  await there()
  await page.evaluate(() => history.back())
  await page.locator('main').first().waitFor()
  const shows = await page.evaluate(() => (window as unknown as { parlourShows?: boolean[] }).parlourShows ?? [])
  scene.note('from the cache', shows.at(-1) === true)
  if (shows.at(-1) === true) return
  scene.complain(`the page was not kept in the browser's cache: ${refusals.join(', ') || 'no reason given'}`)
  await guest.appear()
}

/** And says whether it was asleep at all. */
async function wake(scene: Scene, guest: Guest): Promise<void> {
  await guest.freezePage(false)
  const events = await guest.tab.page.evaluate(() => (window as unknown as { parlourLife: string[] }).parlourLife)
  if (events.join() !== 'freeze,resume') scene.complain(`the page was not frozen and resumed, but saw: ${events.join()}`)
}

const watchLife: GuestOptions = {
  prepare: (context) =>
    context.addInitScript(() => {
      const seen: string[] = []
      Object.assign(window, { parlourLife: seen })
      for (const type of ['freeze', 'resume']) document.addEventListener(type, () => seen.push(type))
    }),
}

const frozen: readonly Scenario[] = [
  {
    name: 'a page that is frozen hears afterwards what was said meanwhile',
    plain: true,
    async play(scene) {
      const guest = await scene.talking(watchLife)
      await guest.freezePage(true)
      guest.meanwhile()
      await sleep(2_000)
      await wake(scene, guest)
      await guest.write('awake')
      await scene.judge(guest)
    },
  },
  {
    name: 'a page that is frozen right after Enter sends when it is thawed',
    plain: true,
    async play(scene) {
      const guest = await scene.talking(watchLife)
      await guest.write('before the frost')
      await guest.freezePage(true)
      scene.house.faults.drop(guest.identity)
      guest.meanwhile()
      await sleep(2_000)
      await wake(scene, guest)
      await scene.judge(guest)
    },
  },
  {
    name: 'a page that wakes with a silent socket finds out within seconds',
    plain: true,
    async play(scene) {
      const guest = await scene.talking(watchLife)
      await guest.freezePage(true)
      scene.house.faults.freeze(guest.identity, true)
      guest.meanwhile()
      await sleep(1_500)
      const since = Date.now()
      await wake(scene, guest)
      await guest.tab.message('said meanwhile 1').waitFor({ timeout: 60_000 })
      const ms = Date.now() - since
      scene.note('found out after ms', ms)
      if (ms > 5_000) scene.complain(`it took ${ms} ms`)
      await guest.write('awake')
      await scene.judge(guest)
    },
  },
  {
    name: 'a page that wakes with an expired token is live again within seconds, and its draft is there',
    plain: true,
    async play(scene) {
      const guest = await scene.talking(watchLife)
      await guest.type('not yet')
      await guest.freezePage(true)
      scene.house.faults.expireToken(guest.identity)
      guest.meanwhile()
      await sleep(1_500)
      const since = Date.now()
      await wake(scene, guest)
      await guest.tab.message('said meanwhile 1').waitFor({ timeout: 60_000 })
      const ms = Date.now() - since
      scene.note('live again after ms', ms)
      if (ms > 5_000) scene.complain(`it took ${ms} ms`)
      await scene.judge(guest)
    },
  },
]

const cached: readonly Scenario[] = [
  {
    name: 'a page that comes back from the browser’s cache is live, with its draft',
    async play(scene) {
      const guest = await scene.talking()
      await guest.type('kept for later')
      await outAndBack(scene, guest, async () => {
        guest.meanwhile()
        await sleep(800)
      })
      await scene.judge(guest)
      guest.draft = ''
      await guest.write('kept for later, and now')
      await scene.judge(guest)
    },
  },
  {
    name: 'a page that is left right after Enter and fetched from the cache delivers',
    async play(scene) {
      const guest = await scene.talking()
      await guest.write('sent while leaving')
      await outAndBack(scene, guest, async () => {
        guest.meanwhile()
        await sleep(500)
      })
      await scene.judge(guest)
    },
  },
  {
    name: 'a page that lies in the cache over its token’s end is live again',
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.slow(guest.identity, 300)
      await guest.write('under way')
      await outAndBack(scene, guest, async () => {
        scene.house.faults.expireToken(guest.identity)
        scene.house.faults.slow(guest.identity, 0)
        guest.meanwhile()
        await sleep(500)
      })
      await guest.write('and on')
      await scene.judge(guest)
    },
  },
  {
    name: 'a page that lies in the cache does not keep another tab from sending',
    async play(scene) {
      const guest = await scene.talking()
      await guest.context.setOffline(true)
      await guest.write('left waiting')
      const [only] = guest.written
      await outAndBackOnline(scene, guest)
      if (only?.length !== 2) scene.complain('the harness lost count')
      await scene.judge(guest)
    },
  },
]

/** The network returns while the page is in the cache, and a second tab delivers what the first one left. */
async function outAndBackOnline(scene: Scene, guest: Guest): Promise<void> {
  // Offline, no page could be gone to: the network is back just before.
  scene.house.faults.slow(guest.identity, 1_500)
  await guest.context.setOffline(false)
  await outAndBack(scene, guest, async () => {
    scene.house.faults.slow(guest.identity, 0)
    const other = await guest.openTab()
    await guest.write('from the other tab', other)
    await other.message('from the other tab').waitFor()
    await sleep(1_000)
    await other.page.close()
  })
}

/** The moment at which the page is loaded anew, or is gone. */
const moments: readonly { readonly words: string; lead(scene: Scene, guest: Guest): Promise<void> }[] = [
  { words: 'while nothing happens', lead: async () => undefined },
  { words: 'right after Enter', lead: (_scene, guest) => guest.write('last words') },
  {
    words: 'with three Messages that wait for the network',
    async lead(_scene, guest) {
      await guest.context.setOffline(true)
      for (const text of ['one', 'two', 'three']) await guest.write(text)
      await sleep(200)
      // A page cannot be loaded without a network.
      await guest.context.setOffline(false)
    },
  },
  {
    words: 'while a new token is asked for',
    async lead(scene, guest) {
      const asked = createGate()
      await guest.context.route(
        /\/token$/,
        async (route) => {
          asked.open()
          await sleep(500)
          await route.abort().catch(() => undefined)
        },
        { times: 1 },
      )
      scene.house.faults.close(guest.identity, 410)
      await asked.opened
      await guest.write('during the renewal')
    },
  },
  {
    words: 'with an answer that never came',
    async lead(scene, guest) {
      scene.house.faults.freeze(guest.identity, true)
      await guest.write('into the silence')
      await sleep(300)
    },
  },
]

const reloads: readonly Scenario[] = moments.map(({ words, lead }) => ({
  name: `a reload ${words} loses nothing`,
  async play(scene) {
    const guest = await scene.talking()
    await lead(scene, guest)
    guest.meanwhile()
    await guest.tab.page.reload()
    await guest.appear()
    await guest.write('here again')
    await scene.judge(guest)
  },
}))

const crashes: readonly Scenario[] = moments.map(({ words, lead }) => ({
  name: `a tab that crashes ${words} loses nothing`,
  async play(scene) {
    const guest = await scene.talking()
    await lead(scene, guest)
    guest.meanwhile()
    await guest.crash()
    await guest.reopen()
    await guest.write('here again')
    await scene.judge(guest)
  },
}))

export const pageLife: readonly Scenario[] = [
  ...frozen,
  ...cached,
  ...reloads,
  ...crashes,
  {
    name: 'a tab that is closed right after Enter delivers when the site is visited again, the chat closed',
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.slow(guest.identity, 500)
      await guest.write('last words')
      await guest.tab.page.close()
      scene.house.faults.slow(guest.identity, 0)
      await guest.reopen()
      await scene.judge(guest)
    },
  },
  {
    name: 'two tabs that write at once show the same log',
    async play(scene) {
      const guest = await scene.talking()
      const other = await guest.openTab()
      for (let turn = 1; turn <= 4; turn++) {
        await Promise.all([guest.write(`here ${turn}`), guest.write(`there ${turn}`, other)])
      }
      await scene.judge(guest, { tabs: [guest.tab, other] })
    },
  },
  {
    name: 'a second tab that writes while the first is offline is heard in the first',
    async play(scene) {
      const guest = await scene.talking()
      const other = await guest.openTab()
      const session = await guest.cdp()
      await session.send('Network.enable')
      const limits = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
      await session.send('Network.emulateNetworkConditions', { ...limits, offline: true })
      await guest.write('from the tab that is offline')
      await guest.write('from the other', other)
      guest.meanwhile()
      await sleep(1_500)
      await session.send('Network.emulateNetworkConditions', { ...limits, offline: false })
      await scene.judge(guest, { tabs: [guest.tab, other] })
    },
  },
  {
    name: 'a tab that crashes while both write takes nothing along',
    async play(scene) {
      const guest = await scene.talking()
      const other = await guest.openTab()
      await Promise.all([guest.write('from the one that dies'), guest.write('from the one that stays', other)])
      await guest.crash()
      await guest.write('afterwards', other)
      await guest.reopen()
      await scene.judge(guest, { tabs: [guest.tab, other] })
    },
  },
]

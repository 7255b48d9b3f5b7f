import { setTimeout as sleep } from 'node:timers/promises'
import type { Route } from 'playwright-core'
import { createGate, type Gate } from '../gate.ts'
import type { Guest } from '../guest.ts'
import type { Scenario, Scene } from '../scenario.ts'

/** A way for the network to go. */
interface Outage {
  readonly words: string
  strike(guest: Guest): Promise<void>
  /** A request that the outage catches on its way. */
  swallow(route: Route): Promise<void>
  mend(guest: Guest): Promise<void>
}

const outages: readonly Outage[] = [
  {
    words: 'the network is cut',
    strike: ({ context }) => context.setOffline(true),
    swallow: (route) => route.abort('internetdisconnected'),
    mend: ({ context }) => context.setOffline(false),
  },
  {
    // Nothing tells the page: the socket stays open, and requests hang until somebody's patience ends.
    words: 'the network falls silent',
    strike: async ({ house, identity }) => house.faults.freeze(identity, true),
    swallow: async (route) => {
      await sleep(12_000)
      await route.abort('timedout')
    },
    mend: async () => undefined,
  },
]

/** What the visitor is at when it happens. */
interface Moment {
  readonly words: string
  play(scene: Scene, outage: Outage): Promise<void>
}

const OUTAGE_MS = 1_500

const idle: Moment = {
  words: 'while nothing happens',
  async play(scene, outage) {
    const guest = await scene.talking()
    await outage.strike(guest)
    guest.meanwhile()
    await sleep(OUTAGE_MS)
    await outage.mend(guest)
    const since = Date.now()
    await guest.tab.message('said meanwhile 1').waitFor({ timeout: 60_000 })
    scene.note('live again after ms', Date.now() - since)
    await guest.write('after it')
    await scene.judge(guest)
  },
}

const typing: Moment = {
  words: 'while the visitor types',
  async play(scene, outage) {
    const guest = await scene.talking()
    await guest.tab.composer.pressSequentially('half a ', { delay: 20 })
    await outage.strike(guest)
    guest.meanwhile()
    await guest.tab.composer.pressSequentially('sentence', { delay: 20 })
    guest.draft = 'half a sentence'
    await sleep(OUTAGE_MS)
    await outage.mend(guest)
    await scene.judge(guest)
    guest.draft = ''
    await guest.write('half a sentence, and the rest')
    await scene.judge(guest)
  },
}

const afterEnter: Moment = {
  words: 'right after Enter',
  async play(scene, outage) {
    const guest = await scene.talking()
    const writing = guest.write('on its way')
    await outage.strike(guest)
    await writing
    guest.meanwhile()
    await guest.write('written meanwhile')
    await sleep(OUTAGE_MS)
    await outage.mend(guest)
    await scene.judge(guest)
  },
}

const paging: Moment = {
  words: 'while older Messages are loaded',
  async play(scene, outage) {
    const guest = await scene.talking()
    for (let count = 1; count <= 120; count++) scene.house.say(guest.channelSid, `line ${count}`)
    await guest.tab.message('line 120').waitFor({ timeout: 20_000 })
    await guest.tab.page.reload()
    await guest.appear()
    await guest.tab.message('line 120').waitFor()
    const up = guest.tab.log.evaluate((log) => log.scrollTo(0, 0))
    await outage.strike(guest)
    await up
    guest.meanwhile()
    await sleep(OUTAGE_MS)
    await outage.mend(guest)
    await scene.judge(guest)
    await loadAll(guest)
    await scene.judge(guest)
  },
}

/** Up, until the first Message stands in the log. @throws Error when it does not within 60 s */
async function loadAll({ tab }: Guest): Promise<void> {
  const earlier = tab.panel.getByRole('button', { name: 'Load earlier messages' })
  for (const start = Date.now(); (await earlier.count()) > 0; await sleep(300)) {
    if (Date.now() - start > 60_000) throw new Error('Older Messages do not come within 60 s')
    await earlier.click({ timeout: 1_000 }).catch(() => undefined)
  }
}

const sdkLoads: Moment = {
  words: 'while the SDK is loaded',
  async play(scene, outage) {
    const guest = await scene.talking()
    const struck = await once(guest, /\/chunks\/(twilio-chat|conversations)-/, outage)
    await guest.tab.page.reload()
    await struck.opened
    guest.meanwhile()
    await sleep(OUTAGE_MS)
    await outage.mend(guest)
    await guest.appear()
    await guest.write('now it is here')
    await scene.judge(guest)
  },
}

const renewal: Moment = {
  words: 'while a new token is asked for',
  async play(scene, outage) {
    const guest = await scene.talking()
    const struck = await once(guest, /\/token$/, outage)
    scene.house.faults.close(guest.identity, 410)
    const writing = guest.write('in the middle of it')
    await struck.opened
    await writing
    guest.meanwhile()
    await sleep(OUTAGE_MS)
    await outage.mend(guest)
    await scene.judge(guest)
  },
}

/** The next request to there is caught by the outage, which begins with it; the gate opens then. */
async function once(guest: Guest, where: RegExp, outage: Outage): Promise<Gate> {
  const caught = createGate()
  await guest.context.route(
    where,
    async (route) => {
      await outage.strike(guest)
      caught.open()
      await outage.swallow(route).catch(() => undefined)
    },
    { times: 1 },
  )
  return caught
}

const crossed: readonly Scenario[] = outages.flatMap((outage) =>
  [idle, typing, afterEnter, paging, sdkLoads, renewal].map((moment) => ({
    name: `${outage.words} ${moment.words}`,
    play: (scene: Scene) => moment.play(scene, outage),
  })),
)

export const network: readonly Scenario[] = [
  ...crossed,
  {
    name: 'a line of 2 KB/s carries everything, in order',
    async play(scene) {
      const guest = await scene.talking()
      const session = await guest.cdp()
      const limits = { offline: false, latency: 400, downloadThroughput: 2_048, uploadThroughput: 2_048 }
      await session.send('Network.enable')
      await session.send('Network.emulateNetworkConditions', limits)
      guest.meanwhile()
      for (const text of ['one', 'two', 'x'.repeat(4_000), 'four']) await guest.write(text)
      await scene.judge(guest)
    },
  },
  {
    name: 'two seconds of delay in each direction double nothing',
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.slow(guest.identity, 2_000)
      guest.meanwhile()
      for (const text of ['one', 'two', 'three']) await guest.write(text)
      await scene.judge(guest)
      scene.house.faults.slow(guest.identity, 0)
      await guest.write('four')
      await scene.judge(guest)
    },
  },
  {
    name: 'a delay beyond the patience for an answer doubles nothing',
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.slow(guest.identity, 6_000)
      const writing = guest.write('slow')
      await writing
      await sleep(15_000)
      scene.house.faults.slow(guest.identity, 0)
      await guest.write('quick')
      await scene.judge(guest)
    },
  },
  {
    name: 'five cuts in a row, a Message in each',
    async play(scene) {
      const guest = await scene.talking()
      for (let cut = 1; cut <= 5; cut++) {
        await guest.context.setOffline(true)
        await guest.write(`in cut ${cut}`)
        guest.meanwhile()
        await sleep(150 * cut)
        await guest.context.setOffline(false)
        await sleep(700 - 120 * cut)
      }
      await scene.judge(guest)
    },
  },
  {
    name: 'a browser that says it is offline and is not can be written with',
    async play(scene) {
      const guest = await scene.invite({
        prepare: (context) => context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })),
      })
      await guest.talk()
      await guest.write('I am here')
      await scene.judge(guest)
    },
  },
  {
    name: 'a browser that says it is online and is not comes back by itself',
    async play(scene) {
      const guest = await scene.invite({
        prepare: (context) =>
          context.addInitScript(() => {
            Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true })
            for (const type of ['online', 'offline']) addEventListener(type, (event) => event.stopImmediatePropagation(), true)
          }),
      })
      await guest.talk()
      await guest.context.setOffline(true)
      scene.house.faults.drop(guest.identity)
      guest.meanwhile()
      await guest.write('into the void')
      await sleep(4_000)
      await guest.context.setOffline(false)
      await scene.judge(guest)
    },
  },
  {
    name: 'opened while offline, the chat begins when the network comes',
    async play(scene) {
      const guest = await scene.invite()
      const core = guest.tab.page.waitForResponse(/\/chunks\/core-/)
      await guest.tab.launcher.hover()
      await (await core).finished()
      await guest.context.setOffline(true)
      await guest.tab.open()
      await sleep(1_000)
      await guest.context.setOffline(false)
      await guest.tab.panel.getByRole('button', { name: 'Start conversation' }).waitFor({ timeout: 30_000 })
      await guest.tab.start()
      await guest.write('hello at last')
      await scene.judge(guest)
    },
  },
  {
    name: 'a launcher that finds no network says so, and works when it is asked again',
    async play(scene) {
      const guest = await scene.invite()
      await guest.context.setOffline(true)
      await guest.tab.launcher.click()
      await guest.tab.page.getByText('Chat could not be loaded. Please try again.').waitFor()
      await guest.context.setOffline(false)
      await guest.talk()
      await scene.judge(guest)
    },
  },
  {
    name: 'a conversation that is resumed while offline appears when the network comes',
    async play(scene) {
      const guest = await scene.talking()
      // All files are in the browser's cache, except what the back end says each time.
      await guest.context.route(/\/token$/, (route) => route.abort('internetdisconnected'))
      await guest.tab.page.reload()
      await guest.context.setOffline(true)
      guest.meanwhile()
      await sleep(1_500)
      await guest.context.unroute(/\/token$/)
      await guest.context.setOffline(false)
      await guest.appear()
      await guest.write('back')
      await scene.judge(guest)
    },
  },
]

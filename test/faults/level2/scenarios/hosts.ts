import { setTimeout as sleep } from 'node:timers/promises'
import { enterBareHost, mountAndDestroy, type BareWindow } from '../bare-host.ts'
import { createGate } from '../gate.ts'
import { leftovers, takeBalance } from '../leftovers.ts'
import type { Guest } from '../guest.ts'
import type { Scenario, Scene } from '../scenario.ts'
import { wholeLog } from '../../../browser/demo/whole-log.ts'

type ParlourWindow = { Parlour(command: string, options?: unknown): Promise<unknown> }

const logOut = ({ tab }: Guest, options: { readonly keepUnsent?: boolean } = {}): Promise<unknown> =>
  tab.page.evaluate((given) => (window as unknown as ParlourWindow).Parlour('logout', given), options)

/** Mounts and destroys, and complains of what is left. */
async function mountOften(scene: Scene, lives: readonly (number | null)[]): Promise<void> {
  const guest = await scene.talking()
  const page = await enterBareHost(guest)
  // The SDK's files are evaluated once and stay; what they hold for good, they hold from the first time.
  const before = await takeBalance(guest)
  await mountAndDestroy(page, lives)
  const left = await leftovers(guest, before)
  left.forEach(scene.complain)
  scene.note('mounts', lives.length)
  scene.note('left over', left.length)
  guest.heard.forEach((event) => scene.complain(`reached the host: ${event}`))
}

/** Each fifth lives until its conversation is there; the others end at some moment of the way. */
export const hundredLives: readonly (number | null)[] = Array.from({ length: 100 }, (_, at) => (at % 5 === 4 ? null : (at * 37) % 260))

export const hosts: readonly Scenario[] = [
  {
    name: 'a widget that is mounted and destroyed 100 times leaves no listener, no socket, no lock',
    play: (scene) => mountOften(scene, hundredLives),
  },
  {
    name: 'a widget that is destroyed while it connects leaves nothing',
    async play(scene) {
      const guest = await scene.talking()
      const page = await enterBareHost(guest)
      const before = await takeBalance(guest)
      scene.house.faults.slow(guest.identity, 150)
      await mountAndDestroy(
        page,
        Array.from({ length: 20 }, (_, at) => at * 60),
      )
      scene.house.faults.slow(guest.identity, 0)
      ;(await leftovers(guest, before)).forEach(scene.complain)
      guest.heard.forEach((event) => scene.complain(`reached the host: ${event}`))
    },
  },
  {
    name: 'a widget that is destroyed while its SDK is loaded leaves nothing',
    async play(scene) {
      const guest = await scene.talking()
      const page = await enterBareHost(guest)
      const before = await takeBalance(guest)
      const loaded = createGate()
      await guest.context.route(/\/chunks\/(twilio-chat|conversations)-/, async (route) => {
        await sleep(700)
        await route.continue()
        loaded.open()
      })
      await mountAndDestroy(page, [300])
      await loaded.opened
      await sleep(500)
      ;(await leftovers(guest, before)).forEach(scene.complain)
      guest.heard.forEach((event) => scene.complain(`reached the host: ${event}`))
    },
  },
  {
    name: 'a host that mounts, destroys and mounts again at once has one socket',
    async play(scene) {
      const guest = await scene.talking()
      const page = await enterBareHost(guest)
      const before = await takeBalance(guest)
      await page.evaluate(async () => {
        const host = window as unknown as BareWindow
        const target = document.body.appendChild(document.createElement('div'))
        const first = host.createChat()
        first.mount(target)
        first.open()
        first.destroy()
        const second = host.createChat()
        const ready = new Promise<void>((resolve) => void second.on('ready', resolve))
        second.mount(document.body.appendChild(document.createElement('div')))
        second.open()
        await ready
        Object.assign(window, { second })
      })
      await guest.tab.composer.waitFor()
      await guest.write('from the second')
      await scene.judge(guest)
      const sockets = scene.house.sockets(guest.identity)
      if (sockets !== 1) scene.complain(`${sockets} sockets`)
      await page.evaluate(() => (window as unknown as { second: { destroy(): void } }).second.destroy())
      ;(await leftovers(guest, before)).forEach(scene.complain)
    },
  },
  {
    name: 'two widgets on one page show the same conversation, over one socket',
    async play(scene) {
      const guest = await scene.talking()
      const page = await enterBareHost(guest)
      await page.evaluate(async () => {
        const host = window as unknown as BareWindow
        for (const label of ['left', 'right']) {
          const chat = host.createChat()
          const ready = new Promise<void>((resolve) => void chat.on('ready', resolve))
          const target = document.body.appendChild(document.createElement('div'))
          target.id = label
          chat.mount(target)
          chat.open()
          await ready
        }
      })
      const composers = page.getByRole('textbox', { name: 'Message' })
      for (const [at, text] of ['by the left', 'by the right', 'by the left again'].entries()) {
        await composers.nth(at % 2).fill(text)
        await composers.nth(at % 2).press('Enter')
        const [texts] = guest.written
        ;(texts as string[]).push(text)
        await sleep(50)
      }
      for (const text of ['by the left', 'by the right', 'by the left again']) {
        for (const at of [0, 1]) await page.getByRole('log').nth(at).getByText(text, { exact: true }).waitFor({ timeout: 20_000 })
      }
      await sleep(500)
      const stored = (await scene.house.history(guest.channelSid)).map(({ body }) => body)
      for (const at of [0, 1]) {
        const shown = (await wholeLog(page.getByRole('log').nth(at))).map(({ body }) => body)
        if (shown.join() !== stored.join()) scene.complain(`one shows ${shown.join()}; REST: ${stored.join()}`)
      }
      const sockets = scene.house.sockets(guest.identity)
      if (sockets !== 1) scene.complain(`${sockets} sockets`)
      guest.heard.forEach((event) => scene.complain(`reached the host: ${event}`))
    },
  },
  {
    name: 'an element that is taken out of the page takes everything along',
    async play(scene) {
      const guest = await scene.invite({ path: '/element' })
      await guest.talk()
      await scene.judge(guest)
      await guest.tab.page.evaluate(() => document.querySelector('parlour-chat')?.remove())
      for (let tries = 0; scene.house.sockets(guest.identity) > 0 && tries < 50; tries++) await sleep(100)
      const { sockets, channels } = await guest.holdings()
      if (sockets + channels + scene.house.sockets(guest.identity) > 0) scene.complain(`${sockets} sockets, ${channels} channels left`)
      const events = guest.heard.map((event) => `reached the host: ${event}`)
      events.forEach(scene.complain)
    },
  },
  {
    name: 'what was not sent at a logout is forgotten, and not sent later',
    async play(scene) {
      const guest = await scene.talking()
      await guest.context.setOffline(true)
      await guest.tab.composer.fill('never mind')
      await guest.tab.composer.press('Enter')
      await guest.tab.message('never mind').waitFor()
      await logOut(guest)
      await guest.context.setOffline(false)
      await guest.appear()
      await guest.write('a new beginning')
      await sleep(1_000)
      await scene.judge(guest)
      if ((await scene.house.history(guest.channelSid)).some(({ body }) => body === 'never mind')) scene.complain('it was sent after all')
    },
  },
  {
    name: 'what was not sent at a logout is sent when the same visitor is back, if the host keeps it',
    async play(scene) {
      const guest = await scene.talking()
      await guest.context.setOffline(true)
      await guest.write('please keep this')
      await logOut(guest, { keepUnsent: true })
      await guest.context.setOffline(false)
      await guest.appear()
      await guest.write('a new beginning')
      await scene.judge(guest)
    },
  },
]

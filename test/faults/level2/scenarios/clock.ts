import type { Page } from 'playwright-core'
import type { Guest } from '../guest.ts'
import type { Scenario, Scene } from '../scenario.ts'

const HOUR_MS = 3_600_000

/** Runs in the page: its wall clock is wrong by `window.parlourSkewMs`; the monotonic one is not. */
function skewDate(skewMs: number): void {
  const page = window as unknown as { parlourSkewMs: number; Date: DateConstructor }
  page.parlourSkewMs = skewMs
  const RealDate = Date
  const now = (): number => RealDate.now() + page.parlourSkewMs
  page.Date = new Proxy(RealDate, {
    construct: (target, given: unknown[], made) => Reflect.construct(target, given.length > 0 ? given : [now()], made) as Date,
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  })
}

const setSkew = (page: Page, skewMs: number): Promise<void> =>
  page.evaluate((ms) => void ((window as unknown as { parlourSkewMs: number }).parlourSkewMs = ms), skewMs)

async function converse(scene: Scene, guest: Guest): Promise<void> {
  await guest.write('what time is it?')
  scene.house.faults.expireToken(guest.identity)
  guest.meanwhile()
  await guest.write('and now?')
  await scene.judge(guest)
  await guest.tab.page.reload()
  await guest.appear()
  await scene.judge(guest)
}

const wrong = [
  { words: 'a day ahead', skewMs: 24 * HOUR_MS },
  { words: 'a day behind', skewMs: -24 * HOUR_MS },
]

export const clock: readonly Scenario[] = [
  ...wrong.map(({ words, skewMs }): Scenario => ({
    name: `with a clock that is ${words} all goes on, also past the token’s end`,
    async play(scene) {
      const guest = await scene.invite({ prepare: (context) => context.addInitScript(skewDate, skewMs) })
      await guest.talk()
      await converse(scene, guest)
    },
  })),
  ...wrong.map(({ words, skewMs }): Scenario => ({
    name: `a clock that is set ${words} in the middle of it harms nothing`,
    async play(scene) {
      const guest = await scene.invite({ prepare: (context) => context.addInitScript(skewDate, 0) })
      await guest.talk()
      await guest.context.setOffline(true)
      await guest.write('before the step')
      await setSkew(guest.tab.page, skewMs)
      await guest.context.setOffline(false)
      await converse(scene, guest)
    },
  })),
]

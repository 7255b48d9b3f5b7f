import { setTimeout as sleep } from 'node:timers/promises'
import type { Route } from 'playwright-core'
import type { Guest } from '../guest.ts'
import type { Scenario, Scene } from '../scenario.ts'

type Answer = (route: Route, scene: Scene, guest: Guest) => Promise<void>

const json = (route: Route, body: unknown): Promise<void> => route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) })

/** The token endpoint answers so, while the service says that the token is over. */
async function renewBadly(scene: Scene, guest: Guest, answer: Answer, times?: number): Promise<void> {
  await guest.context.route(/\/token$/, (route) => answer(route, scene, guest).catch(() => undefined), times === undefined ? {} : { times })
  scene.house.faults.expireToken(guest.identity)
}

/** What heals by itself: it goes wrong `times`, then well. */
const passing: readonly { readonly words: string; readonly times: number; readonly answer: Answer }[] = [
  { words: 'fails twice with 500', times: 2, answer: (route) => route.fulfill({ status: 500, body: 'no' }) },
  { words: 'is out of reach three times', times: 3, answer: (route) => route.abort('connectionrefused') },
  { words: 'says 429 once', times: 1, answer: (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, body: '{}' }) },
  {
    words: 'hangs once',
    times: 1,
    answer: async (route) => {
      await sleep(40_000)
      await route.abort()
    },
  },
  {
    words: 'gives an expired token once',
    times: 1,
    answer: (route, { house }, { identity }) =>
      json(route, { token: house.token(identity, { ttl: 60, nbf: Math.floor(Date.now() / 1_000) - 7_200 }) }),
  },
]

/** What somebody has to see to. */
const lasting: readonly { readonly words: string; readonly answer: Answer }[] = [
  { words: '401', answer: (route) => route.fulfill({ status: 401, body: '{}' }) },
  {
    words: 'with a page of HTML',
    answer: (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' }),
  },
  {
    words: 'with a token of somebody else',
    answer: (route, { house }) => json(route, { token: house.token('visitor-somebody-else-entirely') }),
  },
]

export const token: readonly Scenario[] = [
  ...passing.map(({ words, times, answer }): Scenario => ({
    name: `an expired token is replaced though the endpoint ${words}`,
    async play(scene) {
      const guest = await scene.talking()
      await renewBadly(scene, guest, answer, times)
      guest.meanwhile()
      await guest.write('written meanwhile')
      await scene.judge(guest)
    },
  })),
  ...lasting.map(({ words, answer }): Scenario => ({
    name: `when the endpoint answers ${words}, log and draft stay, and “Try again” delivers what was written`,
    async play(scene) {
      const guest = await scene.talking()
      await renewBadly(scene, guest, answer)
      await guest.write('written meanwhile')
      await guest.type('a draft')
      const again = guest.tab.panel.getByRole('button', { name: 'Try again' })
      await again.waitFor({ timeout: 30_000 })
      if (!(await guest.tab.message('first').isVisible())) scene.complain('the log is not readable')
      if ((await guest.tab.composer.inputValue()) !== 'a draft') scene.complain('the draft is gone')
      await guest.context.unroute(/\/token$/)
      guest.meanwhile()
      await again.click()
      await scene.judge(guest)
    },
  })),
]

import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

const closings: readonly Scenario[] = [
  { code: 308, words: 'asks for another connection' },
  { code: 410, words: 'says that the token is over' },
  { code: 406, words: 'does not want this client' },
  { code: 417, words: 'does not understand this client' },
  { code: 499, words: 'says something that nobody knows' },
].map(({ code, words }) => ({
  name: `a service that ${words} (${code}) has the visitor back, with what was written`,
  async play(scene) {
    const guest = await scene.talking()
    scene.house.faults.close(guest.identity, code)
    guest.meanwhile()
    await guest.write('written meanwhile')
    await scene.judge(guest)
  },
}))

export const service: readonly Scenario[] = [
  ...closings,
  {
    name: 'a service that is killed and restarted while nothing happens is found again',
    alone: true,
    async play(scene) {
      const guest = await scene.talking()
      await scene.house.restart(2_000)
      guest.meanwhile()
      await guest.write('after it')
      await scene.judge(guest)
    },
  },
  {
    name: 'a service that is killed right after Enter and restarted gets the Message once',
    alone: true,
    async play(scene) {
      const guest = await scene.talking()
      for (let kill = 1; kill <= 3; kill++) {
        const writing = guest.write(`before kill ${kill}`)
        await sleep(30 * (kill - 1))
        const restarting = scene.house.restart(600)
        await writing
        await guest.write(`during kill ${kill}`)
        await restarting
      }
      guest.meanwhile()
      await scene.judge(guest)
    },
  },
  {
    name: 'a service that stores a Message and dies before the answer stores it once',
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.loseAnswers(guest.identity, 3)
      for (const text of ['one', 'two', 'three']) await guest.write(text)
      guest.meanwhile()
      await scene.judge(guest)
    },
  },
  {
    name: 'a service that loses answers and does not honour our ids shows each Message once',
    alone: true,
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.ignoreMutationIds(true)
      scene.house.faults.loseAnswers(guest.identity, 3)
      for (const text of ['one', 'two', 'three']) await guest.write(text)
      guest.meanwhile()
      await scene.judge(guest)
    },
  },
  {
    name: 'a service that has too much to do gets the Messages later, in order',
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.refuseSends(guest.identity, 429, 2)
      for (const text of ['one', 'two', 'three']) await guest.write(text)
      guest.meanwhile()
      await scene.judge(guest)
    },
  },
  {
    name: 'a Message that is refused stands in the log after a crash of the tab, and is sent when asked again',
    async play(scene) {
      const guest = await scene.talking()
      scene.house.faults.refuseSends(guest.identity, 403, 1)
      await guest.write('please take this')
      await guest.tab.log.getByText('Not sent.').waitFor({ timeout: 15_000 })
      await guest.crash()
      await guest.reopen()
      await guest.tab.log.getByRole('button', { name: 'Try again' }).click()
      await scene.judge(guest)
    },
  },
  {
    name: 'a socket that is cut ten times in ten seconds costs nothing',
    async play(scene) {
      const guest = await scene.talking()
      for (let cut = 1; cut <= 10; cut++) {
        await guest.write(`around cut ${cut}`)
        scene.house.faults.drop(guest.identity)
        await sleep(60 * cut)
      }
      guest.meanwhile()
      await scene.judge(guest)
    },
  },
]

import { setMaxListeners } from 'node:events'
import { astray, install } from './globals.ts'
import { openHouse, openProcessHouse } from './house.ts'
import type { House } from './house.ts'
import { play } from './play.ts'
import type { Outcome, Run } from './play.ts'

/** Plays runs, many at a time, in this process. */
export interface Stage {
  play(run: Run): Promise<Outcome>
  /** Complaints that belong to no run. */
  close(): Promise<readonly string[]>
}

const KILLABLE = 2

export async function openStage(): Promise<Stage> {
  setMaxListeners(0)
  const uninstall = install()
  const house = await openHouse()
  /** Those that are not in use; a kill leaves a service as good as new. Not many, because each start takes a second of a core. */
  const spare: Promise<House>[] = []
  const all: Promise<House>[] = []
  const waiting: ((own: Promise<House>) => void)[] = []

  async function killable(): Promise<House> {
    const found = spare.pop()
    if (found) return found
    if (all.length === KILLABLE) return new Promise((resolve) => waiting.push(resolve))
    const made = openProcessHouse()
    all.push(made)
    return made
  }

  function giveBack(own: House): void {
    const next = waiting.shift()
    if (next) next(Promise.resolve(own))
    else spare.push(Promise.resolve(own))
  }

  return {
    async play(run) {
      if (run.fault !== 'service-kill') return play(run, house)
      const own = await killable()
      try {
        return await play(run, own)
      } finally {
        giveBack(own)
      }
    },
    async close() {
      await Promise.all([house, ...all].map(async (one) => (await one).stop()))
      uninstall()
      return astray.splice(0).map((reason) => `unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`)
    },
  }
}

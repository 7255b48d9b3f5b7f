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

export async function openStage(): Promise<Stage> {
  setMaxListeners(0)
  const uninstall = install()
  const house = await openHouse()
  /** Those that are not in use. A kill leaves a service as good as new. */
  const spare: House[] = []
  const all: House[] = []

  async function killable(): Promise<House> {
    const found = spare.pop()
    if (found) return found
    const made = await openProcessHouse()
    all.push(made)
    return made
  }

  return {
    async play(run) {
      if (run.fault !== 'service-kill') return play(run, house)
      const own = await killable()
      try {
        return await play(run, own)
      } finally {
        spare.push(own)
      }
    },
    async close() {
      await Promise.all([house, ...all].map((one) => one.stop()))
      uninstall()
      return astray.splice(0).map((reason) => `unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`)
    },
  }
}

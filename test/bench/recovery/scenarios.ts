import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './contender.ts'
import type { Contender } from './contender.ts'

/** The longest that is waited for; what takes longer is printed as such. */
export const CAP_MS = 60_000

export interface Scenario {
  readonly name: string
  /** At most: share of the trials → ms. */
  readonly bounds: readonly { readonly share: number; readonly ms: number }[]
  /** How many of ours play at the same time: few where it is about milliseconds of work, many where they wait. */
  readonly lanes: number
  /** Ms from the moment that counts, or null: not within `CAP_MS`. `trial` counts from 0. */
  play(contender: Contender, trial: number): Promise<number | null>
}

let words = 0
const fire = ({ seat }: Contender, type: string): void => void seat.window.dispatchEvent(new Event(type))

async function timed(work: Promise<void>): Promise<number | null> {
  const begin = performance.now()
  const over = new AbortController()
  const late = sleep(CAP_MS, null, { signal: over.signal }).catch(() => null)
  const ms = await Promise.race([work.then(() => performance.now() - begin), late])
  over.abort()
  return ms
}

/** The service has something to tell meanwhile: only who hears of it is live again. */
async function live(contender: Contender, happen: () => void): Promise<number | null> {
  const body = `news ${(words += 1)}`
  say(contender.seat, body)
  await sleep(50)
  happen()
  return timed(contender.seat.hears(body))
}

const TWO_HOURS_MS = 7_200_000

/** Timers stood still, so that the page finds the time gone, and is told, at the same moment. */
function wake(contender: Contender): void {
  contender.sleepOver(TWO_HOURS_MS)
  fire(contender, 'visibilitychange')
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'network returns, live again',
    bounds: [
      { share: 0.5, ms: 500 },
      { share: 0.95, ms: 2_000 },
    ],
    lanes: 8,
    async play(contender, trial) {
      const { path } = contender.seat
      path.lose(trial % 2 === 0 ? 'refused' : 'hanging')
      fire(contender, 'offline')
      await sleep(2_000 + 4_000 * Math.random())
      return live(contender, () => {
        path.restore()
        fire(contender, 'online')
      })
    },
  },
  {
    name: 'wake, token expired, socket reset',
    bounds: [{ share: 0.95, ms: 3_000 }],
    lanes: 8,
    async play(contender) {
      const { path, service, identity } = contender.seat
      path.hole()
      service.faults.expireToken(identity)
      await sleep(500 + 2_000 * Math.random())
      return live(contender, () => {
        path.reset()
        wake(contender)
      })
    },
  },
  {
    name: 'wake, token expired, socket silent',
    bounds: [{ share: 0.95, ms: 3_000 }],
    lanes: 8,
    async play(contender) {
      const { path, service, identity } = contender.seat
      path.hole()
      service.faults.expireToken(identity)
      await sleep(500 + 2_000 * Math.random())
      return live(contender, () => wake(contender))
    },
  },
  {
    name: 'half-open found, visible',
    bounds: [{ share: 1, ms: 33_000 }],
    lanes: 50,
    async play(contender) {
      await sleep(10_000 * Math.random())
      contender.seat.path.hole()
      return timed(contender.seat.path.dialled())
    },
  },
  {
    name: 'half-open found, at wake',
    bounds: [{ share: 1, ms: 3_500 }],
    lanes: 50,
    async play(contender) {
      contender.seat.path.hole()
      await sleep(3_000 * Math.random())
      const dialled = timed(contender.seat.path.dialled())
      fire(contender, 'visibilitychange')
      return dialled
    },
  },
  {
    name: 'half-open found, on send',
    bounds: [{ share: 1, ms: 10_000 }],
    lanes: 50,
    async play(contender) {
      contender.seat.path.hole()
      const dialled = timed(contender.seat.path.dialled())
      contender.send(`Are you there? ${(words += 1)}`)
      return dialled
    },
  },
]

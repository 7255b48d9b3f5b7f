import { setTimeout as sleep } from 'node:timers/promises'
import { startChatService } from '../../support/chat-service.ts'
import { openBare } from './bare.ts'
import { takeSeat } from './contender.ts'
import type { Contender, Sdk, Seat } from './contender.ts'
import { openParlour } from './parlour.ts'
import { scenarios } from './scenarios.ts'
import type { Scenario } from './scenarios.ts'

type Who = 'parlour' | 'bare'

/** Of one contender in one scenario; ms, ascending; null: longer than the cap. */
export interface Result {
  readonly sdk: Sdk
  readonly scenario: string
  readonly who: Who
  readonly times: readonly (number | null)[]
  readonly bounds: Scenario['bounds']
}

/** What the SDK has to do between two trials: subscriptions are set up 100 ms later, and told of. */
const SETTLE_MS = 1_500
/** All of the SDK's visitors are there from the start, since many never come back; so far apart they play. */
const STAGGER_MS = 100

/** Plays each scenario `trials` times on one SDK: our layer, then the SDK alone. */
export async function contest(sdk: Sdk, trials: number, tell: (result: Result) => void): Promise<void> {
  const service = await startChatService({ presenceGraceMs: 200 })
  const openings = createGate(4)
  const seated = async (open: (sdk: Sdk, seat: Seat) => Promise<Contender>): Promise<Contender> =>
    openings(async () => {
      const contender = await open(sdk, await takeSeat(service))
      await sleep(SETTLE_MS)
      return contender
    })

  const openers = { parlour: openParlour, bare: openBare }
  const seatAll = (who: Who, count: number): Promise<Contender[]> => Promise.all(Array.from({ length: count }, () => seated(openers[who])))

  async function play(scenario: Scenario, who: Who, contenders: readonly Contender[]): Promise<Result> {
    const times: (number | null)[] = []
    let next = 0
    async function lane(first: Contender): Promise<void> {
      let contender: Contender | null = first
      for (let trial = next++; trial < trials; trial = next++) {
        contender ??= await seated(openers[who])
        if (who === 'bare') await sleep(trial * STAGGER_MS)
        const ms = await scenario.play(contender, trial)
        times.push(ms === null ? null : Math.round(ms))
        if (ms === null) {
          // It will not come back; the next trial is another visitor's.
          contender.close()
          contender = null
        } else await sleep(SETTLE_MS)
      }
      contender?.close()
    }
    await Promise.all(contenders.map(lane))
    times.sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
    return { sdk, scenario: scenario.name, who, times, bounds: scenario.bounds }
  }

  for (const scenario of scenarios) {
    const ours = await seatAll('parlour', Math.min(scenario.lanes, trials))
    // Neither takes the machine from the other.
    tell(await play(scenario, 'parlour', ours))
    tell(await play(scenario, 'bare', await seatAll('bare', trials)))
  }
  await service.stop()
}

/** So many at a time. */
function createGate(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  let inside = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (inside >= width) await new Promise<void>((resolve) => waiting.push(resolve))
    inside += 1
    try {
      return await work()
    } finally {
      inside -= 1
      waiting.shift()?.()
    }
  }
}

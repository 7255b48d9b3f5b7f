import { setTimeout as sleep } from 'node:timers/promises'
import { startChatService } from '../../support/chat-service.ts'
import { openBare } from './bare.ts'
import { takeSeat } from './contender.ts'
import type { Contender, Sdk, Seat } from './contender.ts'
import { openParlour } from './parlour.ts'
import { scenarios } from './scenarios.ts'
import type { Scenario } from './scenarios.ts'

/** Of one contender in one scenario; ms, ascending; null: longer than the cap. */
export interface Result {
  readonly sdk: Sdk
  readonly scenario: string
  readonly who: 'parlour' | 'bare'
  readonly times: readonly (number | null)[]
  /** Trials that are longer than the line allows. */
  readonly bounds: Scenario['bounds']
}

/** What the SDK has to do between two trials: subscriptions are set up 100 ms later, and told of. */
const SETTLE_MS = 1_500

/** Plays each scenario `trials` times on one SDK, our layer and the SDK alone at the same time. */
export async function contest(sdk: Sdk, trials: number, tell: (result: Result) => void): Promise<void> {
  const service = await startChatService({ presenceGraceMs: 200 })
  const openings = createGate(4)
  const seated = async (open: (sdk: Sdk, seat: Seat) => Promise<Contender>): Promise<Contender> =>
    openings(async () => {
      const contender = await open(sdk, await takeSeat(service))
      await sleep(SETTLE_MS)
      return contender
    })

  async function play(scenario: Scenario, who: 'parlour' | 'bare'): Promise<Result> {
    const times: (number | null)[] = []
    let next = 0
    async function lane(): Promise<void> {
      let contender: Contender | null = null
      for (let trial = next++; trial < trials; trial = next++) {
        contender ??= await seated(who === 'parlour' ? openParlour : openBare)
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
    await Promise.all(Array.from({ length: Math.min(scenario.lanes, trials) }, lane))
    times.sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
    return { sdk, scenario: scenario.name, who, times, bounds: scenario.bounds }
  }

  for (const scenario of scenarios) {
    for (const result of await Promise.all([play(scenario, 'parlour'), play(scenario, 'bare')])) tell(result)
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

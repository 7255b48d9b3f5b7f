import { Worker } from 'node:worker_threads'
import { renewalDelayMs } from '../../../src/token/renewal.ts'
import type { SessionOptions, SessionOutcome, Skew } from './session.ts'

export interface RunOptions {
  /** Sessions of each row. */
  readonly seeds: number | ((plan: Plan) => number)
  readonly firstSeed: number
  readonly days: number
  /** So many renewals of one session are enough: fewer days where tokens are short. */
  readonly mostRenewals: number
  readonly workers: number
  readonly onRow?: (row: Row) => void
}

/** All sessions of one token life, one skew, one kind of trouble. */
export interface Row {
  readonly trouble: Trouble
  readonly ttl: string
  readonly skew: Skew
  readonly sessions: number
  /** Of each session. */
  readonly days: number
  readonly lapses: number
  readonly renewals: number
  /** Renewals ÷ (time awake ÷ planned age at renewal); of all together, and of the worst session. */
  readonly ofIdeal: number
  readonly worstOfIdeal: number
  readonly failedRequests: number
  readonly outages: number
  /** Tokens that ended while the device slept, and ms from its waking to the next. */
  readonly sleptOver: number
  readonly recoveryP50Ms: number | null
  readonly recoveryP95Ms: number | null
  /** Seeds of the sessions with a lapse. */
  readonly bad: readonly number[]
}

/** Each beside an endpoint that answers 30 % of all requests with 5xx. */
export type Trouble = 'outages' | 'outages, 5 % hang' | 'device sleeps'

export interface Plan {
  readonly trouble: Trouble
  readonly ttl: string
  readonly ttlS: number
  readonly skew: Skew
}

const TTLS = [
  ['3 min', 180],
  ['10 min', 600],
  ['1 h', 3_600],
  ['24 h', 86_400],
] as const
const SKEWS: readonly Skew[] = ['-24h', '0', '+24h', 'step']
const DAY_MS = 86_400_000
/** So that no two rows play the same. */
const SEEDS_APART = 100_000

const plans: readonly Plan[] = TTLS.flatMap(([ttl, ttlS]) => [
  ...SKEWS.map((skew): Plan => ({ trouble: 'outages', ttl, ttlS, skew })),
  { trouble: 'outages, 5 % hang', ttl, ttlS, skew: '0' },
  { trouble: 'device sleeps', ttl, ttlS, skew: '0' },
])

/** Simulates every session of `options`, and tells what became of the tokens. Rejects when one cannot be played. */
export async function runTokenClock({ seeds, firstSeed, days, mostRenewals, workers, onRow }: RunOptions): Promise<readonly Row[]> {
  const crew = Array.from({ length: workers }, hire)
  try {
    const rows: Row[] = []
    for (const [number, plan] of plans.entries()) {
      const sessionDays = Math.min(days, (mostRenewals * renewalDelayMs(plan.ttlS * 1_000, () => 0.5)) / DAY_MS)
      const length = typeof seeds === 'number' ? seeds : seeds(plan)
      const jobs = Array.from({ length }, (_, index) => toJob(plan, firstSeed + index + number * SEEDS_APART, sessionDays))
      const outcomes: SessionOutcome[] = []
      let next = 0
      await Promise.all(
        crew.map(async (worker) => {
          for (let job = next++; job < jobs.length; job = next++) outcomes[job] = await worker.play(jobs[job]!)
        }),
      )
      const row = toRow(plan, jobs, outcomes, sessionDays)
      rows.push(row)
      onRow?.(row)
    }
    return rows
  } finally {
    await Promise.all(crew.map((worker) => worker.dismiss()))
  }
}

const toJob = ({ trouble, ttlS, skew }: Plan, seed: number, days: number): SessionOptions => ({
  seed,
  days,
  ttlS,
  skew,
  hanging: trouble === 'outages, 5 % hang' ? 0.05 : 0,
  outages: trouble !== 'device sleeps',
  sleeps: trouble === 'device sleeps',
})

function toRow({ trouble, ttl, skew }: Plan, jobs: readonly SessionOptions[], outcomes: readonly SessionOutcome[], days: number): Row {
  const sum = (of: (outcome: SessionOutcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const recoveries = outcomes.flatMap(({ recoveriesMs }) => recoveriesMs).toSorted((a, b) => a - b)
  const quantile = (share: number): number | null => {
    const found = recoveries[Math.ceil(share * recoveries.length) - 1]
    return found === undefined ? null : Math.round(found)
  }
  return {
    trouble,
    ttl,
    skew,
    sessions: outcomes.length,
    days: round(days),
    lapses: sum(({ lapses }) => lapses),
    renewals: sum(({ renewals }) => renewals),
    ofIdeal: round(sum(({ renewals }) => renewals) / sum(({ ideal }) => ideal)),
    worstOfIdeal: round(Math.max(...outcomes.map(({ renewals, ideal }) => renewals / ideal))),
    failedRequests: sum(({ failedRequests }) => failedRequests),
    outages: sum(({ outagesFelt }) => outagesFelt),
    sleptOver: sum(({ sleptOver }) => sleptOver),
    recoveryP50Ms: quantile(0.5),
    recoveryP95Ms: quantile(0.95),
    bad: jobs.filter((_, index) => outcomes[index]!.lapses > 0).map(({ seed }) => seed),
  }
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000

/** A thread of its own, which plays one session after another. */
function hire(): { play(job: SessionOptions): Promise<SessionOutcome>; dismiss(): Promise<unknown> } {
  const worker = new Worker(new URL('worker.ts', import.meta.url), { execArgv: ['--import', '@oxc-node/core/register'] })
  return {
    play: (job) =>
      new Promise((resolve, reject) => {
        worker.once('error', reject)
        worker.once('message', (outcome: SessionOutcome) => {
          worker.off('error', reject)
          resolve(outcome)
        })
        worker.postMessage(job)
      }),
    dismiss: () => worker.terminate(),
  }
}

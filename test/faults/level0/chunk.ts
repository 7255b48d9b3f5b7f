import * as fc from 'fast-check'
import { isGood } from './judge.ts'
import type { Verdict } from './judge.ts'
import { schedules } from './schedule.ts'
import type { Schedule } from './schedule.ts'
import { live } from './simulation.ts'
import type { Plant } from './simulation.ts'

/** A row of schedules that all come from one seed. */
export interface Chunk {
  readonly seed: number
  readonly schedules: number
  /** One schedule of them alone, as fast-check names it. */
  readonly path?: string
  readonly plant?: Plant
}

/** What was lived through, on one kind of service. */
export interface Tally {
  schedules: number
  typed: number
  /** Tabs that were killed. */
  kills: number
  dials: number
  troubled: number
  /** Copies that the service stored, and nobody saw. */
  copies: number
  /** Virtual ms from the last step until all was right, of all schedules together, and of the slowest. */
  healedMs: number
  slowestMs: number
}

export type Tallies = Record<'honours' | 'ignores', Tally>

export interface Failure {
  readonly seed: number
  readonly path: string
  readonly schedule: Schedule
  /** null: the simulation itself broke. */
  readonly verdict: Verdict | null
  readonly error: string
}

export interface Report {
  readonly tallies: Tallies
  readonly failure: Failure | null
}

export const noTally = (): Tally => ({ schedules: 0, typed: 0, kills: 0, dials: 0, troubled: 0, copies: 0, healedMs: 0, slowestMs: 0 })

export function add(sum: Tally, more: Tally): void {
  for (const key of ['schedules', 'typed', 'kills', 'dials', 'troubled', 'copies', 'healedMs'] as const) sum[key] += more[key]
  sum.slowestMs = Math.max(sum.slowestMs, more.slowestMs)
}

class Broken extends Error {
  readonly verdict: Verdict
  constructor(verdict: Verdict) {
    super(
      Object.entries(verdict)
        .flatMap(([promise, lines]: [string, readonly string[]]) => lines.map((line) => `${promise}: ${line}`))
        .join('\n'),
    )
    this.verdict = verdict
  }
}

/** Lives through the chunk until a promise is broken; what broke it is shrunk to as little as does. */
export async function play({ seed, schedules: numRuns, path, plant }: Chunk): Promise<Report> {
  const tallies: Tallies = { honours: noTally(), ignores: noTally() }
  let broken = false
  const property = fc.asyncProperty(schedules, async (schedule) => {
    try {
      const { verdict, healedMs, ...counts } = await live(schedule, plant)
      if (!broken) add(tallies[schedule.honours ? 'honours' : 'ignores'], { ...counts, schedules: 1, healedMs, slowestMs: healedMs })
      if (!isGood(verdict)) throw new Broken(verdict)
    } catch (cause) {
      broken = true
      throw cause
    }
  })
  const replay = path === undefined ? {} : { path }
  const details = await fc.check(property, { seed, numRuns, ...replay, endOnFailure: path !== undefined || plant !== undefined })
  const { errorInstance: cause, counterexamplePath, counterexample } = details
  if (counterexamplePath === null || counterexample === null) return { tallies, failure: null }
  return {
    tallies,
    failure: {
      seed,
      path: counterexamplePath,
      schedule: counterexample[0],
      verdict: cause instanceof Broken ? cause.verdict : null,
      error: cause instanceof Broken ? cause.message : String(cause instanceof Error ? (cause.stack ?? cause.message) : cause),
    },
  }
}

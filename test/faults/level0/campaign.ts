import { add, noTally } from './chunk.ts'
import type { Failure, Tallies } from './chunk.ts'
import { hire } from './crew.ts'

/** One run of many schedules: from `seed` on, one seed for each chunk. */
export interface Campaign {
  readonly seed: number
  /** Done so far, without a gap. */
  schedules: number
  /** Of real time. */
  seconds: number
  readonly tallies: Tallies
  readonly failures: Failure[]
}

/** So many schedules come from one seed. */
export const CHUNK = 500

export const begin = (seed: number): Campaign => ({
  seed,
  schedules: 0,
  seconds: 0,
  tallies: { honours: noTally(), ignores: noTally() },
  failures: [],
})

export interface CampaignOptions {
  /** In all, with those that are done. */
  readonly schedules: number
  readonly threads: number
  /** After each chunk. */
  readonly onProgress?: (campaign: Campaign) => void
}

/** Goes on with `campaign` until it has lived through `schedules`. */
export async function carryOn(campaign: Campaign, { schedules, threads, onProgress }: CampaignOptions): Promise<void> {
  const crew = await hire(threads)
  const before = campaign.seconds
  const started = performance.now()
  const total = Math.ceil(schedules / CHUNK)
  let next = campaign.schedules / CHUNK
  // What is saved has no gaps: a chunk counts when all before it are done.
  const done = new Map<number, Awaited<ReturnType<typeof crew.play>>>()

  function count(): void {
    for (let at = campaign.schedules / CHUNK; done.has(at); at += 1) {
      const { tallies, failure } = done.get(at)!
      done.delete(at)
      for (const kind of ['honours', 'ignores'] as const) add(campaign.tallies[kind], tallies[kind])
      if (failure) campaign.failures.push(failure)
      campaign.schedules += CHUNK
      campaign.seconds = before + (performance.now() - started) / 1_000
      onProgress?.(campaign)
    }
  }

  try {
    await Promise.all(
      Array.from({ length: threads }, async () => {
        while (next < total) {
          const at = next
          next += 1
          done.set(at, await crew.play({ seed: campaign.seed + at, schedules: CHUNK }))
          count()
        }
      }),
    )
  } finally {
    await crew.end()
  }
}

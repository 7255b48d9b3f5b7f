import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { begin, carryOn } from './campaign.ts'
import type { Campaign } from './campaign.ts'
import type { Failure } from './chunk.ts'
import { hire } from './crew.ts'
import type { Verdict } from './judge.ts'
import { keepResult, keptResult } from '../report/results.ts'

const SAVE_EVERY = 1_000
/** A run of this size is kept as the release's. */
const RELEASE = 100_000

interface Saved {
  readonly release: Campaign | null
  readonly last: Campaign | null
}

/**
 * `npm run faults -- --level 0 [--schedules 10000] [--seed S] [--path P] [--resume] [--threads 2]`: the vendor's socket under
 * our layer, in virtual time. `--resume` goes on with the saved run; `--path` plays one schedule again. True when every promise was kept.
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      schedules: { type: 'string', default: '10000' },
      seed: { type: 'string' },
      path: { type: 'string' },
      resume: { type: 'boolean', default: false },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  })
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  if (typeof values.path === 'string') return replay(seed, values.path)
  const schedules = Number(values.schedules)
  const kind = schedules >= RELEASE ? 'release' : 'last'
  const saved: Saved = keptResult('level0') ?? { release: null, last: null }
  const campaign = (values.resume === true && saved[kind]) || begin(seed)
  console.log(`${schedules} schedules from seed ${campaign.seed}${campaign.schedules > 0 ? `, ${campaign.schedules} of them done` : ''}`)
  let told = campaign.failures.length
  await carryOn(campaign, {
    schedules,
    threads: Number(values.threads),
    onProgress(now) {
      for (const failure of now.failures.slice(told)) tell(failure)
      told = now.failures.length
      if (now.schedules % SAVE_EVERY !== 0) return
      console.log(`${now.schedules} schedules, ${Math.round(now.schedules / now.seconds)} a second`)
      keepResult('level0', { ...saved, [kind]: now })
    },
  })
  keepResult('level0', { ...saved, [kind]: campaign })
  summarise(campaign)
  return campaign.failures.length === 0
}

async function replay(seed: number, path: string): Promise<boolean> {
  const crew = await hire(1)
  try {
    const { failure } = await crew.play({ seed, schedules: 1, path })
    if (failure) tell(failure)
    else console.log('Every promise was kept')
    return failure === null
  } finally {
    await crew.end()
  }
}

function tell({ seed, path, schedule, error }: Failure): void {
  console.log(`\nBROKEN: ${error}`)
  console.log(JSON.stringify(schedule, null, 1))
  console.log(`Play it again: npm run faults -- --level 0 --seed ${seed} --path ${path}\n`)
}

const promises: Readonly<Record<keyof Verdict, string>> = {
  lost: 'lost',
  shownTwice: 'shown twice',
  reordered: 'reordered',
  storedTwice: 'stored twice (service that honours the id)',
  differs: 'log unlike the service',
  refused: 'given up without a reason',
  left: 'left on the disk',
  errors: 'errors and unhandled rejections',
  leaks: 'timers, sockets, listeners left',
}

function summarise({ schedules, seconds, tallies, failures }: Campaign): void {
  for (const [kind, tally] of Object.entries(tallies)) {
    const { typed, kills, dials, troubled, copies, healedMs, slowestMs } = tally
    console.log(
      `service that ${kind} the id: ${tally.schedules} schedules, ${typed} Messages, ${kills} tabs killed, ${dials} sockets, ` +
        `${troubled} requests in trouble, ${copies} copies stored and not shown, ` +
        `right again after the last step in ${(healedMs / tally.schedules / 1_000).toFixed(1)} s on average, ${slowestMs / 1_000} s at most`,
    )
  }
  // Of each schedule that failed, as shrunk.
  const counted = Object.entries(promises).map(([key, words]) => {
    const count = failures.filter(({ verdict }) => (verdict?.[key as keyof Verdict].length ?? 0) > 0).length
    return `${words} ${count}`
  })
  console.log(counted.join(', '))
  console.log(`${schedules} schedules in ${Math.round(seconds)} s: ${Math.round(schedules / seconds)} a second, ${failures.length} failed`)
}

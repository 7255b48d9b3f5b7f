import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { seeded } from '../../support/random.ts'
import { matrix } from '../matrix.ts'
import type { Cell } from '../matrix.ts'
import { playAll } from './crew.ts'
import type { Outcome, Run } from './play.ts'
import { drawMatrix, summary } from './report.ts'
import type { Sdk } from './tab.ts'
import { keepResult } from '../report/results.ts'

const SDKS: readonly Sdk[] = ['chat', 'conversations']

/**
 * `npm run faults -- --level 1 [--cell <fault>/<moment>] [--sdk chat|conversations] [--seeds 3] [--seed 1] [--lanes 20]
 * [--workers 2]`: each cell of the matrix on both SDKs, under so many seeds from `--seed` on. `*` in a cell stands for all. A
 * whole run is kept in `results/level1.json`. True when nothing was lost, doubled or leaked, and each history equals the service's.
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      cell: { type: 'string', default: '*/*' },
      sdk: { type: 'string' },
      seeds: { type: 'string' },
      seed: { type: 'string' },
      lanes: { type: 'string', default: '20' },
      workers: { type: 'string', default: String(Math.min(cpus().length, 4)) },
    },
  })
  const cells = chosen(String(values.cell))
  const sdks = SDKS.filter((sdk) => values.sdk === undefined || values.sdk === sdk)
  const first = Number(values.seed ?? 1)
  const seeds = Array.from({ length: Number(values.seeds ?? (values.seed === undefined ? 3 : 1)) }, (_, at) => first + at)
  const runs = cells
    .filter(({ level }) => level === 1)
    .flatMap(({ fault, moment }) => sdks.flatMap((sdk) => seeds.map((seed): Run => ({ fault, moment, sdk, seed }))))
  if (runs.length === 0) return explain(cells)
  // Those that take long, or a process of their own, are not all at the same time.
  const order = seeded(first)
  const mixed = runs.map((run) => ({ run, at: order() })).toSorted((a, b) => a.at - b.at)

  const started = performance.now()
  const outcomes: Outcome[] = []
  const astray = await playAll(
    mixed.map(({ run: each }) => each),
    {
      workers: Number(values.workers),
      lanes: Number(values.lanes),
      onOutcome(outcome) {
        outcomes.push(outcome)
        if (outcome.complaints.length > 0) tell(outcome)
        else if (outcomes.length % 100 === 0) console.log(`${outcomes.length} of ${runs.length} runs`)
      },
    },
  )
  for (const complaint of astray) console.log(complaint)
  console.log(drawMatrix(matrix, outcomes))
  const total = summary(matrix, outcomes, { seconds: (performance.now() - started) / 1_000, seeds, sdks })
  console.log(total.words)
  if (cells.length === matrix.length && sdks.length === SDKS.length) {
    keepResult('level1', total.result)
  }
  return total.failed === 0 && astray.length === 0
}

function chosen(cell: string): readonly Cell[] {
  const [fault = '*', moment = '*'] = cell.split('/')
  const cells = matrix.filter((one) => (fault === '*' || one.fault === fault) && (moment === '*' || one.moment === moment))
  if (cells.length === 0) throw new Error(`There is no cell ${cell}; test/faults/matrix.ts names them all`)
  return cells
}

/** Nothing is to be run. */
function explain(cells: readonly Cell[]): boolean {
  for (const { fault, moment, cannotOccur } of cells) console.log(`${fault}/${moment} cannot occur. ${cannotOccur ?? ''}`)
  return cells.length > 0
}

function tell({ fault, moment, sdk, seed, ms, complaints }: Outcome): void {
  console.log(`FAILED ${fault}/${moment} (${sdk}, seed ${seed}, ${(ms / 1_000).toFixed(1)} s)`)
  for (const complaint of complaints) console.log(`  ${complaint}`)
  console.log(`  again: npm run faults -- --level 1 --cell ${fault}/${moment} --sdk ${sdk} --seed ${seed}`)
}

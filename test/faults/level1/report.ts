import { faults, moments } from '../matrix.ts'
import type { Cell, Fault, Moment } from '../matrix.ts'
import type { Results } from '../report/results.ts'
import type { Outcome, Run } from './play.ts'
import type { Sdk } from './tab.ts'

/** The matrix as text: `3/3` runs were well, `—` cannot occur. */
export function drawMatrix(matrix: readonly Cell[], outcomes: readonly Outcome[]): string {
  const columns = Object.keys(moments) as Moment[]
  const rows = Object.keys(faults) as Fault[]
  const cell = (fault: Fault, moment: Moment): string => {
    if (matrix.find((one) => one.fault === fault && one.moment === moment)?.cannotOccur !== undefined) return '—'
    const own = outcomes.filter((one) => one.fault === fault && one.moment === moment)
    const well = own.filter(({ complaints }) => complaints.length === 0).length
    return own.length === 0 ? '' : well === own.length ? String(well) : `${well}/${own.length}`
  }
  const keys = columns.map((moment, at) => `${String.fromCodePoint(97 + at)} = ${moment}`)
  const head = ['', ...columns.map((_, at) => String.fromCodePoint(97 + at))]
  const table = [head, ...rows.map((fault) => [fault, ...columns.map((moment) => cell(fault, moment))])]
  const lines = table.map(([name = '', ...rest]) => `${name.padEnd(20)}${rest.map((text) => text.padStart(5)).join('')}`)
  return [...lines, '', `${keys.join(', ')}; — cannot occur`].join('\n')
}

export interface Summary {
  readonly words: string
  readonly failed: number
  readonly result: Results['level1']
}

export function summary(
  matrix: readonly Cell[],
  outcomes: readonly Outcome[],
  { seconds, seeds, sdks }: { readonly seconds: number; readonly seeds: readonly number[]; readonly sdks: readonly Sdk[] },
): Summary {
  const failed = outcomes.filter(({ complaints }) => complaints.length > 0)
  const impossible = matrix.filter(({ cannotOccur }) => cannotOccur !== undefined)
  const cells = new Set(outcomes.map(nameOf))
  return {
    failed: failed.length,
    words: [
      `${cells.size} cells, ${outcomes.length} runs (${sdks.join(', ')}; seeds ${seeds.join(', ')}) in ${Math.round(seconds)} s: ${failed.length} failed.`,
      `${impossible.length} of ${matrix.length} cells cannot occur.`,
    ].join('\n'),
    result: {
      cells: cells.size,
      cannotOccur: impossible.length,
      runs: outcomes.length,
      failed: failed.length,
      seeds,
      sdks,
      seconds: Math.round(seconds),
      byCell: Object.fromEntries(
        [...cells].toSorted().map((name) => {
          const own = outcomes.filter((outcome) => nameOf(outcome) === name)
          return [name, { runs: own.length, failed: own.filter(({ complaints }) => complaints.length > 0).length }]
        }),
      ),
      failures: failed.map(({ fault, moment, sdk, seed, complaints }) => ({ cell: `${fault}/${moment}`, sdk, seed, complaints })),
    },
  }
}

const nameOf = ({ fault, moment }: Run): string => `${fault}/${moment}`

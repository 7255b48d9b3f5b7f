/**
 * `npm run mutants [-- --only H5]`: takes out what keeps a hazard off, one guard after the other, and runs the test that is
 * said to notice, in a copy of the tree. Prints killed or survived; exits 1 when a guard can go unnoticed.
 */
import { parseArgs } from 'node:util'
import { hazards } from './hazards.ts'
import type { Guard, NamedTest } from './hazards/hazard.ts'
import { createWorkshop } from './hazards/workshop.ts'
import type { Verdict, Workshop } from './hazards/workshop.ts'
import { keepResult } from './report/results.ts'

const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean', default: true } }, allowNegative: true })
const chosen = hazards.filter(({ id }) => values.only === undefined || values.only.split(',').includes(id))
if (chosen.length === 0) throw new Error(`There is no hazard ${values.only}; they are H1 to H${hazards.length}`)

interface Row {
  readonly hazard: string
  readonly guard: string
  readonly verdict: Verdict
  readonly test: string
}

const WORKERS = 2
const titleOf = ({ file, name }: NamedTest): string => `${file.replace(/^test\//, '')}: ${name}`
const begin = performance.now()
const workshops = Array.from({ length: WORKERS }, createWorkshop)
let failures = 0
try {
  const guards = chosen.flatMap(({ id, guards }) => guards.map((guard) => ({ id, guard })))
  const watchers = chosen.flatMap(({ id, nothingToTakeOut }) => (nothingToTakeOut ? [{ id, ...nothingToTakeOut }] : []))
  const broken = await failing([...guards.map(({ guard }) => guard.test), ...watchers.map(({ watchedBy }) => watchedBy)])
  for (const test of broken) console.log(`As it is, this test does not pass: ${titleOf(test)}`)

  const rows = await inTurn(guards, async ({ id, guard }, workshop): Promise<Row> => {
    const verdict = broken.includes(guard.test) ? 'invalid' : await workshop.without(guard)
    print(id, verdict, guard)
    return { hazard: id, guard: guard.what, verdict, test: titleOf(guard.test) }
  })
  for (const { id, because, watchedBy } of watchers) {
    console.log(`${id.padEnd(4)} nothing to take out: ${because}; watched by "${titleOf(watchedBy)}"`)
  }
  const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length
  const seconds = Math.round((performance.now() - begin) / 1_000)
  console.log(
    `${chosen.length} hazards, ${rows.length} guards taken out: ${count('killed')} killed, ${count('survived')} survived, ` +
      `${count('invalid')} invalid, ${seconds} s`,
  )
  failures = broken.length + rows.length - count('killed')
  if (values.write && values.only === undefined) keepResult('mutants', { rows, seconds, watched: watchers.map(toRow) })
} finally {
  for (const workshop of workshops) workshop.close()
}
process.exitCode = failures > 0 ? 1 : 0

function toRow({ id, because, watchedBy }: { readonly id: string; readonly because: string; readonly watchedBy: NamedTest }) {
  return { hazard: id, because, test: titleOf(watchedBy) }
}

/** Which of these tests do not pass as things are. Two of one file are run together. */
async function failing(tests: readonly NamedTest[]): Promise<readonly NamedTest[]> {
  const files = [...new Set(tests.map(({ file }) => file))]
  const results = await inTurn(files, (file, workshop) => workshop.failing(tests.filter((test) => test.file === file)))
  return results.flat()
}

/** Each workshop takes the next piece of work when it is done with one. */
async function inTurn<Work, Result>(
  all: readonly Work[],
  perform: (work: Work, workshop: Workshop) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const left = [...all.entries()]
  await Promise.all(
    workshops.map(async (workshop) => {
      for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await perform(next[1], workshop)
    }),
  )
  return results
}

function print(id: string, verdict: Verdict, { what, test }: Guard): void {
  const by = verdict === 'killed' ? ` by "${titleOf(test)}"` : ` "${titleOf(test)}"`
  console.log(`${id.padEnd(4)} ${verdict.padEnd(8)} ${what}:${by}`)
}

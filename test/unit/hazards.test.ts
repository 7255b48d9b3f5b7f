import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hazards } from '../faults/hazards.ts'
import type { NamedTest } from '../faults/hazards/hazard.ts'

const text = (file: string): string => readFileSync(file, 'utf8')
const tests = (): readonly NamedTest[] =>
  hazards.flatMap(({ guards, nothingToTakeOut }) => [
    ...guards.map(({ test }) => test),
    ...(nothingToTakeOut ? [nothingToTakeOut.watchedBy] : []),
  ])

test('each of the 33 hazards has a guard to take out, or says why there is none', () => {
  expect(hazards.map(({ id }) => id)).toEqual(Array.from({ length: 33 }, (_, at) => `H${at + 1}`))
  for (const { id, guards, nothingToTakeOut } of hazards) expect(guards.length > 0 || nothingToTakeOut !== undefined, id).toBe(true)
})

test.each(hazards.flatMap(({ id, guards }) => guards.map(({ what, edits }) => [id, what, edits] as const)))(
  '%s: "%s" is where it is said to be, once',
  (_id, _what, edits) => {
    for (const { file, find, replace } of edits) {
      expect(text(file).split(find).length - 1, `occurrences in ${file} of: ${find}`).toBe(1)
      expect(replace).not.toBe(find)
    }
  },
)

test('each test that is named exists', () => {
  expect(tests().filter(({ file, name }) => !text(file).includes(name))).toEqual([])
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultsDocument } from './report/document.ts'
import { readResults } from './report/results.ts'

const kept = readResults()

test('docs/faults.md is what the results of the runs give (else: npm run faults:report)', () => {
  expect(readFileSync('docs/faults.md', 'utf8')).toBe(faultsDocument(kept))
})

test('the page says where a run has left nothing, and which cells were not well', () => {
  const nothing = faultsDocument(readResults(new URL('nowhere/', import.meta.url)))
  expect(nothing).toContain('No result is kept')
  expect(nothing).not.toContain('✓')
  const broken = {
    cells: 1,
    runs: 6,
    failed: 2,
    seeds: [1],
    sdks: ['chat'],
    seconds: 1,
    byCell: { 'rst/idle': { runs: 6, failed: 2 } },
    cannotOccur: 0,
    failures: [],
  }
  expect(faultsDocument({ ...kept, level1: broken })).toContain('✗ 2/6')
})

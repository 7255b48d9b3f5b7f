import { afterAll, beforeAll, expect, test } from 'vitest'
import { matrix } from './matrix.ts'
import type { Fault, Moment } from './matrix.ts'
import type { Sdk } from './level1/tab.ts'
import { openStage } from './level1/stage.ts'
import type { Stage } from './level1/stage.ts'

/** A sample of the matrix, which `npm run faults -- --level 1` plays whole. */
const sample: readonly (readonly [fault: Fault, moment: Moment])[] = [
  ['rst', 'send-before-reply'],
  ['fin', 'replay'],
  ['half-open-both', 'send-before-commit'],
  ['connect', 'upgrade'],
  ['close', 'idle'],
  ['init', 'init-sent'],
  ['request', 'send-before-write'],
  ['duplicates', 'subscribe'],
  ['events-before-reply', 'send-before-reply'],
  ['sleep', 'idle'],
  ['tab-kill', 'send-before-commit'],
  ['second-tab', 'history-page'],
  ['storage', 'send-before-write'],
  ['bfcache', 'typing-or-read'],
  ['rst', 'shutdown'],
]
const sdks: readonly Sdk[] = ['chat', 'conversations']

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  expect(await stage.close()).toEqual([])
})

test('the matrix has a cell for each fault at each moment, and a reason for each that cannot occur', () => {
  expect(matrix).toHaveLength(24 * 16)
  expect(new Set(matrix.map(({ fault, moment }) => `${fault}/${moment}`)).size).toBe(24 * 16)
  for (const { level, cannotOccur } of matrix) expect(level !== undefined || cannotOccur.length > 20).toBe(true)
})

test.concurrent.each(sample.flatMap(([fault, moment]) => sdks.map((sdk) => ({ fault, moment, sdk }))))(
  '$fault at $moment: nothing is lost, nothing doubled, and the history equals that of the service ($sdk)',
  { timeout: 90_000 },
  async ({ fault, moment, sdk }) => {
    const { complaints } = await stage.play({ fault, moment, sdk, seed: 1 })
    expect(complaints).toEqual([])
  },
)

import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { begin, carryOn } from './level0/campaign.ts'
import { hire } from './level0/crew.ts'
import type { Crew } from './level0/crew.ts'
import { isGood, judge } from './level0/judge.ts'
import type { Evidence, Shown, Verdict } from './level0/judge.ts'
import type { Plant } from './level0/simulation.ts'

test(
  '2,000 schedules of faults lose no Message, show none twice, and leave the log as the service has it',
  { timeout: 180_000 },
  async () => {
    const campaign = begin(Date.now() % 1_000_000)
    await carryOn(campaign, { schedules: 2_000, threads: availableParallelism() })
    const { failures, tallies } = campaign
    const played = failures.map(({ seed, path, error }) => `${error}\nnpm run faults -- --level 0 --seed ${seed} --path ${path}`)
    expect(played).toEqual([])
    for (const { schedules, typed, kills, troubled } of Object.values(tallies)) {
      expect(schedules).toBeGreaterThan(500)
      expect(Math.min(typed, kills, troubled)).toBeGreaterThan(100)
    }
    // Else nobody has shown that a copy is not seen.
    expect([tallies.honours.copies, tallies.ignores.copies > 0]).toEqual([0, true])
  },
)

let crew: Crew
beforeAll(async () => {
  crew = await hire(1)
})
afterAll(() => crew.end())

test.for<[Plant, keyof Verdict]>([
  ['forgetful disk', 'lost'],
  ['disk of the last first', 'reordered'],
  ['service of copies', 'storedTwice'],
  ['ids that get lost', 'shownTwice'],
  ['tab that stays', 'leaks'],
  ['rejection', 'errors'],
])('with a %s the judge finds something %s', async ([plant, promise]) => {
  const found = new Set<string>()
  for (let seed = 1; seed <= 40 && !found.has(promise); seed += 1) {
    const { failure } = await crew.play({ seed, schedules: 100, plant })
    for (const [broken, lines] of Object.entries(failure?.verdict ?? {})) if (lines.length > 0) found.add(broken)
  }
  expect([...found]).toContain(promise)
})

test('a schedule lives the same life each time', async () => {
  const chunk = { seed: 7, schedules: 50 }
  expect(await crew.play(chunk)).toEqual(await crew.play(chunk))
})

test('what a chunk found is found again by its path alone', async () => {
  const plant = 'service of copies'
  const { failure } = await crew.play({ seed: 1, schedules: 400, plant })
  const { failure: again } = await crew.play({ seed: 1, schedules: 1, path: failure!.path, plant })
  expect(again).toEqual(failure)
})

/** A Message of the visitor and one of the agent, stored and shown, and what is said otherwise. */
function evidence(changes: Partial<Evidence> = {}): Evidence {
  const of = (index: number, author: string, body: string, attributes: string) => ({
    sid: `IM${index}`,
    index,
    author,
    body,
    attributes,
    createdAt: 0,
    editedAt: null,
    deleted: false,
    eventId: index,
  })
  return {
    typed: ['0 hello', '0 there'],
    kept: [
      { id: 'a', body: '0 hello' },
      { id: 'b', body: '0 there' },
    ],
    failed: new Set(),
    groundless: [],
    house: {
      honours: true,
      messages: [
        of(0, 'visitor', '0 hello', '{"parlourId":"a"}'),
        of(1, 'agent', 'hi', '{}'),
        of(2, 'visitor', '0 there', '{"parlourId":"b"}'),
      ],
    },
    logs: [[shown(0, '0 hello'), shown(1, 'hi'), shown(2, '0 there')]],
    left: 0,
    errors: [],
    leaks: [],
    ...changes,
  }
}

const shown = (index: number, body: string, changes: Partial<Shown> = {}): Shown => ({
  key: `k${index}`,
  sid: `IM${index}`,
  index,
  body,
  editedAt: null,
  deleted: false,
  delivery: 'sent',
  ...changes,
})

const brokenIn = (changes: Partial<Evidence>): string[] =>
  Object.entries(judge(evidence(changes))).flatMap(([promise, lines]: [string, readonly string[]]) => (lines.length > 0 ? [promise] : []))

test('the judge finds nothing where nothing is wrong', () => {
  expect(isGood(judge(evidence()))).toBe(true)
})

test('the judge misses a Message that was let go of and is not stored', () => {
  const { house } = evidence()
  const messages = house.messages.slice(0, 2)
  expect(brokenIn({ house: { ...house, messages }, logs: [[shown(0, '0 hello'), shown(1, 'hi')]] })).toEqual(['lost'])
})

test('the judge sees a copy in the service, one that honours the id, and in the log', () => {
  const { house, logs } = evidence()
  const messages = [...house.messages, { ...house.messages[2]!, sid: 'IM3', index: 3 }]
  expect(brokenIn({ house: { ...house, messages } })).toEqual(['storedTwice'])
  expect(brokenIn({ house: { honours: false, messages } })).toEqual([])
  expect(brokenIn({ house: { honours: false, messages }, logs: [[...logs[0]!, shown(3, '0 there')]] })).toEqual(['shownTwice', 'differs'])
})

test('the judge sees another order than that of typing, unless the visitor sent one again', () => {
  const { kept } = evidence()
  const reversed = kept.toReversed()
  expect(brokenIn({ kept: reversed, typed: ['0 there', '0 hello'] })).toEqual(['reordered'])
  expect(brokenIn({ kept: reversed })).toEqual(['reordered'])
  expect(brokenIn({ kept: reversed, typed: ['0 there', '0 hello'], failed: new Set(['b']) })).toEqual([])
})

test('the judge sees a log that misses, keeps or holds something else than the service', () => {
  const { house } = evidence()
  const [first, second, third] = evidence().logs[0]!
  expect(brokenIn({ logs: [[first!, third!]] })).toEqual(['differs'])
  expect(brokenIn({ logs: [[first!, shown(1, 'changed'), third!]] })).toEqual(['differs'])
  expect(brokenIn({ logs: [[first!, shown(1, '', { deleted: true }), third!]] })).toEqual(['differs'])
  expect(brokenIn({ logs: [[first!, second!, shown(2, '0 there', { delivery: 'unknown' })]] })).toEqual(['differs'])
  expect(brokenIn({ logs: [[first!, second!, shown(2, '0 there', { sid: null })]] })).toEqual(['differs'])
  const messages = house.messages.map((message) => (message.index === 1 ? { ...message, deleted: true } : message))
  expect(brokenIn({ house: { ...house, messages } })).toEqual(['differs'])
})

test('the judge passes on what was given up without a reason, left over, thrown or leaked', () => {
  expect(brokenIn({ groundless: ['why?'] })).toEqual(['refused'])
  expect(brokenIn({ left: 1 })).toEqual(['left'])
  expect(brokenIn({ errors: ['thrown'] })).toEqual(['errors'])
  expect(brokenIn({ leaks: ['a timer'] })).toEqual(['leaks'])
})

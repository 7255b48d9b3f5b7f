import * as fc from 'fast-check'
import type { EndpointTrouble } from './endpoint.ts'
import type { Asked, Trouble } from './faults.ts'
import type { Reach } from './network.ts'

/** Each is done `after` ms of virtual time after the one before. `tab`: 0 or 1, the other one where it is not open. */
export type Step = { readonly after: number } & Deed

export type Deed =
  | { readonly deed: 'send' | 'retry' | 'reconnect' | 'older' | 'open'; readonly tab: number }
  | { readonly deed: 'edit' | 'remove'; readonly tab: number }
  | { readonly deed: 'agent'; readonly what: 'says' | 'edits' | 'deletes' }
  | { readonly deed: 'cut'; readonly how: 'rst' | 'fin' | 'in' | 'out' | 'both' }
  | { readonly deed: 'stall'; readonly way: 'in' | 'out'; readonly ms: number }
  | { readonly deed: 'latency'; readonly in: number; readonly out: number }
  /** `told`: the browser says so, by `navigator.onLine` and an event. */
  | { readonly deed: 'reach'; readonly reach: Reach; readonly told: boolean }
  | { readonly deed: 'says'; readonly onLine: boolean }
  | { readonly deed: 'trouble'; readonly asked: Asked; readonly trouble: Trouble; readonly times: number }
  | { readonly deed: 'endpoint'; readonly trouble: EndpointTrouble; readonly times: number }
  | { readonly deed: 'close'; readonly code: number }
  | { readonly deed: 'events'; readonly missing: number; readonly doubled: number }
  | { readonly deed: 'garbage'; readonly text: string }
  /** What became of the sockets meanwhile. */
  | { readonly deed: 'sleep'; readonly ms: number; readonly sockets: 'alive' | 'rst' | 'both' }
  | { readonly deed: 'wake'; readonly event: string }
  | { readonly deed: 'hide'; readonly tab: number; readonly hidden: boolean }
  | { readonly deed: 'clock'; readonly skewMs: number }
  /** After so many moments of its life: between two of them it awaits something. */
  | { readonly deed: 'kill'; readonly tab: number; readonly moments: number }

/** One simulated life: plain data, so that it can be printed, shrunk and played again. */
export interface Schedule {
  readonly seed: number
  /** Whether the service knows a mutation again by its id. */
  readonly honours: boolean
  readonly ttlMs: number
  readonly expiry: 'close' | 'drop'
  /** How far the device's clock is ahead. */
  readonly skewMs: number
  /** ms that the first tab has before the first step. */
  readonly beginMs: number
  readonly steps: readonly Step[]
}

const DAY_MS = 86_400_000
const tab = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) })
const ms = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most })
const times = fc.integer({ min: 1, max: 3 })

const refusals: Readonly<Record<Asked, readonly number[]>> = {
  init: [401, 403, 429, 500, 503],
  update: [401, 403, 429, 500],
  config: [429, 500, 503],
  // 404: the subscription has failed for good.
  subscribe: [404, 429, 500],
  read: [404, 429, 500, 503],
  send: [400, 404, 409, 429, 500, 502],
  change: [404, 429, 500],
  other: [500],
}
const rarely: readonly Asked[] = ['config', 'subscribe', 'update', 'change', 'other']

const trouble = (asked: Asked): fc.Arbitrary<Trouble> =>
  fc.oneof(
    fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(...refusals[asked]) }),
    fc.record({
      kind: fc.constantFrom('lost' as const, 'done-lost' as const, 'silent' as const, 'done-silent' as const, 'done-deaf' as const),
    }),
    fc.record({ kind: fc.constantFrom('late' as const, 'held' as const), ms: ms(40_000) }),
  )
const troubled = (asked: Asked): fc.Arbitrary<Deed> =>
  fc.record({ deed: fc.constant('trouble' as const), asked: fc.constant(asked), trouble: trouble(asked), times })

const deeds: readonly fc.WeightedArbitrary<Deed>[] = [
  { weight: 20, arbitrary: fc.record({ deed: fc.constant('send' as const), tab }) },
  {
    weight: 1,
    arbitrary: fc.record({
      deed: fc.constantFrom('retry' as const, 'reconnect' as const, 'older' as const, 'edit' as const, 'remove' as const),
      tab,
    }),
  },
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('open' as const), tab: fc.constantFrom(0, 1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      deed: fc.constant('agent' as const),
      what: fc.constantFrom('says' as const, 'says' as const, 'edits' as const, 'deletes' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      deed: fc.constant('cut' as const),
      how: fc.constantFrom('rst' as const, 'fin' as const, 'in' as const, 'out' as const, 'both' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ deed: fc.constant('stall' as const), way: fc.constantFrom('in' as const, 'out' as const), ms: ms(30_000) }),
  },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('latency' as const), in: ms(4_000), out: ms(4_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      deed: fc.constant('reach' as const),
      reach: fc.constantFrom('up' as const, 'refuse' as const, 'hang' as const),
      told: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('says' as const), onLine: fc.boolean() }) },
  { weight: 5, arbitrary: troubled('send') },
  { weight: 2, arbitrary: troubled('read') },
  { weight: 2, arbitrary: troubled('init') },
  ...rarely.map((asked) => ({ weight: 0.4, arbitrary: troubled(asked) })).map(({ arbitrary }) => ({ weight: 1, arbitrary })),
  {
    weight: 1,
    arbitrary: fc.record({
      deed: fc.constant('endpoint' as const),
      trouble: fc.constantFrom<EndpointTrouble[]>('down', 'error', 'busy', 'denied', 'hang', 'same', 'html'),
      times: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('close' as const), code: fc.constantFrom(308, 401, 406, 410, 417, 429, 503) }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('events' as const), missing: ms(3), doubled: ms(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      deed: fc.constant('garbage' as const),
      text: fc.constantFrom('', 'GET / HTTP/1.1\r\n', 'TWILSOCK V3.0 9\r\n{"id":1}x\r\n', 'TWILSOCK V3.0 2\r\n{}\r\n'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      deed: fc.constant('sleep' as const),
      ms: fc.oneof(fc.integer({ min: 60_000, max: 3_600_000 }), fc.integer({ min: 3_600_000, max: 3 * DAY_MS })),
      sockets: fc.constantFrom('alive' as const, 'rst' as const, 'both' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ deed: fc.constant('wake' as const), event: fc.constantFrom('focus', 'pageshow', 'visibilitychange') }),
  },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('hide' as const), tab, hidden: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('clock' as const), skewMs: fc.constantFrom(-DAY_MS, 0, DAY_MS) }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('kill' as const), tab, moments: ms(40) }) },
]

const after = fc.oneof(
  { weight: 4, arbitrary: ms(30) },
  { weight: 3, arbitrary: ms(1_000) },
  { weight: 2, arbitrary: ms(10_000) },
  { weight: 1, arbitrary: ms(90_000) },
)
const step: fc.Arbitrary<Step> = fc.tuple(after, fc.oneof(...deeds)).map(([wait, deed]) => ({ after: wait, ...deed }))

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  honours: fc.boolean(),
  ttlMs: fc.constantFrom(180_000, 600_000, 3_600_000, DAY_MS),
  expiry: fc.constantFrom('close' as const, 'drop' as const),
  skewMs: fc.constantFrom(0, 0, -DAY_MS, DAY_MS),
  beginMs: fc.constantFrom(0, 100, 2_000, 2_000, 2_000),
  steps: fc.array(step, { minLength: 1, maxLength: 24, size: 'max', depthIdentifier: 'steps' }),
})

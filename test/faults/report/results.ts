import { readFileSync } from 'node:fs'

/** What the runs have left in `results/`, as far as the report needs it. */
export interface Results {
  readonly level0: { readonly release: Campaign | null; readonly last: Campaign | null }
  readonly level1: {
    readonly cells: number
    readonly runs: number
    readonly failed: number
    readonly seeds: readonly number[]
    readonly sdks: readonly string[]
    readonly seconds: number
    readonly byCell: Readonly<Record<string, { readonly runs: number; readonly failed: number }>>
  }
  readonly level2: {
    readonly browser: string
    readonly scenarios: number
    readonly runs: number
    readonly failed: number
    readonly seconds: number
    readonly outcomes: readonly { readonly name: string; readonly sdk: string; readonly complaints: readonly string[] }[]
  }
  readonly 'tab-kills': {
    readonly seed: number
    readonly kills: number
    readonly delivered: number
    readonly lost: number
    readonly storedTwice: number
    readonly shownTwice: number
    readonly outOfOrder: number
    readonly notLetGo: number
    readonly events: number
    readonly reopenedToStored: { readonly p50: number; readonly p95: number }
    readonly seconds: number
  }
  readonly tabs: {
    readonly seed: number
    readonly socketsAtFirst: number
    readonly woken: { readonly wakes: number; readonly tokenRequests: number; readonly sockets: number }
    readonly killed: Readonly<Record<string, unknown>> & {
      readonly kills: number
      readonly lost: number
      readonly storedTwice: number
      readonly toldTwice: number
      readonly takeoverMs: Spread
    }
  }
  readonly 'token-clock': {
    readonly seeds: number
    readonly firstSeed: number
    readonly days: number
    readonly seconds: number
    readonly lapses: number
    readonly rows: readonly {
      readonly trouble: string
      readonly ttl: string
      readonly skew: string
      readonly sessions: number
      readonly lapses: number
      readonly renewals: number
      readonly ofIdeal: number
      readonly failedRequests: number
      readonly outages: number
    }[]
  }
  readonly recovery: {
    readonly trials: number
    readonly capMs: number
    readonly rows: readonly {
      readonly sdk: string
      readonly scenario: string
      readonly who: string
      readonly trials: number
      readonly p50: number | null
      readonly p95: number | null
      readonly most: number | null
      readonly bounds: readonly { readonly share: number; readonly ms: number }[]
    }[]
  }
  readonly mutants: {
    readonly rows: readonly { readonly hazard: string; readonly guard: string; readonly verdict: string; readonly test: string }[]
    readonly watched: readonly { readonly hazard: string; readonly because: string; readonly test: string }[]
  }
}

interface Spread {
  readonly median: number
  readonly p95: number
  readonly max: number
}

export interface Campaign {
  readonly seed: number
  readonly schedules: number
  readonly seconds: number
  readonly tallies: Readonly<
    Record<
      string,
      { readonly schedules: number; readonly typed: number; readonly kills: number; readonly dials: number; readonly copies: number }
    >
  >
  readonly failures: readonly unknown[]
}

/** null: that run has left nothing. */
export type Kept = { readonly [Name in keyof Results]: Results[Name] | null }

const names: readonly (keyof Results)[] = ['level0', 'level1', 'level2', 'tab-kills', 'tabs', 'token-clock', 'recovery', 'mutants']

export const readResults = (folder: URL): Kept =>
  Object.fromEntries(names.map((name) => [name, read(new URL(`${name}.json`, folder))])) as Kept

function read(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

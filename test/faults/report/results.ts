import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { KillsReport } from '../crowd.ts'
import type { Campaign } from '../level0/campaign.ts'
import type { KillReport } from '../level2/kills.ts'
import type { Outcome } from '../level2/scenario.ts'
import type { Row } from '../token/run.ts'

/** What the runs leave in `results/`. */
export interface Results {
  readonly level0: { readonly release: Campaign | null; readonly last: Campaign | null }
  readonly level1: {
    readonly cells: number
    readonly cannotOccur: number
    readonly runs: number
    readonly failed: number
    readonly seeds: readonly number[]
    readonly sdks: readonly string[]
    readonly seconds: number
    readonly byCell: Readonly<Record<string, { readonly runs: number; readonly failed: number }>>
    readonly failures: readonly {
      readonly cell: string
      readonly sdk: string
      readonly seed: number
      readonly complaints: readonly string[]
    }[]
  }
  readonly level2: {
    readonly browser: string
    readonly scenarios: number
    readonly runs: number
    readonly failed: number
    readonly seconds: number
    readonly outcomes: readonly Outcome[]
  }
  readonly 'tab-kills': KillReport & { readonly seed: number; readonly lanes: number }
  readonly tabs: {
    readonly seed: number
    readonly socketsAtFirst: number
    readonly woken: { readonly wakes: number; readonly tokenRequests: number; readonly sockets: number }
    readonly killed: KillsReport
  }
  readonly 'token-clock': {
    readonly seeds: number
    readonly firstSeed: number
    readonly days: number
    readonly seconds: number
    readonly lapses: number
    readonly rows: readonly Row[]
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
    readonly seconds: number
    readonly watched: readonly { readonly hazard: string; readonly because: string; readonly test: string }[]
  }
}

/** null: that run has left nothing. */
export type Kept = { readonly [Name in keyof Results]: Results[Name] | null }

const names: readonly (keyof Results)[] = ['level0', 'level1', 'level2', 'tab-kills', 'tabs', 'token-clock', 'recovery', 'mutants']

/** Where the commands keep them. */
const RESULTS = new URL('../results/', import.meta.url)

export const readResults = (folder = RESULTS): Kept => Object.fromEntries(names.map((name) => [name, read(name, folder)])) as Kept

export const keptResult = <Name extends keyof Results>(name: Name): Results[Name] | null => read(name, RESULTS) as Results[Name] | null

export function keepResult<Name extends keyof Results>(name: Name, value: Results[Name]): void {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(new URL(`${name}.json`, RESULTS), `${JSON.stringify(value, null, 1)}\n`)
}

function read(name: keyof Results, folder: URL): unknown {
  try {
    return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  } catch {
    return null
  }
}

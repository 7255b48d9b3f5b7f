import type { Browser } from 'playwright-core'
import type { Guest, GuestOptions } from './guest.ts'
import type { House } from './house.ts'
import type { judge } from './judgement.ts'

/** What a scenario has to play with. */
export interface Scene {
  readonly house: House
  readonly browser: Browser
  /** A visitor with a browser context of its own; closed when the scenario is over. */
  invite(options?: GuestOptions): Promise<Guest>
  /** A visitor who is in a conversation. */
  talking(options?: GuestOptions): Promise<Guest>
  /** Whatever is not well is what the scenario fails with. */
  judge: (...given: Parameters<typeof judge>) => Promise<void>
  /** Something is not as it must be. */
  complain(complaint: string): void
  /** A figure for the report. */
  note(name: string, value: number | string | boolean): void
}

export interface Scenario {
  /** A sentence about behaviour. */
  readonly name: string
  /** In a house of its own: it strikes everybody. */
  readonly alone?: boolean
  /** In a browser of its own that hides and freezes pages as people's do. One visitor at most. */
  readonly plain?: boolean
  /** Default: both SDKs. */
  readonly sdks?: readonly House['sdk'][]
  play(scene: Scene): Promise<void>
}

/** One run of one scenario. */
export interface Outcome {
  readonly name: string
  readonly sdk: House['sdk']
  readonly ms: number
  /** Empty when all is well. */
  readonly complaints: readonly string[]
  readonly notes: Readonly<Record<string, number | string | boolean>>
}

import type { Browser } from './browser.ts'
import type { Moment } from '../matrix.ts'
import type { House } from './house.ts'
import type { Passing } from './packets.ts'
import type { Sdk, Tab } from './tab.ts'
import type { TokenEndpoint } from './token-endpoint.ts'

/** What a fault and a moment have to play with. */
export interface Scene {
  readonly sdk: Sdk
  readonly seed: number
  readonly moment: Moment
  readonly random: () => number
  readonly house: House
  readonly browser: Browser
  readonly endpoint: TokenEndpoint
  readonly identity: string
  readonly channelSid: string
  /** The tab of now; those before have died or were left. */
  tab: Tab
  /** All that are open, in the order of opening. */
  readonly tabs: Tab[]
  /** Opens one more, or one anew. It begins at once. */
  openTab(): Promise<Tab>
  /** The visitor writes, in a tab whose session is open; resolves once the composer lets go. */
  write(tab: Tab, body: string): Promise<void>
  /** The visitor sends a file. */
  attach(tab: Tab): void
  /** The other side writes, edits and deletes. */
  meddle(): Promise<void>
  /** Those of a kind, by turns over the seeds and the moments. */
  turn<Each>(each: readonly Each[]): Each
  /** Something is not as it must be. */
  complain(complaint: string): void
}

/** A fault that is to strike once. */
export interface Stroke {
  /**
   * Now. `passing` is what made the moment, null when nothing does. Answers with what goes on instead of its bytes, null =
   * nothing.
   */
  strike(passing: Passing | null): Uint8Array | null
  /** Of all that passes from then on until `end`; the same answer. */
  meanwhile?(passing: Passing): Uint8Array | null
  /** ms from `strike` until `end`. */
  readonly lastsMs: number
  end?(): Promise<void> | void
  /** No timer of the page runs meanwhile, so that the visitor cannot write either. */
  readonly asleep?: boolean
}

/** Which part of a moment: the fault has the last word on what becomes of what passes. */
export type MakeStroke = (scene: Scene, at: StrokePlace) => Stroke

export interface StrokePlace {
  /** The service has got what passes, and nothing comes of it. */
  readonly lostInService: boolean
  /** Before the first connection of the page. */
  readonly isStart: boolean
}

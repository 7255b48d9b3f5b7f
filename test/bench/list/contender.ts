/** A log in a page, as the bench sees it: ours, a floor or a peer. */
export interface Contender {
  /** Makes and draws whatever is there before a conversation with `count` Messages is opened. */
  prepare(count: number): void | Promise<void>
  /** Opens it. */
  draw(): void
  /** What scrolls; null: it is not there yet. */
  box(): HTMLElement | null
  /** Where one writes. */
  field(): HTMLElement | null
  /** The element that the last Message is in; null: it is not there yet. */
  newest(): Element | null
  /** As a Message does that comes in. */
  receive?(number: number): void
  /** A page of `count` older ones comes in. */
  prepend?(count: number): void
  /** Which Messages are elements now, in the order of the log. */
  numbers?(): readonly number[]
  /** Whether the element at a point of the log belongs to a Message. */
  isRow?(element: Element): boolean
}

/** What the page can be asked, by `globalThis.bench`. Times in ms. */
export interface Bench {
  /** From drawing to the newest Message painted and in view. */
  open(count: number): Promise<number>
  nodes(): number
  /** Frames from now on. `closely`: and what is blank in them, which takes its time. */
  watch(closely?: boolean): void
  watched(): Watched
  /** From a key to what it paints, for each key since `watch`. */
  keys(): readonly number[]
  /** The largest px by which the reading line moves while `pages` pages come in above, from here and there in the log. */
  prepend(pages: number): Promise<number>
  /** `perSecond` Messages a second for `seconds`, each in a task of its own. Answers with the ms until the last is shown after the sender stopped. */
  burst(perSecond: number, seconds: number): Promise<number>
  /** Messages that stand in the log, from its start to its end: how many, and whether in order and without a gap. */
  read(): Promise<{ readonly count: number; readonly first: number; readonly inOrder: boolean }>
}

export interface Watched {
  /** Ms from each frame to the next. */
  readonly frames: readonly number[]
  /** Frames that came later than one and a half times the usual. */
  readonly dropped: number
  /** Points of the log at which no Message was, in all frames. */
  readonly blanks: number
  readonly longestTask: number
  readonly mostNodes: number
}

/** What the host's content of a slot is handed. */
export interface SlotContext {
  /** BCP 47: the language of the widget. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  /** Ends when the content is taken out again. */
  readonly signal: AbortSignal
  open(): void
  close(): void
  /** Into the conversation, as from the composer. True once it is kept, and will be sent. */
  send(text: string): Promise<boolean>
}

export interface MessageSlotContext extends SlotContext {
  readonly message: {
    /** null until it is stored. */
    readonly sid: string | null
    /** The author's Identity, and the name that the visitor reads. */
    readonly author: string
    readonly authorName: string
    /** By this visitor. */
    readonly own: boolean
    /** Written by somebody: show it as text. */
    readonly body: string
    /** ms since the epoch */
    readonly createdAt: number
    readonly edited: boolean
  }
}

/** Makes the content; null leaves ours. It stands in the page, beside the widget's element: the page's styles reach it. */
export type Slot<Context = SlotContext> = (context: Context) => Node | null

/** What a host can draw in place of ours. */
export interface Slots {
  /** Title and names; the buttons beside them stay. */
  readonly header?: Slot
  /** What is in the bubble of a Message, drawn anew when that is edited. Not asked for deleted ones. */
  readonly message?: Slot<MessageSlotContext>
  /** The whole composer. */
  readonly composer?: Slot
  /** A conversation without a Message. */
  readonly empty?: Slot
  /** What is in the round button. */
  readonly launcher?: Slot
}

export const slotNames = ['header', 'message', 'composer', 'empty', 'launcher'] as const satisfies readonly (keyof Slots)[]

import type { ReadonlySignal, Signal } from '@preact/signals-core'
import type { ParlourOptions } from '../options.ts'
import type { Chat } from '../store/chat.ts'
import type { Dates } from './dates.ts'
import type { Notice } from './extras/notice.ts'
import type { Page } from './page.ts'
import type { Words } from './words.ts'

/** The options that may change while the chat is on the page. */
export type UiOptions = Pick<ParlourOptions, 'theme' | 'position' | 'title' | 'locale'>

/** The Message that is being edited in the composer; the draft waits meanwhile. */
export interface Editing {
  readonly key: string
  readonly text: string
}

export type Extras = typeof import('./extras/index.ts')

/** What every component is handed, as Preact's context. */
export interface Ui {
  readonly chat: Chat
  readonly page: Page
  readonly options: ReadonlySignal<UiOptions>
  readonly words: ReadonlySignal<Words>
  readonly dates: ReadonlySignal<Dates>
  readonly notice: Signal<Notice | null>
  /** null until it is loaded. */
  readonly extras: ReadonlySignal<Extras | null>
  /** What the live region says. */
  readonly spoken: Signal<string>
  readonly editing: Signal<Editing | null>
}

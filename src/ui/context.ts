import type { ReadonlySignal, Signal } from '@preact/signals-core'
import type { ParlourOptions } from '../options.ts'
import type { Chat } from '../store/chat.ts'
import type { Notice } from './extras/notice.ts'
import type { Page } from './page.ts'
import type { Strings } from './strings.ts'
import type { Words } from './words.ts'

/** The options that may change while the chat is on the page. */
export type UiOptions = Pick<ParlourOptions, 'theme' | 'position' | 'title' | 'locale' | 'strings'>

/** The Message that is being edited in the composer; the draft waits meanwhile. */
export interface Editing {
  readonly key: string
  readonly text: string
}

export type Extras = typeof import('./extras/index.ts')

/** What a file that is loaded later brings beside its parts. */
export interface Chapter {
  readonly english?: Strings
  /** CSS */
  readonly styles?: string
}

/** What every component is handed, as Preact's context. */
export interface Ui {
  readonly chat: Chat
  readonly page: Page
  readonly options: ReadonlySignal<UiOptions>
  readonly words: ReadonlySignal<Words>
  readonly notice: Signal<Notice | null>
  /** null until it is loaded. */
  readonly extras: ReadonlySignal<Extras | null>
  /** Makes its texts and styles known; once, however often it is called. */
  learn(chapter: Chapter): void
  /** What the live region says. */
  readonly spoken: Signal<string>
  readonly editing: Signal<Editing | null>
}

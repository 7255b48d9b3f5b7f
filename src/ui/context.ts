import type { ReadonlySignal, Signal } from '@preact/signals-core'
import type { ChatError } from '../chat/errors.ts'
import type { Attributes } from '../chat/types.ts'
import type { ParlourEvents } from '../events.ts'
import type { ResolvedOptions } from '../options.ts'
import type { Chat } from '../store/chat.ts'
import type { Attachments } from './attach/attachments.ts'
import type { Notice } from './extras/notice.ts'
import type { Page } from './page.ts'
import type { Strings } from './strings.ts'
import type { Words } from './words.ts'

/** The options that may change while the chat is on the page. */
export type UiOptions = Partial<
  Pick<
    ResolvedOptions,
    | 'theme'
    | 'accent'
    | 'position'
    | 'offset'
    | 'slots'
    | 'title'
    | 'locale'
    | 'strings'
    | 'preChat'
    | 'rateUrl'
    | 'rating'
    | 'hours'
    | 'away'
    | 'leaveUrl'
    | 'sound'
    | 'titleNotice'
    | 'notifications'
    | 'greeting'
    | 'sendKey'
    | 'maxLength'
    | 'replies'
    | 'reactions'
    | 'deleted'
    | 'mediaHosts'
    | 'attachments'
    | 'voice'
    | 'hooks'
  >
>

/** The Message that is being edited in the composer; the draft waits meanwhile. */
export interface Editing {
  readonly key: string
  readonly text: string
}

/** The Message that the next one answers. */
export interface Reply {
  /** Of its author. */
  readonly name: string
  readonly text: string
  /** What goes along with the answer. */
  readonly attributes: Attributes
}

/** A picture of the log, by its Message and its place among the files of that. */
export interface Viewing {
  readonly key: string
  readonly at: number
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
  /** The widget's element on the page. */
  readonly host: HTMLElement
  /** Tells the host of a fault that is its own. */
  report(error: ChatError): void
  /** Tells the host. */
  emit<Name extends keyof ParlourEvents>(name: Name, detail: ParlourEvents[Name]): void
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
  /** The conversations are listed, in place of the one on the screen. */
  readonly listing: Signal<boolean>
  readonly editing: Signal<Editing | null>
  readonly reply: Signal<Reply | null>
  /** What goes with the next Message; null until there is something. */
  readonly attachments: Signal<Attachments | null>
  /** The picture that is looked at. */
  readonly viewing: Signal<Viewing | null>
}

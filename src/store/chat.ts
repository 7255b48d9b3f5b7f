import type { ReadonlySignal } from '@preact/signals-core'
import type { ChatError } from '../chat/errors.ts'
import type { Delivery, Media } from '../chat/types.ts'
import type { SessionState } from './session.ts'

/** One Message as the log shows it. */
export interface TimelineEntry {
  /** Stable from the moment it is typed to long after its echo: our own id, else the sid. */
  readonly key: string
  /** null until the service has stored it. */
  readonly sid: string | null
  readonly index: number | null
  readonly author: string
  /** The author's friendly name; the Identity when there is none. */
  readonly authorName: string
  /** By our own User. */
  readonly own: boolean
  readonly body: string
  readonly media: readonly Media[]
  /** ms since the epoch */
  readonly createdAt: number
  readonly edited: boolean
  /** Was shown and then deleted: stays as a placeholder without its body while the panel lives. */
  readonly deleted: boolean
  readonly delivery: Delivery
  /** Why it failed. */
  readonly error: ChatError | null
}

export interface Timeline {
  /** Ascending. */
  readonly entries: readonly TimelineEntry[]
  readonly hasPrevious: boolean
  readonly loadingPrevious: boolean
}

/** All that the UI sees: signals to read and actions to call. Nothing of it throws. */
export interface Chat {
  readonly session: ReadonlySignal<SessionState>
  readonly timeline: ReadonlySignal<Timeline>
  /** Exact number of others' Messages above our consumption horizon; 0 while the log is visible and read. */
  readonly unread: ReadonlySignal<number>
  /** Names of those who type now, without us. */
  readonly typing: ReadonlySignal<readonly string[]>
  /** Names of the other Members. */
  readonly others: ReadonlySignal<readonly string[]>
  readonly open: ReadonlySignal<boolean>
  /** The text in the composer; survives closing the panel and switching routes. */
  readonly draft: ReadonlySignal<string>
  /** The host has an end endpoint, and there is a conversation to end. */
  readonly canEnd: ReadonlySignal<boolean>

  setOpen(open: boolean): void
  setDraft(text: string): void
  /** Ask the back end for a new Channel. */
  start(): void
  /** Ask the back end to end this one. */
  end(): void
  /** Put `body` in the log and send it. Resolves with true once it is kept, so that the composer can let go of it; whitespace only: false. */
  send(body: string): Promise<boolean>
  /** Send a failed Message again, in its place. */
  retry(key: string): void
  /** Take a failed Message off the log. */
  discard(key: string): void
  edit(key: string, body: string): void
  remove(key: string): void
  loadPrevious(): void
  /** The visitor typed something. */
  typed(): void
  /** Everything in the log has been on screen: move the consumption horizon. */
  read(): void
  /** Try to connect again now. */
  reconnect(): void
}

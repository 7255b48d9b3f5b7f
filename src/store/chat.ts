import type { ReadonlySignal } from '@preact/signals-core'
import type { ChatError } from '../chat/errors.ts'
import type { Attributes, Channel, Delivery, Media } from '../chat/types.ts'
import type { PreChat, Tell } from './house.ts'
import type { Enclosed } from './live/letter.ts'
import type { SessionState } from './session.ts'

/** How far a Message that is stored has come on its way to the others; it counts as read once somebody has. */
export type Reach = 'sent' | 'delivered' | 'read'

/** A file of a Message. */
export interface LogFile extends Media {
  /** The file itself, where this page has sent it. */
  readonly data?: Blob
}

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
  readonly media: readonly LogFile[]
  /** As its author wrote them: never trusted. Those of a deleted one as well, which may have had no row of its own. */
  readonly attributes: Attributes
  /** ms since the epoch */
  readonly createdAt: number
  /** ms since the epoch, null when the body was never edited. */
  readonly editedAt: number | null
  /** Was shown and then deleted: stays as a placeholder without its body while the panel lives. */
  readonly deleted: boolean
  readonly delivery: Delivery
  /** Of one that has files and is on its way from this tab: how many bytes of them have gone. */
  readonly uploaded?: ReadonlySignal<number>
  /** Of our own: never goes back. */
  readonly reach: Reach
  /** Why it failed. */
  readonly error: ChatError | null
}

export interface Timeline {
  /** Ascending. */
  readonly entries: readonly TimelineEntry[]
  readonly hasPrevious: boolean
  readonly loadingPrevious: boolean
}

/** One of the visitor's conversations, as a list of them shows it. */
export interface Room {
  readonly channel: Channel
  /** Of one that was not opened yet the distance of two indexes: an upper bound, where Messages were deleted. */
  readonly unread: number
}

/** All that the UI sees: signals to read and actions to call. Nothing of it throws. */
export interface Chat {
  readonly session: ReadonlySignal<SessionState>
  readonly timeline: ReadonlySignal<Timeline>
  /** Every conversation that the back end put the visitor into, the one on the screen too. */
  readonly rooms: ReadonlySignal<readonly Room[]>
  /** Number of others' Messages above our consumption horizon, in all conversations that are not over. */
  readonly unread: ReadonlySignal<number>
  /** The highest index that is read, -1 = none. */
  readonly horizon: ReadonlySignal<number>
  /** Names of those who type now, without us. */
  readonly typing: ReadonlySignal<readonly string[]>
  /** Names of the other Members. */
  readonly others: ReadonlySignal<readonly string[]>
  /** What the back end wrote on the Channel: its attributes, unchecked. */
  readonly about: ReadonlySignal<Attributes>
  readonly open: ReadonlySignal<boolean>
  /** The text in the composer; survives closing the panel and switching routes. */
  readonly draft: ReadonlySignal<string>
  /** The host has an end endpoint, and there is a conversation to end. */
  readonly canEnd: ReadonlySignal<boolean>

  setOpen(open: boolean): void
  setDraft(text: string): void
  /** Ask the back end for a new Channel. `answers`: what the visitor told before. */
  start(answers?: PreChat): void
  /** Go to another of `rooms`; what is unsent here is sent all the same. */
  visit(channelSid: string): void
  /** Tell the back end something. Resolves with whether it took it. */
  tell(...told: Parameters<Tell>): Promise<boolean>
  /** Ask the back end to end this one. */
  end(): void
  /** Put `body`, or a file, in the log and send it. Resolves with true once it is kept, so that the composer can let go of it; nothing to send: false. */
  send(body: string, enclosed?: Enclosed): Promise<boolean>
  /** Send a failed Message again, in its place. */
  retry(key: string): void
  /** Take a Message off the log that has failed, or is on its way: if it arrives all the same it is there again. */
  discard(key: string): void
  /** An address from which a file can be fetched for a short time, once there is a connection; null when there is none to be had. */
  fileUrl(messageSid: string, mediaSid: string): Promise<string | null>
  edit(key: string, body: string): void
  remove(key: string): void
  loadPrevious(): void
  /** Read to the first Message. Resolves with whether that could be done. */
  loadAll(): Promise<boolean>
  /** The visitor typed something. */
  typed(): void
  /** Everything in the log has been on screen: move the consumption horizon. */
  read(): void
  /** Try to connect again now. */
  reconnect(): void
}

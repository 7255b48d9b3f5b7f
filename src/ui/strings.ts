import type { english as attach } from './attach/strings.ts'
import type { english as away } from './away/strings.ts'
import type { english as content } from './content/strings.ts'
import type { english as emoji } from './emoji/strings.ts'
import type { english as extras } from './extras/strings.ts'
import type { english as forms } from './forms/strings.ts'
import type { english as files } from './files/strings.ts'
import type { english as menu } from './menu/strings.ts'
import type { english as notice } from './notice/strings.ts'
import type { english as queue } from './queue/strings.ts'
import type { english as rating } from './rating/strings.ts'
import type { english as viewer } from './viewer/strings.ts'
import type { english as voice } from './voice/strings.ts'

/** A text with a number in it: one form for each category of Intl.PluralRules that the language has. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>
/** `{name}` stands for a value. */
export type Text = string | Plural

/**
 * The texts of what is drawn at once. Each file that is loaded later brings its own, see its strings.ts. A translation, or a host, replaces any of them.
 */
export const english = {
  title: 'Chat',
  open: 'Open chat',
  close: 'Close chat',
  messages: 'Messages',
  message: 'Message',
  send: 'Send message',
  unread: { one: '{count} unread message', other: '{count} unread messages' },
  crashed: 'Chat is not available',
  connecting: 'Connecting…',
  emptyTitle: 'Say hello',
  empty: 'Write your first message below.',
  you: 'You',
  edited: 'Edited',
  deleted: 'Message deleted',
  queued: 'Waiting to be sent…',
  sending: 'Sending…',
  unknown: 'Checking whether it was sent…',
  placeholder: 'Write a message…',
} satisfies Record<string, Text>

export type StringKey =
  | keyof typeof english
  | keyof typeof extras
  | keyof typeof attach
  | keyof typeof away
  | keyof typeof emoji
  | keyof typeof content
  | keyof typeof forms
  | keyof typeof files
  | keyof typeof menu
  | keyof typeof notice
  | keyof typeof queue
  | keyof typeof rating
  | keyof typeof viewer
  | keyof typeof voice
export type Strings = Readonly<Partial<Record<StringKey, Text>>>

import type { extraEnglish } from './extras/strings.ts'

/** A text with a number in it: one form for each category of Intl.PluralRules that the language has. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>
/** `{name}` stands for a value. */
export type Text = string | Plural

/**
 * Every text that a visitor can see or hear, with extras/strings.ts. A translation, or a host, replaces any of them.
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

export type StringKey = keyof typeof english | keyof typeof extraEnglish
export type Strings = Readonly<Partial<Record<StringKey, Text>>>

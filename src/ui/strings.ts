import type { ChatErrorCode } from '../chat/errors.ts'
import type { extraEnglish } from './extra-strings.ts'

/** A text with a number in it: one form for each category of Intl.PluralRules that the language has. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>
/** `{name}` stands for a value. */
export type Text = string | Plural

/**
 * Every text that a visitor can see or hear, with extra-strings.ts. A translation, or a host, replaces any of them.
 */
export const english = {
  title: 'Chat',
  open: 'Open chat',
  close: 'Close chat',
  messages: 'Messages',
  message: 'Message',
  send: 'Send message',
  start: 'Start conversation',
  end: 'End conversation',
  endShort: 'End',
  unread: { one: '{count} unread message', other: '{count} unread messages' },
  crashed: 'Chat is not available',

  connecting: 'Connecting…',
  welcomeTitle: 'How can we help?',
  welcome: 'Start a conversation and we will answer right here. You can close the chat at any time; it will wait for you.',
  welcomeQuiet: 'There is no conversation yet. As soon as one is opened for you, it appears here.',
  starting: 'Starting…',
  waitingTitle: 'Someone will be with you shortly',
  waiting: 'You can close the chat or keep reading; we will let you know.',
  emptyTitle: 'Say hello',
  empty: 'Write your first message below.',
  failedTitle: 'That did not work',
  closed: 'This chat is closed.',

  ended: 'This conversation has ended.',
  removed: 'You are no longer part of this conversation.',

  reconnecting: 'Connection lost. Reconnecting…',
  offline: 'You are offline. What you have written stays here.',
  again: 'Try again',
  dismiss: 'Dismiss',

  earlier: 'Load earlier messages',
  loading: 'Loading…',
  newMessages: { one: 'New message', other: '{count} new messages' },
  latest: 'Go to the latest message',
  you: 'You',
  edited: 'Edited',
  deleted: 'Message deleted',
  sending: 'Sending…',
  notSent: 'Not sent.',
  remove: 'Remove',
  editing: 'Editing your message',
  cancel: 'Cancel editing',
  save: 'Save changes',
  placeholder: 'Write a message…',

  errorReach: 'We could not reach the chat. Check your connection and try again.',
  errorDenied: 'The chat did not let you in. Reload the page, or sign in again.',
  errorSetup: 'Chat is not available right now. Please come back later.',
  errorStart: 'The conversation could not be started. Please try again.',
  errorEnd: 'The conversation could not be ended. Please try again.',
  errorOpen: 'This conversation could not be opened.',
  errorRejected: 'This message was not accepted.',
  errorNetwork: 'There was no connection.',
  errorBusy: 'That was a lot at once. Wait a moment, then try again.',
  errorUnknown: 'Something went wrong. Please try again.',
} satisfies Record<string, Text>

export type StringKey = keyof typeof english | keyof typeof extraEnglish
export type Strings = Readonly<Partial<Record<StringKey, Text>>>

const sentences: Readonly<Partial<Record<ChatErrorCode, StringKey>>> = {
  'token-unreachable': 'errorReach',
  'token-denied': 'errorDenied',
  'token-identity-changed': 'errorDenied',
  'start-failed': 'errorStart',
  'end-failed': 'errorEnd',
  'connection-denied': 'errorDenied',
  'connection-failed': 'errorReach',
  'channel-not-found': 'errorOpen',
  'channel-not-trusted': 'errorOpen',
  'load-failed': 'errorOpen',
  'message-invalid': 'errorRejected',
  'message-rejected': 'errorRejected',
  network: 'errorNetwork',
  'rate-limited': 'errorBusy',
  'not-ready': 'errorNetwork',
}

/** The sentence for the visitor; the host gets the code and the hint. All other faults of a token are the host's to mend. */
export function errorSentence(code: ChatErrorCode): StringKey {
  return sentences[code] ?? (code.startsWith('token') ? 'errorSetup' : 'errorUnknown')
}

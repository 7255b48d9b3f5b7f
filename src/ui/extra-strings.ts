import type { Text } from './strings.ts'

/** The texts that only the extras use. */
export const extraEnglish = {
  endAsk: 'End this conversation?',
  endYes: 'Yes, end it',
  endNo: 'Keep talking',
  online: 'Connected again',
  arrived: { one: 'New message from {names}', other: '{count} new messages from {names}' },
  arrivedText: '{name}: {body}',
  typing: { one: '{names} is typing', other: '{names} are typing' },
  actions: 'Message options',
  edit: 'Edit message',
  delete: 'Delete message',
  file: 'File',
} satisfies Record<string, Text>

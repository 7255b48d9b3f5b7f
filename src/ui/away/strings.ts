import type { Text } from '../strings.ts'

/** The texts for when nobody is there. */
export const english = {
  awayTitle: 'We are away right now',
  awayUntil: 'We will be back: {when}',
  away: 'Leave a message, and we will get back to you.',
  leave: 'Leave a message',
  leaveDone: 'Thank you. We have your message.',
  name: 'Name',
  email: 'E-mail',
  errorSend: 'That could not be sent. Please try again.',
} satisfies Record<string, Text>

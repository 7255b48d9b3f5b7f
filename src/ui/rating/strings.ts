import type { Text } from '../strings.ts'

/** The texts of the question after a conversation. */
export const english = {
  rateTitle: 'How was this conversation?',
  stars: { one: '{count} star', other: '{count} stars' },
  good: 'Good',
  bad: 'Bad',
  rateScale: 'How likely are you to recommend us, from 0 (not at all) to 10 (very)?',
  comment: 'Would you like to add something?',
  rate: 'Send feedback',
  rated: 'Thank you for your feedback.',
  skip: 'Skip',
  errorSend: 'That could not be sent. Please try again.',
} satisfies Record<string, Text>

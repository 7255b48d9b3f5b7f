import type { Text } from '../strings.ts'

/** The texts of what a Message can bring beside its body. */
export const english = {
  suggestions: 'Suggested answers',
  answered: 'You chose {answer}.',
  reply: 'Reply',
  replyingTo: 'Replying to {name}',
  react: 'Add a reaction',
  reactions: { one: '{emoji}: {count} person', other: '{emoji}: {count} people' },
  place: '{index} of {total}',
  previous: 'Previous',
  next: 'Next',
  showOriginal: 'Show original',
  showTranslation: 'Show translation',
} satisfies Record<string, Text>

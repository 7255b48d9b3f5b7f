import type { Text } from '../strings.ts'

/** The texts of waiting for somebody. */
export const english = {
  queue: 'You are number {position} in the queue.',
  queueWait: { one: 'About {count} minute to wait', other: 'About {count} minutes to wait' },
} satisfies Record<string, Text>

import type { Text } from '../strings.ts'

/** The texts of forms. */
export const english = {
  optional: 'optional',
  required: 'Please fill this in.',
  invalid: 'Please check this answer.',
  invalidEmail: 'Enter an e-mail address, such as name@example.com.',
} satisfies Record<string, Text>

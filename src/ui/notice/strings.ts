import type { Text } from '../strings.ts'

/** The texts of what tells the visitor of new Messages, in the menu. */
export const english = {
  mute: 'Turn sounds off',
  unmute: 'Turn sounds on',
  notify: 'Notify me about new messages',
  notifyBlocked: 'Notifications are blocked in the settings of your browser.',
} satisfies Record<string, Text>

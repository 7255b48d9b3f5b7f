import type { Text } from '../strings.ts'

/** The texts of the menu in the header. */
export const english = {
  transcript: 'Save conversation',
  transcriptText: 'As text',
  transcriptPage: 'As web page',
  transcriptData: 'As data (JSON)',
} satisfies Record<string, Text>

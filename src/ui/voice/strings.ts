import type { Text } from '../strings.ts'

/** The texts of recording. */
export const english = {
  recording: 'Recording',
  pause: 'Pause',
  resume: 'Continue',
  stop: 'Stop',
  microphone: 'The microphone cannot be used. Allow it in the settings of your browser.',
} satisfies Record<string, Text>

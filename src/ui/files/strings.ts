import type { Text } from '../strings.ts'

/** The texts of files in the log. */
export const english = {
  image: 'Image',
  view: 'View {name}',
  download: 'Download {name}',
  voiceMessage: 'Voice message',
  play: 'Play',
  pause: 'Pause',
  uploading: '{percent} uploaded',
  fileGone: 'This file could not be loaded.',
  scanning: 'Checking this file…',
  blocked: 'This file was blocked for your safety.',
} satisfies Record<string, Text>

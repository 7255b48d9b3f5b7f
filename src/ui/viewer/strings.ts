import type { Text } from '../strings.ts'

/** The texts of the viewer of pictures. */
export const english = {
  place: '{index} of {total}',
  previous: 'Previous',
  next: 'Next',
  zoom: 'Zoom',
} satisfies Record<string, Text>

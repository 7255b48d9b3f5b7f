import type { Text } from '../strings.ts'

/** The texts of the emoji picker. */
export const english = {
  emojiSearch: 'Search emoji',
  nothingFound: 'Nothing found',
  skinTone: 'Skin tone',
  emojiRecent: 'Recently used',
  emojiSmileys: 'Smileys and people',
  emojiNature: 'Animals and nature',
  emojiFood: 'Food and drink',
  emojiTravel: 'Travel and places',
  emojiActivities: 'Activities',
  emojiObjects: 'Objects',
  emojiSymbols: 'Symbols',
  emojiFlags: 'Flags',
} satisfies Record<string, Text>

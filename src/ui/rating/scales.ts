/** How a conversation can be rated: one to five stars, a thumb up or down, or zero to ten. */
export type RatingKind = 'stars' | 'thumbs' | 'scale'

const count = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** What can be chosen, in the order of reading. */
export const scales: Readonly<Record<RatingKind, readonly number[]>> = {
  stars: count(1, 5),
  thumbs: [1, 0],
  scale: count(0, 10),
}

export const LOUDEST = 31

/** How loud a moment is, from samples between 0 and 255 around 128: 0 to 31. Speech is quiet, so what is quiet counts for more. */
export function loudness(samples: Uint8Array): number {
  const sum = samples.reduce((all, sample) => all + ((sample - 128) / 128) ** 2, 0)
  return Math.min(LOUDEST, Math.round(Math.sqrt(Math.sqrt(sum / samples.length)) * LOUDEST * 1.3))
}

/** `count` levels for all of them: each the loudest of its share. */
export function summary(levels: readonly number[], count: number): readonly number[] {
  if (levels.length <= count) return levels
  return Array.from({ length: count }, (_, at) =>
    Math.max(...levels.slice(Math.floor((at * levels.length) / count), Math.ceil(((at + 1) * levels.length) / count))),
  )
}

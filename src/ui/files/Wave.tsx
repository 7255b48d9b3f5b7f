import type { JSX } from 'preact'

/** Px of the drawing: one bar and the gap behind it. */
const STEP = 4
const HEIGHT = 24

const bars = (levels: readonly number[], from: number): string =>
  levels
    .map((level, at) => {
      const tall = 3 + (level / 31) * (HEIGHT - 6)
      return `M${(from + at) * STEP + 2} ${((HEIGHT - tall) / 2).toFixed(1)}v${tall.toFixed(1)}`
    })
    .join('')

/** How loud it is, bar by bar, 0 to 31; `played` of it is done. Decorative. */
export function Wave({ levels, played }: { readonly levels: readonly number[]; readonly played: number }): JSX.Element {
  const done = Math.round(played * levels.length)
  return (
    <svg class="wave" viewBox={`0 0 ${Math.max(levels.length, 1) * STEP} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="rest" d={bars(levels.slice(done), done)} />
      <path d={bars(levels.slice(0, done), 0)} />
    </svg>
  )
}

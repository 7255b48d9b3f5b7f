/** Heights of rows that stand one below the other, in px: measured once a row was drawn, estimated before. */
export interface Heights {
  readonly count: number
  /** From the upper edge of the first row to that of row `at`; `at` = count: of all. */
  offset(at: number): number
  /** The row that `y` falls into; the first or the last one where it falls outside. */
  rowAt(y: number): number
  height(at: number): number
  set(at: number, height: number): void
  /** As Array's. */
  splice(at: number, removed: number, added: readonly number[]): void
}

export function createHeights(): Heights {
  let heights: number[] = []
  /** Sums, reckoned up to `known` only: at the end of a long log, where most changes are, next to nothing is reckoned anew. */
  const offsets = [0]
  let known = 0

  function offset(at: number): number {
    for (; known < at; known += 1) offsets[known + 1] = offsets[known]! + heights[known]!
    return offsets[at]!
  }
  return {
    get count() {
      return heights.length
    },
    offset,
    rowAt(y) {
      offset(heights.length)
      let low = 0
      let high = Math.max(heights.length - 1, 0)
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (offsets[middle]! <= y) low = middle
        else high = middle - 1
      }
      return low
    },
    height: (at) => heights[at]!,
    set(at, height) {
      heights[at] = height
      known = Math.min(known, at)
    },
    splice(at, removed, added) {
      heights = heights.slice(0, at).concat(added, heights.slice(at + removed))
      known = Math.min(known, at)
    },
  }
}

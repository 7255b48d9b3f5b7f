/** When an endpoint is down. */
export interface Outages {
  isDown(trueMs: number): boolean
  /** How many a request ran into. */
  readonly felt: number
}

const LONGEST = 0.4

/**
 * Outages of up to 40 % of a token's life, every third of them that long, with a life or more between two. Every second one
 * begins at a random moment, the others with the first request after that: the worst moment there is.
 */
export function createOutages(lifeMs: number, chance: () => number): Outages {
  let felt = 0
  let next = plan(0)

  function plan(after: number) {
    return {
      from: after + lifeMs * (1 - 2 * Math.log(1 - chance())),
      lengthMs: lifeMs * LONGEST * (chance() < 1 / 3 ? 1 : chance()),
      isCunning: chance() < 0.5,
      isFelt: false,
    }
  }

  return {
    get felt() {
      return felt
    },
    isDown(trueMs) {
      while (trueMs >= next.from) {
        if (next.isCunning) next = { ...next, from: trueMs, isCunning: false }
        if (trueMs < next.from + next.lengthMs) {
          if (!next.isFelt) felt += 1
          next.isFelt = true
          return true
        }
        next = plan(next.from + next.lengthMs)
      }
      return false
    },
  }
}

import { tooManyRequests } from './errors.ts'

export interface ConcurrencyGate {
  /** @returns what the request calls when it was answered. @throws ApiError 429 when the key has too many unanswered ones */
  enter(keySid: string): () => void
}

/** Twilio answers 429 to an account that asks too much at once; the number is ours. */
export function createConcurrencyGate(most: number): ConcurrencyGate {
  const running = new Map<string, number>()
  return {
    enter(keySid) {
      const others = running.get(keySid) ?? 0
      if (others >= most) throw tooManyRequests()
      running.set(keySid, others + 1)
      return () => {
        const left = (running.get(keySid) ?? 1) - 1
        if (left === 0) running.delete(keySid)
        else running.set(keySid, left)
      }
    },
  }
}

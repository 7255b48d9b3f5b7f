import { abortable } from './abortable.ts'

/** Wakes a loop that waits. A ring that nobody heard is kept, so that none is missed between two waits. */
export interface Bell {
  ring(): void
  /** Resolves at the next ring, or at once after an unheard one; rejects with the signal's reason. */
  wait(signal: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  const waiting = new Set<() => void>()
  return {
    ring() {
      if (waiting.size === 0) rung = true
      for (const wake of [...waiting]) wake()
    },
    wait: (signal) =>
      abortable(signal, (resolve) => {
        if (rung) {
          rung = false
          return resolve()
        }
        waiting.add(resolve)
        return () => waiting.delete(resolve)
      }),
  }
}

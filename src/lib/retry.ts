import type { Clock } from './clock.ts'

export interface RetryOptions {
  /** How often the operation may run in all. */
  readonly attempts: number
  /** Ms to wait after failure number `failures` (from 1), or null to give up. */
  readonly delayMs: (failures: number, error: unknown) => number | null
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Runs `operation` until it succeeds. Rejects with its last error, or with the signal's reason. */
export async function retry<Result>(operation: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    options.signal.throwIfAborted()
    try {
      return await operation()
    } catch (error) {
      options.signal.throwIfAborted()
      const delay = failures < options.attempts ? options.delayMs(failures, error) : null
      if (delay === null) throw error
      await options.clock.sleep(delay, options.signal)
    }
  }
}

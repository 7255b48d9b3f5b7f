import type { Clock } from './clock.ts'
import { createLifetime } from './lifetime.ts'

/**
 * The outcome of `work`, but never later than `ms`, nor than the abort of `signal`. `work` gets a signal that aborts in
 * both cases; what it does after that is nobody's concern any more.
 * @throws what `late` makes, the signal's reason, or what `work` rejects with
 */
export async function within<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
  { clock, signal, late }: { readonly clock: Clock; readonly signal?: AbortSignal | undefined; readonly late: () => Error },
): Promise<Result> {
  signal?.throwIfAborted()
  const inner = new AbortController()
  const over = createLifetime(signal)
  try {
    return await Promise.race([
      work(inner.signal),
      clock.sleep(ms, over.signal).then(() => {
        throw late()
      }),
    ])
  } catch (cause) {
    inner.abort(cause)
    throw cause
  } finally {
    over.end()
  }
}

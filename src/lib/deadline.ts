import type { Clock } from './clock.ts'

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
  const over = new AbortController()
  const cut = (): void => inner.abort(signal?.reason)
  signal?.addEventListener('abort', cut, { once: true })
  try {
    return await new Promise<Result>((resolve, reject) => {
      inner.signal.addEventListener('abort', () => reject(inner.signal.reason), { once: true })
      clock.sleep(ms, over.signal).then(
        () => inner.abort(late()),
        () => {},
      )
      work(inner.signal).then(resolve, reject)
    })
  } finally {
    over.abort()
    signal?.removeEventListener('abort', cut)
  }
}

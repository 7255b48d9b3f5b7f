/**
 * A promise that `signal` can cut short, with its reason. `start` begins the work; what it returns clears up after it, at
 * the moment in which the promise settles.
 */
export function abortable<T = void>(
  signal: AbortSignal | undefined,
  start: (resolve: (value: T) => void, reject: (cause: unknown) => void) => (() => void) | void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    let settled = false
    const over = (): void => {
      settled = true
      signal?.removeEventListener('abort', stop)
      clearUp?.()
    }
    const fail = (cause: unknown): void => {
      over()
      reject(cause)
    }
    const stop = (): void => fail(signal!.reason)
    let clearUp: (() => void) | void
    signal?.addEventListener('abort', stop)
    clearUp = start((value) => {
      over()
      resolve(value)
    }, fail)
    if (settled) clearUp?.()
  })
}

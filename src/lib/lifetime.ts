import { abortable } from './abortable.ts'

/** A lifetime inside `parent`'s: ends with it, or earlier by `end()`. Ending it takes its listener off the parent again. */
export interface Lifetime {
  readonly signal: AbortSignal
  end(): void
}

export function createLifetime(parent?: AbortSignal): Lifetime {
  const controller = new AbortController()
  const end = (): void => {
    parent?.removeEventListener('abort', end)
    controller.abort(parent?.reason)
  }
  if (parent) onEnd(parent, end)
  return { signal: controller.signal, end }
}

/** Runs `then` when `signal` ends, at once when it has. */
export function onEnd(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then()
  else signal.addEventListener('abort', then, { once: true })
}

/** Settles as `work` does, or rejects with the signal's reason when it ends first. `work` itself goes on. */
export function untilEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // It may have ended before: then nobody else would catch what comes of the work.
  work.catch(() => {})
  return abortable(signal, (resolve, reject) => void work.then(resolve, reject))
}

/** The first of `races` to settle decides; each gets a signal that ends the others. */
export async function firstOf<T>(signal: AbortSignal | undefined, ...races: readonly ((signal: AbortSignal) => Promise<T>)[]): Promise<T> {
  const lifetime = createLifetime(signal)
  try {
    return await Promise.race(races.map((race) => race(lifetime.signal)))
  } finally {
    lifetime.end()
  }
}

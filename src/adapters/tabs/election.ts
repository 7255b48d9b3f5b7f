import type { Bell } from '../../lib/bell.ts'
import { createLifetime } from '../../lib/lifetime.ts'
import type { Locals } from './locals.ts'

export interface ElectionOptions extends Pick<Locals, 'locks'> {
  readonly name: string | null
  /** Runs while the lock is ours; its signal ends when it no longer is. */
  readonly lead: (signal: AbortSignal) => Promise<void>
  /** Take the lock from whoever holds it. */
  readonly seize: Bell
}

/**
 * One of all tabs leads: the one that holds a Web Lock, which the browser takes from a tab that dies and gives to the
 * next in the queue. Where there are no locks each tab leads alone. Rejects with the signal's reason, or as `lead` does.
 */
export async function elect(options: ElectionOptions, signal: AbortSignal): Promise<never> {
  const { locks, name, lead, seize } = options
  for (let steal = false; ;) {
    signal.throwIfAborted()
    const turn = createLifetime(signal)
    try {
      if (!locks || name === null) await lead(turn.signal)
      else {
        const held: Promise<boolean> = hold(locks, name, steal, lead, turn.signal).then(() => false)
        steal = await Promise.race([held, seize.wait(turn.signal).then(() => true)])
      }
    } finally {
      turn.end()
    }
  }
}

/** Resolves when the lock was ours and is no longer. */
async function hold(
  locks: Pick<LockManager, 'request'>,
  name: string,
  steal: boolean,
  lead: ElectionOptions['lead'],
  signal: AbortSignal,
): Promise<void> {
  const tenure = createLifetime(signal)
  let failure: { readonly cause: unknown } | null = null
  const whileOurs = async (): Promise<void> => {
    if (tenure.signal.aborted) return
    try {
      await lead(tenure.signal)
    } catch (cause) {
      failure = tenure.signal.aborted ? null : { cause }
    }
  }
  try {
    // Both options at once are an error.
    await locks.request(name, steal ? { steal } : { signal }, whileOurs)
  } catch (cause) {
    signal.throwIfAborted()
    // Stolen from us. Anything else is a context in which locks cannot be had, as a page without an origin.
    if (!(cause instanceof DOMException) || cause.name !== 'AbortError') await lead(signal)
  } finally {
    tenure.end()
  }
  const { cause } = (failure ?? {}) as { cause?: unknown }
  if (cause !== undefined) throw cause
}

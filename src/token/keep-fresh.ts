import { ChatError } from '../chat/errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import { firstOf } from '../lib/lifetime.ts'
import type { TokenReason } from '../options.ts'
import type { AccessToken } from './access-token.ts'
import { longestPauseMs } from './keeper.ts'
import type { Held, TokenKeeper } from './keeper.ts'
import { hurriedDelayMs, renewalDelayMs } from './renewal.ts'

/** Takes a new token to where it is used. */
export type Use = (token: AccessToken) => Promise<void>

export interface FreshOptions {
  readonly keeper: TokenKeeper
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
}

/** A sleeping device stops timers, so the clocks are looked at this often. */
const LONGEST_NAP_MS = 30_000

/** Renews the token in time, again and again. Rejects with the signal's reason, or with a ChatError that trying again cannot help. */
export async function keepFresh({ keeper, clock, random }: FreshOptions, use: Use, signal: AbortSignal): Promise<never> {
  let planned: { readonly token: AccessToken; readonly afterMs: number } | null = null

  /** Ms until the renewal is due. The wall clock may only bring it forward: monotonic time may stand still in a sleeping device. */
  function remainingMs({ token, receivedAt, hurried }: Held): number {
    if (planned?.token !== token) planned = { token, afterMs: renewalDelayMs(token.lifeMs, random) }
    const afterMs = hurried ? Math.min(planned.afterMs, hurriedDelayMs(token.lifeMs)) : planned.afterMs
    return afterMs - Math.max(clock.monotonic() - receivedAt.monotonic, clock.now() - receivedAt.wall)
  }

  async function untilDue(): Promise<void> {
    for (;;) {
      const ms = keeper.held ? remainingMs(keeper.held) : Infinity
      if (ms <= 0) return
      await firstOf(
        signal,
        (over) => clock.sleep(Math.min(ms, LONGEST_NAP_MS), over),
        (over) => keeper.changed.wait(over),
      )
    }
  }

  for (let failures = 0, reason: TokenReason = 'renew'; ;) {
    if (failures === 0) await untilDue()
    try {
      const { token } = await keeper.get(reason, signal)
      await use(token)
      failures = 0
      reason = 'renew'
    } catch (error) {
      signal.throwIfAborted()
      const denied = error instanceof ChatError && error.code === 'connection-denied'
      // A second refusal in a row is no accident.
      if (!(error instanceof ChatError) || (denied && reason === 'denied') || (!denied && !error.retryable)) throw error
      if (denied) reason = 'denied'
      failures += 1
      await clock.sleep(backoffMs(failures, random, { maxMs: longestPauseMs(keeper.held?.token.lifeMs ?? null) }), signal)
    }
  }
}

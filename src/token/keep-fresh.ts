import { ChatError } from '../chat/errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import { firstOf } from '../lib/lifetime.ts'
import type { TokenReason } from '../options.ts'
import type { AccessToken } from './access-token.ts'
import type { Held, TokenGrant, TokenKeeper } from './keeper.ts'
import { hurriedDelayMs, longestNapMs, longestPauseMs, renewalDelayMs } from './renewal.ts'

/** Takes a new token to where it is used. */
export type Use = (token: AccessToken) => Promise<void>

export interface FreshOptions {
  readonly keeper: TokenKeeper
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
}

/** Any endpoint that works answers within this. */
const SHORTEST_PATIENCE_MS = 5_000

/** Renews the token in time, again and again. Rejects with the signal's reason, or with a ChatError that trying again cannot help. */
export async function keepFresh({ keeper, clock, random }: FreshOptions, use: Use, signal: AbortSignal): Promise<never> {
  let planned: { readonly token: AccessToken; readonly afterMs: number } | null = null

  /** Ms until the renewal is due. The wall clock may only bring it forward: monotonic time may stand still in a sleeping device. */
  function remainingMs(held: Held): number {
    const { token, hurried } = held
    if (planned?.token !== token) planned = { token, afterMs: renewalDelayMs(token.lifeMs, random) }
    const afterMs = hurried ? Math.min(planned.afterMs, hurriedDelayMs(token.lifeMs)) : planned.afterMs
    return afterMs - ageMs(held, clock)
  }

  function leftMs(): number {
    const { held } = keeper
    return held ? held.token.lifeMs - (clock.monotonic() - held.receivedAt.monotonic) : 0
  }

  async function untilDue(): Promise<void> {
    for (;;) {
      const { held } = keeper
      const ms = held ? remainingMs(held) : Infinity
      if (ms <= 0) return
      await firstOf(
        signal,
        (over) => clock.sleep(Math.min(ms, longestNapMs(held?.token.lifeMs ?? 0)), over),
        (over) => keeper.changed.wait(over),
      )
    }
  }

  /** An endpoint that hangs must not use up what is left of the token. */
  function inTime(reason: TokenReason): Promise<TokenGrant> {
    const late = (): ChatError => new ChatError('token-unreachable', 'No Access Token came in time', { retryable: true })
    return within(Math.max(SHORTEST_PATIENCE_MS, longestPauseMs(leftMs())), (inner) => keeper.get(reason, inner), { clock, signal, late })
  }

  for (let failures = 0, reason: TokenReason = 'renew'; ;) {
    if (failures === 0) await untilDue()
    try {
      const { token } = await inTime(reason)
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
      await clock.sleep(backoffMs(failures, random, { maxMs: longestPauseMs(leftMs()) }), signal)
    }
  }
}

/** The held token until its renewal could be due, else another. */
export async function goodToken({ keeper, clock }: Pick<FreshOptions, 'keeper' | 'clock'>, signal: AbortSignal): Promise<string> {
  const { held } = keeper
  const isGood = held && !held.hurried && ageMs(held, clock) < renewalDelayMs(held.token.lifeMs, () => 0)
  return (isGood ? held : await keeper.get('renew', signal)).token.jwt
}

/** By whichever clock says more. */
const ageMs = ({ receivedAt }: Held, clock: Clock): number =>
  Math.max(clock.monotonic() - receivedAt.monotonic, clock.now() - receivedAt.wall)

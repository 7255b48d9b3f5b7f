import { ChatError } from '../chat/errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import { createLifetime } from '../lib/lifetime.ts'
import type { Lifetime } from '../lib/lifetime.ts'
import { retry } from '../lib/retry.ts'
import type { TokenReason } from '../options.ts'
import { readAccessToken } from './access-token.ts'
import type { AccessToken } from './access-token.ts'
import { diagnose } from './diagnose.ts'
import type { AskForToken } from './fetch-token.ts'
import { hurriedDelayMs, longestPauseMs, renewalDelayMs } from './renewal.ts'
import { createSharedFlight } from './shared-flight.ts'

export interface TokenGrant {
  readonly token: AccessToken
  /** The Channel that the host's back end names with the token. */
  readonly channelSid: string | null
}

/** Keeps one visitor's Access Token: asks, checks, renews. One request in flight, whoever asks. */
export interface TokenKeeper {
  /**
   * A new token. Tries up to four times; while the endpoint is in trouble the error is retryable and `get` may be called again.
   * @throws ChatError `token-…`
   */
  get(reason: TokenReason, signal: AbortSignal): Promise<TokenGrant>
  /**
   * Renews the token in time, again and again, and hands each new one to `use`. Waits for the first `get`.
   * Rejects with the signal's reason, or with a ChatError that trying again cannot help.
   */
  keepFresh(use: (token: AccessToken) => Promise<void>, signal: AbortSignal): Promise<never>
  /** The service says that the token is about to expire: renew soon. */
  hurry(): void
  current(): AccessToken | null
  /** The visitor changes: drop the token and what we know of its owner. */
  forget(): void
}

export interface TokenKeeperOptions {
  readonly ask: AskForToken
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
}

const ATTEMPTS = 4
/** Twilio's official library signs two equal tokens within one second. */
const NEXT_SECOND_MS = 1_100
/** A sleeping device stops timers, so the clocks are looked at this often. */
const LONGEST_NAP_MS = 30_000
/** A `Retry-After` above this is not waited for within `get`: the visitor is told instead. */
const LONGEST_WAIT_MS = 30_000

interface Held {
  readonly token: AccessToken
  readonly receivedAt: { readonly wall: number; readonly monotonic: number }
  /** ms after receipt */
  renewAfterMs: number
}

export function createTokenKeeper({ ask, clock, random }: TokenKeeperOptions): TokenKeeper {
  let held: Held | null = null
  /** Monotonic time before which the endpoint wants to be left alone. */
  let notBefore = -Infinity
  let nap: Lifetime | null = null
  const flight = createSharedFlight<TokenGrant>()

  async function fetchGrant(reason: TokenReason, signal: AbortSignal): Promise<TokenGrant> {
    const before = held?.token ?? null
    const pauseMs = Math.max(notBefore - clock.monotonic(), 0)
    if (pauseMs > 0) await clock.sleep(pauseMs, signal)
    const grant = await retry(() => askForAnother(reason, before, signal), {
      attempts: ATTEMPTS,
      clock,
      signal,
      delayMs: (failures, error) => pauseAfter(failures, error, before),
    })
    if (!signal.aborted) hold(grant.token)
    return grant
  }

  /** Asks; and once more, a second later, when the endpoint gave us the token that is to be replaced. */
  async function askForAnother(reason: TokenReason, before: AccessToken | null, signal: AbortSignal): Promise<TokenGrant> {
    const first = await askOnce(reason, before, signal)
    if (reason === 'connect' || first.token.jwt !== before?.jwt) return first
    await clock.sleep(NEXT_SECOND_MS, signal)
    const second = await askOnce(reason, before, signal)
    if (second.token.jwt !== before.jwt) return second
    throw await diagnose(({ ofSuccessor }) => ofSuccessor(before, second.token))
  }

  async function askOnce(reason: TokenReason, before: AccessToken | null, signal: AbortSignal): Promise<TokenGrant> {
    const answer = await ask(reason, signal)
    const token = readAccessToken(answer.token)
    if (!token) throw await diagnose(({ ofToken }) => ofToken(answer.token))
    if (before && (token.identity !== before.identity || token.serviceSid !== before.serviceSid)) {
      throw await diagnose(({ ofSuccessor }) => ofSuccessor(before, token))
    }
    return { token, channelSid: answer.channelSid ?? null }
  }

  function pauseAfter(failures: number, error: unknown, before: AccessToken | null): number | null {
    if (!(error instanceof ChatError) || !error.retryable || error.code === 'token-unchanged') return null
    const asked = error.retryAfterMs ?? 0
    if (asked > 0) notBefore = clock.monotonic() + asked
    if (asked > LONGEST_WAIT_MS) return null
    return Math.max(asked, backoffMs(failures, random, { maxMs: longestPauseMs(before?.lifeMs ?? null) }))
  }

  function hold(token: AccessToken): void {
    const receivedAt = { wall: clock.now(), monotonic: clock.monotonic() }
    held = { token, receivedAt, renewAfterMs: renewalDelayMs(token.lifeMs, random) }
    nap?.end()
  }

  /** Ms until the renewal is due. The wall clock may only bring it forward: monotonic time may stand still in a sleeping device. */
  function remainingMs({ receivedAt, renewAfterMs }: Held): number {
    return renewAfterMs - Math.max(clock.monotonic() - receivedAt.monotonic, clock.now() - receivedAt.wall)
  }

  async function untilDue(signal: AbortSignal): Promise<void> {
    for (;;) {
      const ms = held ? remainingMs(held) : Infinity
      if (ms <= 0) return
      await napFor(Math.min(ms, LONGEST_NAP_MS), signal)
    }
  }

  /** Ends early when there is another token or a hurry. */
  async function napFor(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const own = (nap = createLifetime(signal))
    await clock.sleep(ms, own.signal).catch(() => {})
    own.end()
    signal.throwIfAborted()
  }

  const get: TokenKeeper['get'] = (reason, signal) => flight.join((own) => fetchGrant(reason, own), signal)

  return {
    get,
    async keepFresh(use, signal) {
      for (let failures = 0, reason: TokenReason = 'renew'; ;) {
        if (failures === 0) await untilDue(signal)
        try {
          const { token } = await get(reason, signal)
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
          await clock.sleep(backoffMs(failures, random, { maxMs: longestPauseMs(held?.token.lifeMs ?? null) }), signal)
        }
      }
    },
    hurry() {
      if (!held) return
      held.renewAfterMs = Math.min(held.renewAfterMs, hurriedDelayMs(held.token.lifeMs))
      nap?.end()
    },
    current: () => held?.token ?? null,
    forget() {
      held = null
      flight.cancel()
    },
  }
}

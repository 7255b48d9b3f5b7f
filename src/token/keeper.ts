import { ChatError } from '../chat/errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import { createBell } from '../lib/bell.ts'
import type { Bell } from '../lib/bell.ts'
import type { Clock } from '../lib/clock.ts'
import { retry } from '../lib/retry.ts'
import type { TokenReason } from '../options.ts'
import { readAccessToken } from './access-token.ts'
import type { AccessToken } from './access-token.ts'
import { diagnose } from './diagnose.ts'
import type { AskForToken } from './fetch-token.ts'
import type { goodToken, keepFresh, Use } from './keep-fresh.ts'
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
  keepFresh(use: Use, signal: AbortSignal): Promise<never>
  /** A token that is good for a while: the held one until its renewal could be due, else another. @throws as `get` */
  renew(signal: AbortSignal): Promise<string>
  /** Loads the code of `keepFresh` and `renew`, however often that fails; asks for no token. Rejects with the signal's reason. */
  renewal(signal: AbortSignal): Promise<unknown>
  /** The service says that the token is about to expire: renew soon. */
  hurry(): void
  /** The device may have slept: look at the clocks at once. */
  wake(): void
  /** The newest token; null before the first. */
  readonly held: Held | null
  /** Rings when there is another, a hurry, or an awakening. */
  readonly changed: Bell
  /** The visitor changes: drop the token and what we know of its owner. */
  forget(): void
}

export interface TokenKeeperOptions {
  readonly ask: AskForToken
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
  /** The renewal is loaded beside the SDK: no token is due before that. */
  readonly loadRenewal?: () => Promise<{ readonly keepFresh: typeof keepFresh; readonly goodToken: typeof goodToken }>
}

const ATTEMPTS = 4
/** Twilio's official library signs two equal tokens within one second. */
const NEXT_SECOND_MS = 1_100
/** A `Retry-After` above this is not waited for within `get`: the visitor is told instead. */
const LONGEST_WAIT_MS = 30_000

export interface Held {
  readonly token: AccessToken
  readonly receivedAt: { readonly wall: number; readonly monotonic: number }
  /** The service says that it is about to expire. */
  readonly hurried: boolean
}

export function createTokenKeeper({ ask, clock, random, loadRenewal = () => import('./keep-fresh.ts') }: TokenKeeperOptions): TokenKeeper {
  let held: Held | null = null
  /** Monotonic time before which the endpoint wants to be left alone. */
  let notBefore = -Infinity
  const changed = createBell()
  const flight = createSharedFlight<TokenGrant>()

  async function fetchGrant(reason: TokenReason, signal: AbortSignal): Promise<TokenGrant> {
    const before = held?.token ?? null
    const pauseMs = Math.max(notBefore - clock.monotonic(), 0)
    if (pauseMs > 0) await clock.sleep(pauseMs, signal)
    const grant = await retry(() => askForAnother(reason, before, signal), {
      attempts: ATTEMPTS,
      clock,
      signal,
      delayMs: pauseAfter,
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

  function pauseAfter(failures: number, error: unknown): number | null {
    if (!(error instanceof ChatError) || !error.retryable || error.code === 'token-unchanged') return null
    const asked = error.retryAfterMs ?? 0
    if (asked > 0) notBefore = clock.monotonic() + asked
    if (asked > LONGEST_WAIT_MS) return null
    return Math.max(asked, backoffMs(failures, random))
  }

  function hold(token: AccessToken): void {
    held = { token, receivedAt: { wall: clock.now(), monotonic: clock.monotonic() }, hurried: false }
    changed.ring()
  }

  const get: TokenKeeper['get'] = (reason, signal) => flight.join((own) => fetchGrant(reason, own), signal)

  const renewal = (signal: AbortSignal): ReturnType<typeof loadRenewal> =>
    retry(loadRenewal, { attempts: Infinity, clock, signal, delayMs: (failures) => backoffMs(failures, random) })

  const keeper: TokenKeeper = {
    get,
    keepFresh: async (use, signal) => (await renewal(signal)).keepFresh({ keeper, clock, random }, use, signal),
    renew: async (signal) => (await renewal(signal)).goodToken({ keeper, clock }, signal),
    renewal,
    hurry() {
      if (held) held = { ...held, hurried: true }
      changed.ring()
    },
    wake: changed.ring,
    get held() {
      return held
    },
    changed,
    forget() {
      held = null
      flight.cancel()
    },
  }
  return keeper
}

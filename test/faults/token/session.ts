import { goodToken, keepFresh } from '../../../src/token/keep-fresh.ts'
import { createTokenRequest } from '../../../src/token/fetch-token.ts'
import { createTokenKeeper } from '../../../src/token/keeper.ts'
import { renewalDelayMs } from '../../../src/token/renewal.ts'
import { seeded } from '../../support/random.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'
import { createEndpoint } from './endpoint.ts'

/** What the device's clock shows beside the true time: for ever, or `step`: right, and then a day off from a random moment on. */
export type Skew = '-24h' | '0' | '+24h' | 'step'

export interface SessionOptions {
  readonly seed: number
  readonly days: number
  readonly ttlS: number
  readonly skew: Skew
  /** [0, 1]: requests that are never answered. */
  readonly hanging: number
  /** The endpoint is down for up to 40 % of a token's life, again and again; every second time from the moment it is needed. */
  readonly outages: boolean
  /** The device sleeps now and then, for a minute to twelve hours. */
  readonly sleeps: boolean
}

export interface SessionOutcome {
  /** Tokens that ended at the service, by its clock, while they were in use and the device awake. */
  readonly lapses: number
  /** Tokens that ended while the device slept, or within 10 s of its waking. */
  readonly sleptOver: number
  /** From waking to the next token, of those, ms. */
  readonly recoveriesMs: readonly number[]
  readonly renewals: number
  /** Time awake ÷ planned age at renewal, without jitter. */
  readonly ideal: number
  readonly failedRequests: number
  readonly outagesFelt: number
}

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 0, 1)
/** Twilio: "three minutes before the token expires"; of a token that lives no longer, at once. */
const HINT_MS = 180_000
const SHORTEST_NAP_MS = 60_000
const LONGEST_NAP_MS = DAY_MS / 2
const WAKING_MS = 10_000

/**
 * Days of one visitor, in a moment: the real keeper, renewal and request code, against an endpoint that fails in
 * all the ways of `options`, and a service that knows the true time.
 */
export async function simulateSession({ seed, days, ttlS, skew, hanging, outages, sleeps }: SessionOptions): Promise<SessionOutcome> {
  const chance = seeded(seed)
  const ttlMs = ttlS * 1_000
  const endMs = days * DAY_MS
  const clock = createVirtualClock(START + (skew === '+24h' ? DAY_MS : skew === '-24h' ? -DAY_MS : 0))
  const endpoint = createEndpoint({ clock, chance: seeded(seed + 1), ttlS, epochMs: START, hanging, outages })
  const keeper = createTokenKeeper({
    ask: createTokenRequest({ tokenUrl: 'https://shop.test/token' }, endpoint.fetch, clock),
    clock,
    random: seeded(seed + 2),
    loadRenewal: async () => ({ keepFresh, goodToken }),
  })
  const life = new AbortController()
  const naps: { readonly from: number; readonly to: number }[] = []
  const recoveriesMs: number[] = []
  let lapses = 0
  let renewals = 0
  let inUse: { readonly jwt: string; readonly endsAt: number } | null = null

  /** The service takes a token, a network away. */
  async function use({ jwt }: { readonly jwt: string }): Promise<void> {
    await clock.sleep(20 + 280 * chance(), life.signal)
    settleAccounts()
    if (inUse) renewals += 1
    const next = { jwt, endsAt: endpoint.endOf(jwt) }
    inUse = next
    await clock.sleep(20 + 280 * chance(), life.signal)
    hintAt(next).catch(() => {})
  }

  async function hintAt(token: { readonly endsAt: number }): Promise<void> {
    await clock.sleep(Math.max(0, token.endsAt - HINT_MS - clock.trueMs), life.signal)
    if (inUse === token) keeper.hurry()
  }

  /** Has the token ended that was in use until now? */
  function settleAccounts(): void {
    if (!inUse || clock.trueMs <= inUse.endsAt) return
    const { endsAt } = inUse
    const nap = naps.findLast(({ from, to }) => from <= endsAt && endsAt <= to + WAKING_MS)
    if (nap) recoveriesMs.push(clock.trueMs - nap.to)
    else lapses += 1
  }

  async function live(): Promise<never> {
    for (;;) {
      const grant = await keeper.get('connect', life.signal).catch(() => null)
      life.signal.throwIfAborted()
      if (grant) {
        await use(grant.token)
        break
      }
      await clock.sleep(1_000, life.signal)
    }
    return keeper.keepFresh(use, life.signal)
  }

  async function stepOnce(): Promise<void> {
    await clock.sleep(endMs * (0.1 + 0.8 * chance()), life.signal)
    clock.step(seed % 2 === 0 ? DAY_MS : -DAY_MS)
  }

  async function sleepNowAndThen(): Promise<void> {
    for (;;) {
      await clock.sleep(6 * 3_600_000 * -Math.log(1 - chance()), life.signal)
      const from = clock.trueMs
      clock.sleepDevice(SHORTEST_NAP_MS * (LONGEST_NAP_MS / SHORTEST_NAP_MS) ** chance())
      naps.push({ from, to: clock.trueMs })
      // The browser says so at once, or says nothing and the clocks are compared every four seconds.
      await clock.sleep(chance() < 0.5 ? 0 : 4_000 * chance(), life.signal)
      keeper.wake()
    }
  }

  const over = live()
  let broken: unknown = null
  over.catch((error: unknown) => (broken = error))
  if (skew === 'step') stepOnce().catch(() => {})
  if (sleeps) sleepNowAndThen().catch(() => {})
  await clock.runUntil(endMs)
  settleAccounts()
  if (broken) throw broken
  life.abort()
  const asleepMs = naps.reduce((sum, { from, to }) => sum + to - from, 0)
  return {
    lapses,
    sleptOver: recoveriesMs.length,
    recoveriesMs,
    renewals,
    ideal: (clock.trueMs - asleepMs) / renewalDelayMs(ttlMs, () => 0.5),
    failedRequests: endpoint.failed,
    outagesFelt: endpoint.outagesFelt,
  }
}

import type { VirtualClock } from '../../support/virtual-clock.ts'
import { createOutages } from './outages.ts'

export interface EndpointOptions {
  readonly clock: VirtualClock
  /** [0, 1) */
  readonly chance: () => number
  readonly ttlS: number
  /** True time at the clock's start, ms since the epoch. */
  readonly epochMs: number
  /** [0, 1]: requests that are never answered. */
  readonly hanging: number
  readonly outages: boolean
}

/** A host's token endpoint on a bad day, with a clock that is right. */
export interface TokenEndpoint {
  readonly fetch: typeof globalThis.fetch
  /** Requests without a token for an answer. */
  readonly failed: number
  /** Outages that a request ran into. */
  readonly outagesFelt: number
  /** True ms since the start, at which the service takes this token no more. */
  endOf(jwt: string): number
}

/** Of requests outside of an outage. */
const FAILING = 0.3
const STATUSES = [500, 502, 503] as const
const headers = new Headers({ 'content-type': 'application/json' })
const GRANTS = { identity: 'visitor', chat: { service_sid: `IS${'a'.repeat(32)}` } }

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const HEADER = encode({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })

const answer = (status: number, text: string): Response => ({ status, headers, text: async () => text }) as unknown as Response

export function createEndpoint({ clock, chance, ttlS, epochMs, hanging, outages }: EndpointOptions): TokenEndpoint {
  const ends = new Map<string, number>()
  const down = outages ? createOutages(ttlS * 1_000, chance) : null
  let made = 0
  let failed = 0

  /** As Twilio's library signs: in whole seconds. */
  function sign(): string {
    const iat = Math.floor((epochMs + clock.trueMs) / 1_000)
    const jwt = `${HEADER}.${encode({ jti: (made += 1), iat, exp: iat + ttlS, grants: GRANTS })}.c2lnbmF0dXJl`
    ends.clear()
    ends.set(jwt, (iat + ttlS) * 1_000 - epochMs)
    return jwt
  }

  /** One way: 10 to 150 ms, and now and then more than a second. */
  const travel = (signal: AbortSignal): Promise<void> => clock.sleep((chance() < 0.02 ? 1_500 : 0) + 10 + 140 * chance(), signal)

  async function respond(signal: AbortSignal): Promise<Response> {
    await travel(signal)
    if (down?.isDown(clock.trueMs)) {
      failed += 1
      if (chance() < 0.5) throw new TypeError('fetch failed')
      return answer(503, '')
    }
    if (chance() < hanging) {
      failed += 1
      await clock.sleep(3_600_000, signal)
    }
    if (chance() < FAILING) {
      failed += 1
      await travel(signal)
      return answer(STATUSES[Math.floor(chance() * STATUSES.length)]!, 'Internal server error')
    }
    const jwt = sign()
    await travel(signal)
    return answer(200, `{"token":"${jwt}"}`)
  }

  return {
    fetch: (_url, init) => respond(init!.signal!),
    get failed() {
      return failed
    },
    get outagesFelt() {
      return down?.felt ?? 0
    },
    endOf: (jwt) => ends.get(jwt) ?? -Infinity,
  }
}

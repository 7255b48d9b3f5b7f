import type { Signal } from '@preact/signals-core'
import type { Clock } from '../../lib/clock.ts'
import { createLifetime } from '../../lib/lifetime.ts'
import type { Lifetime } from '../../lib/lifetime.ts'
import type { Link } from '../link.ts'

/** A typist of whom nothing was heard for this long has stopped: an "ended" may get lost. */
const EXPIRY_MS = 7_000
/** We tell the others at most this often, as the SDK does. */
const THROTTLE_MS = 5_000

export interface TypingOptions {
  readonly channelSid: string
  readonly identity: string
  /** Identities of the others who type now, in the order in which they began. */
  readonly typists: Signal<readonly string[]>
  readonly link: Link
  readonly clock: Clock
  readonly lifetime: AbortSignal
}

export interface Typing {
  /** News of somebody, ourselves included, who is ignored. */
  heard(identity: string, typing: boolean): void
  /** We typed something. */
  typed(): void
}

export function createTyping({ channelSid, identity: own, typists, link, clock, lifetime }: TypingOptions): Typing {
  const expiries = new Map<string, Lifetime>()
  let toldAt = -Infinity

  function stop(identity: string): void {
    expiries.get(identity)?.end()
    expiries.delete(identity)
    if (typists.peek().includes(identity)) typists.value = typists.peek().filter((other) => other !== identity)
  }

  return {
    heard(identity, typing) {
      if (identity === own || lifetime.aborted) return
      if (!typing) return stop(identity)
      expiries.get(identity)?.end()
      const expiry = createLifetime(lifetime)
      expiries.set(identity, expiry)
      if (!typists.peek().includes(identity)) typists.value = [...typists.peek(), identity]
      clock.sleep(EXPIRY_MS, expiry.signal).then(
        () => stop(identity),
        () => {},
      )
    },
    typed() {
      const now = clock.monotonic()
      if (!link.service || now - toldAt < THROTTLE_MS) return
      toldAt = now
      link.service.typing(channelSid).catch(() => {}) // nobody misses it
    },
  }
}

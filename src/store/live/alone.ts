import type { Clock } from '../../lib/clock.ts'
import { createLifetime, firstOf, untilEnd } from '../../lib/lifetime.ts'

/*
 * Who may deliver: one tab at a time. With two at it nothing would be lost or shown twice either, because a letter keeps
 * its id; but each order would be theirs, and half the work in vain.
 */

type Work = (held: AbortSignal) => Promise<void>

interface LockOptions {
  readonly locks: Pick<LockManager, 'request'>
  readonly page: EventTarget | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** A tab that delivers holds the lock for seconds, not minutes. One that hangs does not keep the others from it. */
const HUNG_MS = 60_000

/** With Web Locks, which a tab that dies lets go of at once. A page that is frozen or cached lets go itself. */
export async function aloneByLock(name: string, work: Work, { locks, page, clock, signal }: LockOptions): Promise<void> {
  const held = createLifetime(signal)
  const rest = (event: Event): void => {
    if (event.type === 'freeze' || (event as PageTransitionEvent).persisted) held.end()
  }
  const run = async (): Promise<void> => {
    granted.end()
    await untilEnd(work(held.signal), held.signal)
  }
  const granted = createLifetime(held.signal)
  page?.addEventListener('freeze', rest, true)
  page?.addEventListener('pagehide', rest)
  try {
    const patience = clock.sleep(HUNG_MS, granted.signal).then(
      () => locks.request(name, { steal: true }, run),
      () => {},
    )
    await locks.request(name, { signal: granted.signal }, run).catch(async (cause: unknown) => {
      // Not by our own patience.
      if (signal.aborted || held.signal.aborted) throw cause
      await patience
    })
  } finally {
    held.end()
    page?.removeEventListener('freeze', rest, true)
    page?.removeEventListener('pagehide', rest)
  }
}

/** `until`: by the wall clock, ms since the epoch. */
export interface Lease {
  readonly by: string
  readonly until: number
}

interface LeaseOptions {
  /** Names this tab. */
  readonly tab: string
  /** Puts what `decide` makes of the lease in its place, in one transaction; null leaves it. Resolves with null where there is no storage. */
  readonly change: (decide: (lease: Lease | undefined) => Lease | null) => Promise<{ readonly lease: Lease | null } | null>
  readonly clock: Clock
  readonly signal: AbortSignal
}

const LEASE_MS = 10_000
const RENEW_MS = 3_000

/** Without Web Locks (plain http): by a lease on the shared disk, which runs out when its tab dies. */
export async function aloneByLease(work: Work, { tab, change, clock, signal }: LeaseOptions): Promise<void> {
  const mine = (ms: number) => (): Lease => ({ by: tab, until: clock.now() + ms })
  const take = (lease: Lease | undefined): Lease | null => (mayTake(lease, tab, clock.now()) ? mine(LEASE_MS)() : null)
  for (;;) {
    const taken = await untilEnd(change(take), signal)
    if (!taken || taken.lease) break
    await clock.sleep(RENEW_MS, signal)
  }
  /** Goes on while the lease is ours. */
  async function renew(over: AbortSignal): Promise<void> {
    for (;;) {
      await clock.sleep(RENEW_MS, over)
      const renewed = await change(take)
      if (renewed && !renewed.lease) return
    }
  }
  try {
    await firstOf(signal, work, renew)
  } finally {
    await change((lease) => (lease?.by === tab ? mine(0)() : null))
  }
}

/** A lease that ends beyond its own length was made by a clock that has been set since. */
export const mayTake = (lease: Lease | undefined, tab: string, now: number): boolean =>
  !lease || lease.by === tab || lease.until <= now || lease.until > now + LEASE_MS

import type { Bell } from '../../lib/bell.ts'
import type { Clock } from '../../lib/clock.ts'
import { firstOf } from '../../lib/lifetime.ts'

export interface WatchOptions {
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
  /** Another tab leads, or should. */
  isFollowing(): boolean
  /** Somebody waits for an answer of it. */
  isWaiting(): boolean
  isVisible(): boolean
  /** Monotonic time of the leader's last word. */
  heardAt(): number
  ping(): void
  /** It says nothing. */
  depose(): void
  /** Rings when an answer is waited for. */
  readonly asked: Bell
}

/** So long a leader may say nothing before it is asked whether it lives. */
const IDLE_MS = 5_000
const WAITING_MS = 500
/** Two pings, so that one whose time ran out while the device slept does not decide. */
const PINGS = 2
const PONG_WITHIN_MS = 800
/** Not all followers at the same moment. */
const SPREAD_MS = 200

/**
 * Finds a leader that says nothing, frozen without an event or in an endless loop: 2.1 to 2.8 s while somebody waits for it,
 * 7 s in a visible page where nobody does. A hidden one does not look. Until `signal` ends; never rejects otherwise.
 */
export async function watchLeader(options: WatchOptions, signal: AbortSignal): Promise<never> {
  const { clock, random, asked } = options
  const silence = (): number => clock.monotonic() - options.heardAt()
  const sleep = (ms: number): Promise<void> => clock.sleep(ms, signal)

  async function isDead(): Promise<boolean> {
    const before = options.heardAt()
    const spoke = (): boolean => options.heardAt() > before || !options.isFollowing()
    for (let ping = 0; ping < PINGS; ping += 1) {
      options.ping()
      await sleep(PONG_WITHIN_MS)
      if (spoke()) return false
    }
    await sleep(random() * SPREAD_MS)
    return !spoke()
  }

  for (;;) {
    const waiting = options.isFollowing() && options.isWaiting()
    if (waiting) await sleep(WAITING_MS)
    else {
      await firstOf(
        signal,
        (over) => clock.sleep(IDLE_MS, over),
        (over) => asked.wait(over),
      )
    }
    const patience = options.isWaiting() ? WAITING_MS : options.isVisible() ? IDLE_MS : Infinity
    if (!options.isFollowing() || silence() < patience || !(await isDead())) continue
    options.depose()
    await sleep(PONG_WITHIN_MS)
  }
}

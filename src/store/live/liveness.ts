import type { ReadonlySignal } from '@preact/signals-core'
import type { ChatService, ProbeOptions } from '../../chat/service.ts'
import type { Clock } from '../../lib/clock.ts'

/** With the time between two looks: after 32 s at most a visible page has found a dead socket. */
const SILENT: ProbeOptions = { quietMs: 20_000, withinMs: 8_000 }
const LOOK_MS = 4_000
/** So much later than planned a look comes only when the device has slept, or its clock was set. */
const LEAP_MS = 10_000

export interface LivenessOptions {
  readonly clock: Clock
  readonly visible: ReadonlySignal<boolean>
  /** The device slept, and the browser may not have said so. */
  readonly woke: () => void
}

/**
 * Looks after a connection until `signal` ends: probes it when it is silent while the page is visible, and notices when the
 * device has slept. A connection that is being made is its adapter's own concern. Never rejects.
 */
export async function keepAlive(
  service: Pick<ChatService, 'connection' | 'probe'>,
  { clock, visible, woke }: LivenessOptions,
  signal: AbortSignal,
): Promise<void> {
  let probing = false
  async function probe(): Promise<void> {
    if (probing || service.connection !== 'connected') return
    probing = true
    await service.probe(SILENT).catch(() => {}) // what became of the connection its events tell
    probing = false
  }

  for (;;) {
    // By the wall clock: the other may stand still while the device sleeps.
    const before = clock.now()
    await clock.sleep(LOOK_MS, signal).catch(() => {})
    if (signal.aborted) return
    // A hidden page is woken seldom, and hears of its return.
    if (!visible.peek()) continue
    if (clock.now() - before > LOOK_MS + LEAP_MS) woke()
    else void probe()
  }
}

import { signal, type ReadonlySignal } from '@preact/signals'
import { systemClock as clock } from '../../src/lib/clock.ts'

/** Who sits here: `?as=robin`; the first agent where the address says nobody. */
export const me = new URLSearchParams(location.search).get('as') ?? undefined

export interface Waiting {
  readonly channelSid: string
  readonly name: string
  /** ISO 8601 */
  readonly since: string
}

export interface Colleague {
  readonly identity: string
  readonly name: string
}

export interface Rating {
  readonly channelSid: string
  readonly kind: 'stars' | 'thumbs' | 'scale'
  readonly value: number
  readonly comment: string
  readonly by: string
  readonly at: string
}

export interface LeftMessage {
  readonly name: string
  readonly email: string
  readonly message: string
  readonly by: string
  readonly at: string
}

interface DeskState {
  /** New visitors wait until somebody accepts them. */
  readonly queueing: boolean
  readonly waiting: readonly Waiting[]
  readonly staff: readonly Colleague[]
}

/** What the website's back end knows, and the chat service does not. Each action @throws Error with a sentence to show */
export interface FrontDesk {
  readonly state: ReadonlySignal<DeskState>
  readonly feedback: ReadonlySignal<{ readonly ratings: readonly Rating[]; readonly left: readonly LeftMessage[] }>
  setQueueing(on: boolean): Promise<void>
  accept(channelSid: string): Promise<void>
  handOver(channelSid: string, to: string): Promise<void>
  /** Asks what is new, again and again until `signal` ends. */
  watch(signal: AbortSignal): Promise<void>
}

const LOOK_MS = 1_500

export async function askBackEnd<T>(path: string, body: object = {}): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...body, as: me }),
    cache: 'no-store',
  })
  if (response.ok) return (await response.json()) as T
  const { error } = (await response.json().catch(() => ({}))) as { error?: string }
  throw new Error(error ?? `The back end answered ${response.status}.`)
}

export function createFrontDesk(): FrontDesk {
  const state = signal<DeskState>({ queueing: false, waiting: [], staff: [] })
  const feedback = signal<FrontDesk['feedback']['value']>({ ratings: [], left: [] })

  /** The same again is no news. */
  function take<T>(into: { value: T }, next: T): void {
    if (JSON.stringify(into.value) !== JSON.stringify(next)) into.value = next
  }
  const look = async (): Promise<void> => take(state, await askBackEnd<DeskState>('/agent/desk'))

  return {
    state,
    feedback,
    async setQueueing(on) {
      await askBackEnd('/agent/queueing', { on })
      await look()
    },
    async accept(channelSid) {
      await askBackEnd('/agent/accept', { channelSid })
      await look()
    },
    async handOver(channelSid, to) {
      await askBackEnd('/agent/handover', { channelSid, to })
    },
    async watch(signal) {
      while (!signal.aborted) {
        if (document.visibilityState === 'visible') {
          await look().catch(() => undefined)
          await askBackEnd<typeof feedback.value>('/agent/feedback').then(
            (next) => take(feedback, next),
            () => undefined,
          )
        }
        await clock.sleep(LOOK_MS, signal).catch(() => undefined)
      }
    },
  }
}

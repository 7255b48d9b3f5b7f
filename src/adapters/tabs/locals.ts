import { systemClock } from '../../lib/clock.ts'
import type { Clock } from '../../lib/clock.ts'
import { uuid } from '../../lib/uuid.ts'

/** The part of a BroadcastChannel that is used. */
export interface Air {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  close(): void
}

/** What a tab takes from its browser to find the others. Null where there is none: then it leads alone. */
export interface Locals {
  readonly locks: Pick<LockManager, 'request'> | null
  readonly Air: (new (name: string) => Air) | null
  /** Hash of a text, in hex. Null as above. */
  readonly digest: ((text: string) => Promise<string>) | null
  /** Where `pagehide`, `pageshow` and `focus` are told. */
  readonly window: EventTarget | null
  /** Where `freeze`, `resume` and `visibilitychange` are told. */
  readonly document: (EventTarget & { readonly hidden: boolean }) | null
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
  readonly uuid: () => string
}

/** The browser's own. An insecure context has neither locks nor `crypto.subtle`. */
export function browserLocals(): Locals {
  const { navigator, BroadcastChannel, crypto, document } = globalThis as Partial<typeof globalThis>
  const subtle = crypto?.subtle
  return {
    locks: navigator?.locks ?? null,
    Air: BroadcastChannel ?? null,
    digest: subtle ? (text) => sha256(subtle, text) : null,
    window: document ? globalThis.window : null,
    document: document ?? null,
    clock: systemClock,
    random: Math.random,
    uuid,
  }
}

async function sha256(subtle: SubtleCrypto, text: string): Promise<string> {
  const bytes = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import type { ChatService } from '../chat/service.ts'
import { createBell } from '../lib/bell.ts'
import { onEnd } from '../lib/lifetime.ts'

/** The live connection of one conversation, which comes and goes while the conversation stays. */
export interface Link {
  /** The connected service; null while there is none. */
  readonly service: ChatService | null
  /** A connection is there, again or anew. */
  up(service: ChatService): void
  down(): void
  /** Resolves with the service once it is connected: at once when it is. Rejects with the signal's reason. */
  live(signal: AbortSignal): Promise<ChatService>
  /** Resolves once the connection is lost: at once when there is none. */
  lost(signal: AbortSignal): Promise<void>
  /** `listener` hears of each `up` until `signal` ends. */
  onUp(listener: () => void, signal: AbortSignal): void
}

export function createLink(): Link {
  let service: ChatService | null = null
  const changed = createBell()
  const listeners = new Set<() => void>()

  function change(next: ChatService | null): void {
    service = next
    changed.ring()
  }
  async function until(isSo: () => boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    while (!isSo()) await changed.wait(signal)
  }
  return {
    get service() {
      return service
    },
    up(next) {
      if (service === next) return
      change(next)
      for (const listener of listeners) listener()
    },
    down() {
      if (service) change(null)
    },
    async live(signal) {
      await until(() => service !== null, signal)
      return service!
    },
    lost: (signal) => until(() => service === null, signal),
    onUp(listener, signal) {
      listeners.add(listener)
      onEnd(signal, () => listeners.delete(listener))
    },
  }
}

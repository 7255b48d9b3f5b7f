import { onEnd } from '../../lib/lifetime.ts'
import type { Air, Locals } from './locals.ts'
import type { WireMessage } from './wire.ts'

/** The way to the other tabs. Without one, or while it is closed, a word is said to nobody. */
export interface Channel {
  post(message: WireMessage): void
  /** `hear` gets what the others say, until `signal` ends. */
  open(hear: (message: WireMessage) => void, signal: AbortSignal): void
}

export function createChannel(name: string | null, { Air }: Pick<Locals, 'Air'>): Channel {
  let air: Air | null = null
  return {
    post: (message) => air?.postMessage(message),
    open(hear, signal) {
      if (!Air || name === null || signal.aborted) return
      const own = (air = new Air(name))
      own.addEventListener('message', ({ data }) => {
        if (!signal.aborted) hear(data as WireMessage)
      })
      onEnd(signal, () => {
        own.close()
        if (air === own) air = null
      })
    },
  }
}

import { onEnd } from '../../lib/lifetime.ts'
import { methods, toWireError } from './wire.ts'
import type { Line, WireMessage } from './wire.ts'

export interface Desk {
  /** A call of another tab, or that it has changed its mind. */
  hear(message: WireMessage): void
}

/** Answers the other tabs' calls to the client of this era, until `signal` ends: then they are told nothing more. */
export function createDesk(
  line: Line,
  { era, post }: { readonly era: string; readonly post: (message: WireMessage) => void },
  signal: AbortSignal,
): Desk {
  const underWay = new Map<string, AbortController>()
  onEnd(signal, () => {
    for (const controller of underWay.values()) controller.abort(signal.reason)
  })

  async function answer({ from, call, what }: Extract<WireMessage, { type: 'call' }>): Promise<void> {
    const to = { era, to: from, call }
    const key = `${from} ${call}`
    const controller = new AbortController()
    underWay.set(key, controller)
    const say = (message: WireMessage): void => {
      if (!signal.aborted) post(message)
    }
    const perform = (): Promise<unknown> => {
      if (what.method !== 'sendMessage') return (line[what.method] as (...args: readonly unknown[]) => Promise<unknown>)(...what.args)
      const [channelSid, body, options] = what.args
      return line.sendMessage(channelSid, body, {
        ...options,
        signal: controller.signal,
        onProgress: (uploaded, total) => say({ type: 'progress', ...to, uploaded, total }),
      })
    }
    try {
      say({ type: 'result', ...to, value: await perform() })
    } catch (cause) {
      const aborted = controller.signal.aborted && cause === controller.signal.reason
      say({ type: 'failure', ...to, error: aborted ? 'aborted' : toWireError(cause) })
    } finally {
      underWay.delete(key)
    }
  }

  return {
    hear(message) {
      if (signal.aborted || !('era' in message) || message.era !== era) return
      if (message.type === 'call' && methods.includes(message.what.method)) void answer(message)
      else if (message.type === 'abort') underWay.get(`${message.from} ${message.call}`)?.abort(new DOMException('Aborted', 'AbortError'))
    },
  }
}

import { ChatError } from '../../chat/errors.ts'
import { abortable } from '../../lib/abortable.ts'
import type { Clock } from '../../lib/clock.ts'
import { createLifetime } from '../../lib/lifetime.ts'
import { fromWireError } from './wire.ts'
import type { Call, Line, WireMessage } from './wire.ts'

/** The leader's client, as a follower asks it. */
export interface Remote extends Line {
  /** How many answers are waited for. */
  readonly waiting: number
  /** An answer, perhaps to one of ours. */
  hear(message: WireMessage): void
}

export interface RemoteOptions {
  readonly era: string
  /** Our own name. */
  readonly from: string
  readonly post: (message: WireMessage) => void
  readonly clock: Clock
  /** An answer is waited for. */
  readonly asked: () => void
}

/** Longer than the leader's client takes for anything but an upload, of which it tells the progress. */
const ANSWER_WITHIN_MS = 35_000

interface Waiting {
  settle(value: unknown): void
  fail(cause: unknown): void
  readonly progress?: ((uploaded: number, total: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Ends with `signal`: what is waited for rejects with its reason. */
export function createRemote({ era, from, post, clock, asked }: RemoteOptions, signal: AbortSignal): Remote {
  const waiting = new Map<number, Waiting>()
  let calls = 0

  function ask<Result>(
    what: Call,
    { limitMs = ANSWER_WITHIN_MS, ...more }: Pick<Waiting, 'progress' | 'signal'> & { limitMs?: number } = {},
  ) {
    return abortable<Result>(signal, (resolve, reject) => {
      const call = (calls += 1)
      const limit = createLifetime()
      const abort = (): void => post({ type: 'abort', era, from, call })
      waiting.set(call, { settle: (value) => resolve(value as Result), fail: reject, ...more })
      clock.sleep(limitMs, limit.signal).then(
        () => reject(new ChatError('network', 'The other tab did not answer', { retryable: true })),
        () => {},
      )
      const send = (what: Call): void => {
        if (more.signal?.aborted) reject(more.signal.reason)
        else post({ type: 'call', era, from, call, what })
      }
      try {
        // One who gives up in the same breath has sent nothing.
        if (more.signal) queueMicrotask(send.bind(null, structuredClone(what)))
        else send(what)
      } catch {
        // What cannot be cloned is no JSON, so the service would not take it either.
        reject(new ChatError('message-invalid', 'This cannot be sent'))
      }
      more.signal?.addEventListener('abort', abort)
      asked()
      return () => {
        waiting.delete(call)
        limit.end()
        more.signal?.removeEventListener('abort', abort)
      }
    })
  }

  return {
    get waiting() {
      return waiting.size
    },
    hear(message) {
      if (!('to' in message) || message.to !== from || message.era !== era) return
      const call = waiting.get(message.call)
      if (message.type === 'result') call?.settle(message.value)
      else if (message.type === 'progress') call?.progress?.(message.uploaded, message.total)
      else call?.fail(message.error === 'aborted' ? call.signal?.reason : fromWireError(message.error))
    },
    channels: () => ask({ method: 'channels', args: [] }),
    channel: (...args) => ask({ method: 'channel', args }),
    enter: (...args) => ask({ method: 'enter', args }),
    messages: (...args) => ask({ method: 'messages', args }),
    messagesAfter: (...args) => ask({ method: 'messagesAfter', args }),
    sendMessage: (channelSid, body, { onProgress: progress, signal, ...options }) =>
      ask(
        { method: 'sendMessage', args: [channelSid, body, options] },
        { progress, signal, ...(options.files?.length && { limitMs: Number.MAX_SAFE_INTEGER }) },
      ),
    editMessage: (...args) => ask({ method: 'editMessage', args }),
    removeMessage: (...args) => ask({ method: 'removeMessage', args }),
    members: (...args) => ask({ method: 'members', args }),
    typing: (...args) => ask({ method: 'typing', args }),
    advanceHorizon: (...args) => ask({ method: 'advanceHorizon', args }),
    mediaUrl: (...args) => ask({ method: 'mediaUrl', args }),
    kick: () => ask({ method: 'kick', args: [] }),
    probe: (...args) => ask({ method: 'probe', args }),
  }
}

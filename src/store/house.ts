import { ChatError } from '../chat/errors.ts'
import type { ChatErrorCode } from '../chat/errors.ts'
import { isChannelSid } from '../chat/sid.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'

/** `channelSid` null: the back end answered 202, and will add us to a Channel later. @throws ChatError `start-failed` */
export type RequestStart = (signal: AbortSignal) => Promise<{ readonly channelSid: string | null }>
/** @throws ChatError `end-failed` */
export type RequestEnd = (channelSid: string, signal: AbortSignal) => Promise<void>

export interface HouseOptions {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: RequestCredentials
}

const ANSWER_MS = 15_000

/** Asks the host's back end to open a room: `POST {}` → `200 {"channelSid":"CH…"}`, or 202. Never tried again by itself: it is not idempotent. */
export function createStartRequest(url: string, options: HouseOptions): RequestStart {
  return async (signal) => {
    const response = await post(url, {}, 'start-failed', options, signal)
    if (response.status === 202) return { channelSid: null }
    const channelSid = channelSidIn(await response.json().catch(() => null))
    if (channelSid) return { channelSid }
    throw new ChatError('start-failed', 'The start endpoint answered without a channelSid', {
      hint: 'Answer 200 {"channelSid":"CH…"}, or 202.',
    })
  }
}

/** Asks the host's back end to close it: `POST {"channelSid":"CH…"}`. */
export function createEndRequest(url: string, options: HouseOptions): RequestEnd {
  return async (channelSid, signal) => {
    await post(url, { channelSid }, 'end-failed', options, signal)
  }
}

async function post(url: string, body: object, code: ChatErrorCode, options: HouseOptions, signal: AbortSignal): Promise<Response> {
  const { fetch, clock, headers, credentials } = options
  const unreachable = (): ChatError =>
    new ChatError(code, 'The back end cannot be reached', {
      retryable: true,
      hint: 'Is the address right, and do CSP (connect-src) and CORS allow it?',
    })
  const request = (inner: AbortSignal): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      credentials,
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: inner,
    })
  let response: Response
  try {
    response = await within(ANSWER_MS, request, { clock, signal, late: unreachable })
  } catch {
    signal.throwIfAborted()
    throw unreachable()
  }
  if (response.ok) return response
  const { status } = response
  throw new ChatError(code, `The back end answered ${status}`, {
    retryable: status === 408 || status === 429 || status >= 500,
    hint:
      status === 401 || status === 403
        ? 'Is the visitor known, and is its cookie sent (tokenRequest.credentials)?'
        : 'See the log of your back end.',
  })
}

function channelSidIn(answer: unknown): string | null {
  const sid: unknown = typeof answer === 'object' && answer !== null && 'channelSid' in answer ? answer.channelSid : null
  return isChannelSid(sid) ? sid : null
}

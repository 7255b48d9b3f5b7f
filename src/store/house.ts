import { endpointError } from '../chat/endpoint-error.ts'
import { ChatError } from '../chat/errors.ts'
import type { ChatErrorCode } from '../chat/errors.ts'
import { isChannelSid } from '../chat/sid.ts'
import { askEndpoint } from '../lib/endpoint.ts'
import type { Endpoint, EndpointAnswer } from '../lib/endpoint.ts'

/** What the visitor answered before the conversation, by the question's name. */
export type PreChat = Readonly<Record<string, string | boolean>>
/** Tells the host's back end something; only whether it took it counts. @throws ChatError */
export type Tell = (name: 'rateUrl' | 'leaveUrl', what: object) => Promise<void>

/** `channelSid` null: the back end answered 202, and will add us to a Channel later. @throws ChatError `start-failed` */
export type RequestStart = (answers: PreChat | undefined, signal: AbortSignal) => Promise<{ readonly channelSid: string | null }>
/** @throws ChatError `end-failed` */
export type RequestEnd = (channelSid: string, signal: AbortSignal) => Promise<void>

const ANSWER_MS = 15_000

/**
 * Asks the host's back end to open a room: `POST {}`, or `{"preChat":{…}}` → `200 {"channelSid":"CH…"}`, or 202. Never tried
 * again by itself: it is not idempotent.
 */
export async function requestStart(endpoint: Endpoint, ...[preChat, signal]: Parameters<RequestStart>): ReturnType<RequestStart> {
  const { status, text } = await ask(endpoint, { preChat }, 'start-failed', signal)
  if (status === 202) return { channelSid: null }
  const channelSid = channelSidIn(text)
  if (channelSid) return { channelSid }
  throw new ChatError('start-failed', 'The start endpoint answered without a channelSid', {
    hint: 'Answer 200 {"channelSid":"CH…"}, or 202.',
  })
}

/** Asks the host's back end to close it: `POST {"channelSid":"CH…"}`. */
export async function requestEnd(endpoint: Endpoint, channelSid: string, signal: AbortSignal): Promise<void> {
  await ask(endpoint, { channelSid }, 'end-failed', signal)
}

/** A rating, a message that is left: `POST` it; any status below 300 is thanks. */
export async function tell(endpoint: Endpoint, what: object, signal: AbortSignal): Promise<void> {
  await ask(endpoint, what, 'unknown', signal)
}

async function ask(endpoint: Endpoint, body: object, code: ChatErrorCode, signal: AbortSignal): Promise<EndpointAnswer> {
  const answer = await askEndpoint(endpoint, body, ANSWER_MS, signal).catch(() => null)
  signal.throwIfAborted()
  if (answer && answer.status < 300) return answer
  throw endpointError(code, 'The back end', answer && answer.status)
}

function channelSidIn(text: string): string | null {
  try {
    const sid: unknown = JSON.parse(text)?.channelSid
    return isChannelSid(sid) ? sid : null
  } catch {
    return null
  }
}

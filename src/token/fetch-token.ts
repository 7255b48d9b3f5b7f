import { ChatError } from '../chat/errors.ts'
import type { ChatErrorOptions } from '../chat/errors.ts'
import { systemClock } from '../lib/clock.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import type { ParlourOptions, TokenReason, TokenSource } from '../options.ts'
import { retryAfterMs } from './retry-after.ts'
import { checkTokenAnswer, readTokenBody } from './token-answer.ts'
import type { TokenAnswer } from './token-answer.ts'

/** Asks the host for an Access Token, once. @throws ChatError `token-…` */
export type AskForToken = (reason: TokenReason, signal: AbortSignal) => Promise<TokenAnswer>

/** The endpoint asks for patience. */
export class TokenUnavailable extends ChatError {
  /** From `Retry-After`; null when it was not said. */
  readonly retryAfterMs: number | null

  constructor(message: string, retryAfterMs: number | null, options: ChatErrorOptions) {
    super('token-unavailable', message, options)
    this.retryAfterMs = retryAfterMs
  }
}

const TIMEOUT_MS = 10_000
/** A JWT has 1–2 KB. */
const LONGEST_BODY = 32_768

export function createTokenRequest(
  options: Pick<ParlourOptions, 'tokenUrl' | 'tokenRequest'>,
  fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
  clock: Clock = systemClock,
): AskForToken {
  const { tokenUrl, tokenRequest = {} } = options
  const late = (): ChatError =>
    new ChatError('token-unreachable', `The token endpoint did not answer within ${TIMEOUT_MS / 1_000} s`, { retryable: true })
  const ask: AskForToken =
    typeof tokenUrl === 'function'
      ? (reason, signal) => askFunction(tokenUrl, reason, signal)
      : (reason, signal) => askEndpoint(tokenUrl, tokenRequest, { fetch, clock, reason, signal })
  return (reason, signal) => within(TIMEOUT_MS, (inner) => ask(reason, inner), { clock, signal, late })
}

async function askFunction(source: TokenSource, reason: TokenReason, signal: AbortSignal): Promise<TokenAnswer> {
  let answer: unknown
  try {
    answer = await source({ reason, signal })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ChatError) throw error
    // The host's error may quote its answer, so it is neither passed on nor quoted whole.
    const said = error instanceof Error ? `: ${withoutTokens(error.message)}` : ''
    throw new ChatError('token-unreachable', `The token function failed${said}`, {
      retryable: true,
      hint: 'It must resolve with the JWT, or {token, channelSid?}.',
    })
  }
  return checkTokenAnswer(answer)
}

async function askEndpoint(
  url: string,
  request: NonNullable<ParlourOptions['tokenRequest']>,
  { fetch, clock, reason, signal }: { fetch: typeof globalThis.fetch; clock: Clock; reason: TokenReason; signal: AbortSignal },
): Promise<TokenAnswer> {
  const method = request.method ?? 'POST'
  let response: Response
  let body: string
  try {
    response = await fetch(url, {
      method,
      ...(method === 'POST' ? { body: JSON.stringify({ reason }) } : {}),
      headers: {
        accept: 'application/json, text/plain',
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
      },
      credentials: request.credentials ?? 'same-origin',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    })
    body = await response.text()
  } catch {
    signal.throwIfAborted()
    throw new ChatError('token-unreachable', 'The token endpoint cannot be reached', {
      retryable: true,
      hint: 'Is the address right, and do CSP (connect-src) and CORS allow it?',
    })
  }
  if (response.ok && body.length <= LONGEST_BODY) return readTokenBody(body, response.headers.get('content-type') ?? '')
  throw refusal(response, clock.now())
}

function refusal(response: Response, now: number): ChatError {
  const { status } = response
  if (response.ok)
    return new ChatError('token-malformed', 'The token endpoint answered with more than 32 KB', { hint: 'Is the address right?' })
  if (status === 401 || status === 403) {
    return new ChatError('token-denied', `The token endpoint refused this visitor (${status})`, {
      hint: 'Is the visitor known, and is its cookie sent (tokenRequest.credentials)?',
    })
  }
  const retryable = status === 408 || status === 429 || status >= 500
  return new TokenUnavailable(`The token endpoint answered ${status}`, retryAfterMs(response.headers, now), {
    retryable,
    hint: retryable ? 'See the log of your back end.' : 'Is the address right, and the method?',
  })
}

const withoutTokens = (text: string): string => text.replaceAll(/[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '[token]').slice(0, 200)

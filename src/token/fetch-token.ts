import { endpointError, isDenial } from '../chat/endpoint-error.ts'
import { ChatError } from '../chat/errors.ts'
import { systemClock } from '../lib/clock.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import { askEndpoint } from '../lib/endpoint.ts'
import type { ParlourOptions, TokenReason, TokenSource } from '../options.ts'
import { diagnose } from './diagnose.ts'
import { retryAfterMs } from './retry-after.ts'
import { readTokenAnswer, readTokenBody } from './token-answer.ts'
import type { TokenAnswer } from './token-answer.ts'

/** Asks the host for an Access Token, once. @throws ChatError `token-…`; `retryAfterMs` where the endpoint asks for patience */
export type AskForToken = (reason: TokenReason, signal: AbortSignal) => Promise<TokenAnswer>

const TIMEOUT_MS = 10_000
const ENDPOINT = 'The token endpoint'

export function createTokenRequest(
  { tokenUrl, tokenRequest = {} }: Pick<ParlourOptions, 'tokenUrl' | 'tokenRequest'>,
  fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
  clock: Clock = systemClock,
): AskForToken {
  const unanswered = (): ChatError => endpointError('token-unreachable', ENDPOINT, null)
  if (typeof tokenUrl === 'function') {
    return (reason, signal) => within(TIMEOUT_MS, (inner) => askFunction(tokenUrl, reason, inner), { clock, signal, late: unanswered })
  }
  const endpoint = { headers: {}, credentials: 'same-origin' as const, ...tokenRequest, url: tokenUrl, fetch, clock }
  return async (reason, signal) => {
    const { status, headers, text } = await askEndpoint(endpoint, { reason }, TIMEOUT_MS, signal).catch(() => {
      signal.throwIfAborted()
      throw unanswered()
    })
    if (status >= 300) {
      throw endpointError(isDenial(status) ? 'token-denied' : 'token-unavailable', ENDPOINT, status, retryAfterMs(headers, clock.now()))
    }
    const answer = readTokenBody(text)
    if (answer) return answer
    throw await diagnose(({ ofBody }) => ofBody(text, headers.get('content-type') ?? ''))
  }
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
  const read = readTokenAnswer(answer)
  if (read) return read
  throw await diagnose(({ ofAnswer }) => ofAnswer(answer))
}

const withoutTokens = (text: string): string => text.replaceAll(/[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '[token]').slice(0, 200)

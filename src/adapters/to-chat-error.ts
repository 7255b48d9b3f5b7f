import { ChatError } from '../chat/errors.ts'
import type { ChatErrorCode } from '../chat/errors.ts'

/**
 * What a failure of the SDK means. `refused` is the code for a plain refusal (4xx). Nothing of the SDK's error is kept
 * but numbers: it may quote a Message or hold vendor objects.
 */
export function toChatError(error: unknown, refused: ChatErrorCode): ChatError {
  if (error instanceof ChatError) return error
  if (error instanceof TypeError) return new ChatError('unknown', 'The chat service said something unexpected')
  // Media come over plain HTTP; there the status is called `code`.
  const status = numberAt(error, 'status') ?? numberAt(error, 'code')
  if (status === null || status < 400) {
    return new ChatError('network', 'The chat service did not answer', {
      retryable: true,
      hint: 'It may have done what was asked all the same.',
    })
  }
  const code = numberAt(bodyOf(error), 'code') ?? numberAt(error, 'code')
  const said = code ? `${status}, code ${code}` : `${status}`
  if (status === 429) return new ChatError('rate-limited', `The chat service asks for patience (${said})`, { retryable: true })
  // 408, 409: somebody else was at it, or it took too long; neither says that it may not be.
  if (status >= 500 || status === 408 || status === 409)
    return new ChatError('network', `The chat service is in trouble (${said})`, { retryable: true })
  return new ChatError(refused, `The chat service refused (${said})`, {
    hint: code ? `https://www.twilio.com/docs/api/errors/${code}` : 'See the permissions of the Role.',
  })
}

const bodyOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'body' in error ? error.body : null)

function numberAt(value: unknown, key: string): number | null {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null
  return typeof found === 'number' ? found : null
}

import { ChatError } from './errors.ts'
import type { ChatErrorCode } from './errors.ts'

/** Why an endpoint of the host's back end was of no use. `status` null: it gave no answer. `retryAfterMs`: it asked for patience. */
export function endpointError(code: ChatErrorCode, endpoint: string, status: number | null, retryAfterMs: number | null = null): ChatError {
  if (status === null) {
    return new ChatError(code, `${endpoint} did not answer`, {
      retryable: true,
      hint: 'Is the address right, and do CSP (connect-src) and CORS allow it?',
    })
  }
  const retryable = status === 408 || status === 429 || status >= 500
  return new ChatError(code, `${endpoint} answered ${status}`, {
    retryable,
    retryAfterMs,
    hint: isDenial(status)
      ? 'Is the visitor known, and is its cookie sent (tokenRequest.credentials)?'
      : 'Is the address right? See the log of your back end.',
  })
}

export const isDenial = (status: number): boolean => status === 401 || status === 403

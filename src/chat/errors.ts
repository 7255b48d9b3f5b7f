/** Every way in which Parlour can fail, as a word that a host can branch on. The table in the README is checked against this list. */
export const chatErrorCodes = [
  // token endpoint
  'token-unreachable',
  'token-denied',
  'token-unavailable',
  'token-malformed',
  'token-identity-changed',
  'token-service-changed',
  'token-without-grant',
  'token-too-short',
  'token-unchanged',
  // start, end
  'start-failed',
  'end-failed',
  // session
  'connection-denied',
  'connection-failed',
  'channel-not-found',
  'channel-not-trusted',
  'load-failed',
  // messages
  'message-invalid',
  'message-rejected',
  'network',
  'rate-limited',
  'not-ready',
  // what the host gave us
  'slot-failed',
  'unknown',
] as const

export type ChatErrorCode = (typeof chatErrorCodes)[number]

export interface ChatErrorOptions {
  /** What the host can do about it. */
  readonly hint?: string
  /** Trying the same thing again later may work. Default false. */
  readonly retryable?: boolean
  /** How long the other side asked us to wait, ms. */
  readonly retryAfterMs?: number | null
  readonly cause?: unknown
}

/** What happened (`message`), and what to do (`hint`). Carries no token and no Message body, nor does its `cause`. */
export class ChatError extends Error {
  readonly code: ChatErrorCode
  readonly hint: string | undefined
  readonly retryable: boolean
  /** ms; null where nothing was said. */
  readonly retryAfterMs: number | null

  constructor(code: ChatErrorCode, message: string, options: ChatErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ChatError'
    this.code = code
    this.hint = options.hint
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs ?? null
  }

  /** `cause` itself when it is a ChatError, else a ChatError with code `unknown`. */
  static from(cause: unknown): ChatError {
    if (cause instanceof ChatError) return cause
    return new ChatError('unknown', cause instanceof Error ? cause.message : 'Something unexpected happened', { cause })
  }
}

import type { ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { restStatus } from './twilio-client.ts'

/**
 * Every error becomes `{"error": sentence}`. The log names the request and the kind of error and nothing else: an error of
 * the HTTP client carries the API key in its headers, one of the REST API may carry what was sent.
 */
export function answerError(log: (line: string) => void): ErrorHandler {
  return (error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status)
    const status = restStatus(error)
    if (status === 404) return c.json({ error: 'There is no such conversation.' }, 404)
    log(`${c.req.method} ${c.req.path}: ${describe(error)}`)
    if (status === 429 || isUnreachable(error)) {
      c.header('Retry-After', '2')
      return c.json({ error: 'The chat service is not available.' }, 503)
    }
    return c.json({ error: status === undefined ? 'Something went wrong.' : 'The chat service refused.' }, status === undefined ? 500 : 502)
  }
}

/** One line about an error, without any content: its kind, status, code and, for a slip of ours, its place. */
export function describe(error: unknown): string {
  const { name, code, stack } = error as Partial<NodeJS.ErrnoException>
  const status = restStatus(error)
  const place =
    status === undefined && code === undefined
      ? stack
          ?.split('\n')
          .find((line) => line.startsWith('    at '))
          ?.trim()
      : undefined
  return [name, status, code, place].filter((part) => part !== undefined).join(' ')
}

/** The HTTP client below the helper library got no answer: refused, reset, timed out. It takes every status for an answer. */
function isUnreachable(error: unknown): boolean {
  return (error as { isAxiosError?: unknown }).isAxiosError === true
}

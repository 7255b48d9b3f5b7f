import { STATUS_CODES } from 'node:http'
import { ApiError } from '../domain/errors.ts'

/** The HTTP answer that goes back in a packet, once everything written so far is on disk. */
export interface Answer {
  readonly status: number
  /** undefined = an empty payload */
  readonly body?: unknown
  /** Runs right after the answer was sent, in the same turn: notifications that belong to it. */
  readonly afterwards?: () => void
  /** A fault: the work is done, the socket dies before the answer. */
  readonly lost?: boolean
  /** Address of what was made or changed, null after a deletion: the answer to the same mutation sent again. */
  readonly resource?: string | null
}

export const ok = (body: unknown, afterwards?: () => void): Answer => ({ status: 200, body, ...(afterwards && { afterwards }) })
export const created = (body: unknown, resource: string): Answer => ({ status: 201, body, resource })
export const updated = (body: unknown, resource: string): Answer => ({ status: 200, body, resource })
export const deleted: Answer = { status: 204, resource: null }

/** Anything that a handler threw. What is not an `ApiError` is a mistake of ours: 500, told to `report`. */
export function refusal(error: unknown, report: (error: unknown) => void): Answer {
  if (error instanceof ApiError) return problem(error.status, error.code, error.message)
  report(error)
  return problem(500, 20500, 'Internal server error')
}

export const problem = (status: number, code: number, message: string): Answer => ({
  status,
  body: { status, code, message, more_info: `https://www.twilio.com/docs/errors/${code}` },
})

/** As Twilsock words it: upper case, e.g. `NOT FOUND`. */
export const statusText = (status: number): string => (STATUS_CODES[status] ?? 'Unknown').toUpperCase()

import type { MiddlewareHandler } from 'hono'

/** The parts of a request that its page cannot forge: the browser sets `Origin` and `Sec-Fetch-Site` itself. */
export interface RequestShape {
  readonly method: string
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly contentType: string | undefined
}
export interface Refusal {
  readonly status: 403 | 405 | 415
  readonly error: string
}

/**
 * Why this request must not be served, if it must not: another website could send it with our visitor's cookie.
 * `Origin` has to be one of `origins`, letter by letter (`http://localhost:4800` is not `http://127.0.0.1:4800`, and
 * `null`, the origin of a sandboxed frame, is none). Where a browser leaves it out, it must say `same-origin` instead.
 * JSON is asked for because no HTML form can send it.
 */
export function refusal(request: RequestShape, origins: readonly string[], method: 'GET' | 'POST'): Refusal | undefined {
  if (request.method !== method) return { status: 405, error: `Use ${method}.` }
  const ours = request.origin === undefined ? request.fetchSite === 'same-origin' : origins.includes(request.origin)
  if (!ours) return { status: 403, error: 'This page may not ask here: its origin is not in the list.' }
  if (method === 'POST' && !isJson(request.contentType)) return { status: 415, error: 'Send JSON.' }
  return undefined
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

/** Lets only our own pages through. */
export function sameSite(origins: readonly string[], method: 'GET' | 'POST' = 'POST'): MiddlewareHandler {
  return async (c, next) => {
    const [origin, fetchSite, contentType] = ['origin', 'sec-fetch-site', 'content-type'].map((name) => c.req.header(name))
    const refused = refusal({ method: c.req.method, origin, fetchSite, contentType }, origins, method)
    if (!refused) return next()
    if (refused.status === 405) c.header('Allow', method)
    return c.json({ error: refused.error }, refused.status)
  }
}

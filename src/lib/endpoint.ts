import type { Clock } from './clock.ts'
import { within } from './deadline.ts'

/** An address at the website's own back end, and how it is asked. */
export interface Endpoint {
  readonly url: string
  readonly method?: 'POST' | 'GET'
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: RequestCredentials
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
}

export interface EndpointAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Asks once; a GET without the body. Rejects when there is no whole answer within `patienceMs`, or with the signal's reason. */
export function askEndpoint(endpoint: Endpoint, body: object, patienceMs: number, signal: AbortSignal): Promise<EndpointAnswer> {
  const { url, method = 'POST', headers, credentials, fetch, clock } = endpoint
  const posted = method === 'POST'
  return within(
    patienceMs,
    async (inner) => {
      const response = await fetch(url, {
        method,
        ...(posted && { body: JSON.stringify(body) }),
        headers: { accept: 'application/json, text/plain', ...(posted && { 'content-type': 'application/json' }), ...headers },
        credentials,
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: inner,
      })
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
    { clock, signal, late: () => new Error('late') },
  )
}

import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { sameSite } from '../host-backend/same-site.ts'
import { pageHeaders } from '../page-headers.ts'
import type { QaActions, QaRequest } from './actions.ts'

/**
 * The panel at `/qa`; `POST /qa/<action>` with `{identity?, times?, delayMs?}`, which answers with whom it struck;
 * `GET /qa/state`. Only our own pages may ask: another website could play tricks on whoever has the demo running.
 */
export function createQaRoutes(actions: QaActions, publicOrigins: readonly string[]): Hono {
  const app = new Hono()
  app.get('/', async (c) => {
    const body = await readFile(new URL('index.html', import.meta.url), 'utf8')
    return c.html(body, 200, pageHeaders(new URL(c.req.url).host))
  })
  app.get('/state', sameSite(publicOrigins, 'GET'), (c) => c.json(actions.state(), 200, { 'Cache-Control': 'no-store' }))
  app.post('/:action', sameSite(publicOrigins), bodyLimit({ maxSize: 4_096 }), async (c) => {
    const action = c.req.param('action')
    if (!actions.has(action)) return c.json({ error: 'There is no such fault.' }, 404)
    const request = readRequest(await c.req.json().catch(() => undefined))
    if (!request) return c.json({ error: 'Send {"identity"?: text, "times"?: 1 to 100, "delayMs"?: 0 to 60,000}.' }, 400)
    const struck = actions.run(action, request)
    if (!struck) return c.json({ error: 'No visitor is connected: open the chat on one of the pages first.' }, 409)
    return c.json({ action, ...struck })
  })
  return app
}

function readRequest(body: unknown): QaRequest | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { identity, times, delayMs } = body as Record<string, unknown>
  const ok = (identity === undefined || typeof identity === 'string') && isBetween(times, 1, 100) && isBetween(delayMs, 0, 60_000)
  return ok ? (body as QaRequest) : undefined
}

const isBetween = (value: unknown, least: number, most: number): boolean =>
  value === undefined || (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)

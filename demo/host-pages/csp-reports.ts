import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** What the browser said that it held back: the `csp-report` object of each report, as it came. */
type Report = Readonly<Record<string, unknown>>

const KEPT = 200

/** `POST` takes a violation report, `GET` answers `{count, reports}` (the newest 200), `DELETE` forgets them. */
export function cspReports(): Hono {
  let count = 0
  let reports: Report[] = []
  const app = new Hono()
  app.post('/', bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    if (typeof body !== 'object' || body === null || !('csp-report' in body)) return c.json({ error: 'Not a violation report' }, 400)
    count++
    reports = [...reports, body['csp-report'] as Report].slice(-KEPT)
    return c.body(null, 204)
  })
  app.get('/', (c) => c.json({ count, reports }, 200, { 'Cache-Control': 'no-store' }))
  app.delete('/', (c) => {
    count = 0
    reports = []
    return c.body(null, 204)
  })
  return app
}

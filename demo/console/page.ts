import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { fill } from '../host-pages/template.ts'
import type { TwilioService } from '../host-backend/rooms.ts'
import { pageHeaders } from '../page-headers.ts'
import { serviceOf } from '../page-service.ts'

/** The agent's page, on this service or on the one that its address asks for; its script is built into `/pages`. */
export function createConsolePage(service: TwilioService): Hono {
  return new Hono().get('/', async (c) => {
    const template = await readFile(new URL('index.html', import.meta.url), 'utf8')
    return c.html(fill(template, { service: serviceOf(c, service) }), 200, pageHeaders(new URL(c.req.url).host))
  })
}

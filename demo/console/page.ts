import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { pageHeaders } from '../page-headers.ts'

/** The agent's page; its script is built into `/pages`. */
export function createConsolePage(): Hono {
  return new Hono().get('/', async (c) => {
    const body = await readFile(new URL('index.html', import.meta.url), 'utf8')
    return c.html(body, 200, pageHeaders(new URL(c.req.url).host))
  })
}

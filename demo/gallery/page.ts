import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { pageHeaders } from '../page-headers.ts'

/** Every state of the widget by address: `/gallery` to look around, `/gallery/stage?state=…` the state alone. */
export function createGallery(): Hono {
  const app = new Hono()
  for (const [path, file] of [
    ['/', 'index.html'],
    ['/stage', 'stage.html'],
  ] as const) {
    app.get(path, async (c) => {
      const body = await readFile(new URL(file, import.meta.url), 'utf8')
      return c.html(body, 200, framed(pageHeaders(new URL(c.req.url).host)))
    })
  }
  return app
}

/** The one shows the other in a frame. */
function framed(headers: Record<string, string>): Record<string, string> {
  const policy = headers['Content-Security-Policy']!.replace(
    "frame-ancestors 'none'",
    "frame-ancestors 'self'; frame-src 'self'; media-src 'self' blob: data:",
  )
  return { ...headers, 'Content-Security-Policy': policy.replace("img-src 'self' blob:", "img-src 'self' blob: data:") }
}

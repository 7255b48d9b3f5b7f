import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { MiddlewareHandler } from 'hono'

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Names that carry a hash of their content never change. */
const HASHED = /-[\w-]{6,8}\.(js|css)$/
/** Two folders deep at most, no dot files, nothing that climbs. */
const SAFE = /^(?:[\w-]+\/){0,2}[\w-]+(?:\.[\w-]+)+$/

/**
 * The scripts, styles and pictures of `folder` under `prefix` (`/shop/`), for any origin: pages elsewhere load the
 * widget's script and what it imports from here, which takes CORS. What is not there, it leaves to whoever comes next.
 */
export function serveFiles(prefix: string, folder: string): MiddlewareHandler {
  return async (c, next) => {
    const name = c.req.path.slice(prefix.length)
    const type = contentTypes[extname(name)]
    const body = type !== undefined && SAFE.test(name) ? await readFile(join(folder, name)).catch(() => undefined) : undefined
    if (type === undefined || body === undefined) return next()
    return c.body(new Uint8Array(body), 200, {
      'Content-Type': type,
      'Cache-Control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
  }
}

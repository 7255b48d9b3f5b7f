import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { problem } from './upstream/answer.ts'

export interface Listening {
  readonly port: number
  /** Stops at once, whoever is still connected. */
  close(): Promise<void>
}

interface App {
  fetch(request: Request, env?: unknown): Response | Promise<Response>
}

const MAX_HEADER_BYTES = 16 * 1024
const MAX_BODY_BYTES = 1024 * 1024
/** Streamed to disk under a limit of its own. */
const isMediaUpload = (path: string): boolean => /^\/v1\/Services\/[^/]+\/Media$/.test(path)

/** This machine, under any port. Another name that leads here is a page's attempt to reach us by DNS rebinding. */
function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '')
}

/**
 * Serve `app` on 127.0.0.1 only, with bounds: foreign `Host` headers get 421, long headers 431, long bodies 413, and what
 * the app throws becomes a 500. `upgrade` takes a WebSocket, or returns false. `port` 0 = any free one.
 * @throws Error `EADDRINUSE`
 */
export async function listen(
  app: App,
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean,
  port: number,
): Promise<Listening> {
  const guarded = guard(app)
  const server = createAdaptorServer({
    fetch: (request, env) => guarded.fetch(request, env),
    createServer,
    serverOptions: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 15_000 },
    overrideGlobalObjects: false,
  }) as Server
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (!isLocalHost(request.headers.host)) return refuseUpgrade(socket, '421 Misdirected Request')
    if (!upgrade(request, socket, head)) refuseUpgrade(socket, '404 Not Found')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function guard(app: App): Hono {
  const guarded = new Hono()
  const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => json(413, 20413, `A body has at most ${MAX_BODY_BYTES} bytes`) })
  guarded.use('*', async (context, next) => {
    if (!isLocalHost(context.req.header('host'))) return json(421, 20421, 'This service answers to 127.0.0.1 and localhost only')
    if (isMediaUpload(context.req.path) || !hasBody(context.req.raw.headers)) return next()
    // `bodyLimit` copies a request of unknown length, which takes one of the platform's own.
    if (context.req.raw.headers.has('transfer-encoding')) context.req.raw = platformRequest(context.req.raw)
    return limit(context, next)
  })
  guarded.all('*', (context) => app.fetch(context.req.raw, context.env))
  guarded.onError((error) => {
    console.error(error)
    return json(500, 20500, 'Internal server error')
  })
  return guarded
}

/** HTTP/1.1: a body is announced, or there is none. */
const hasBody = (headers: Headers): boolean => headers.has('content-length') || headers.has('transfer-encoding')

function platformRequest({ url, method, headers, body }: Request): Request {
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit)
}

function json(status: number, code: number, message: string): Response {
  return Response.json(problem(status, code, message).body, { status })
}

function refuseUpgrade(socket: Duplex, statusLine: string): void {
  socket.end(`HTTP/1.1 ${statusLine}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

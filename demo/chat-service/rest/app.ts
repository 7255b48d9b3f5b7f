import { type Context, Hono } from 'hono'
import type { ApiKey, ApiKeys } from '../domain/api-keys.ts'
import type { Domain } from '../domain/domain.ts'
import { ApiError } from '../domain/errors.ts'
import { authenticate } from './auth.ts'
import { readForm } from './body.ts'
import { createConcurrencyGate } from './concurrency.ts'
import { errorBody, internal, MethodNotAllowed, pathNotFound } from './errors.ts'
import { parseForm } from './form.ts'
import type { Call, Handler, Reply } from './route.ts'
import { publicRoutes } from './routes.ts'

export interface PublicRestOptions {
  readonly domain: Domain
  readonly apiKeys: Pick<ApiKeys, 'find'>
  /** Base of every address in an answer, e.g. `http://127.0.0.1:4800` */
  readonly publicUrl: string
  /** Resolves when everything written so far is on disk; no answer leaves before. */
  durable(): Promise<void>
  /** So many unanswered requests may a key have; one more is answered 429. Default 100. */
  readonly maxConcurrent?: number
  /** Told of what nobody expected; the caller of the API sees only a 500. Default: the error output. */
  report?(error: unknown): void
}

/** The public REST APIs of Chat v2, below `/v2`, and of Conversations v1, below `/v1`, as the official helper library calls them. */
export function createPublicRest(options: PublicRestOptions): Hono {
  const { domain, apiKeys, publicUrl, durable, maxConcurrent = 100, report = console.error } = options
  const base = publicUrl.replace(/\/+$/, '')
  const app = new Hono()
  const gate = createConcurrencyGate(maxConcurrent)

  async function read(context: Context, key: ApiKey): Promise<Call> {
    const { pathname, search } = new URL(context.req.url)
    return {
      key,
      param: (name) => context.req.param(name) ?? '',
      query: parseForm(search.slice(1)),
      form: context.req.method === 'POST' ? await readForm(context.req.raw) : parseForm(''),
      address: base + pathname,
    }
  }
  async function answer(context: Context, handler: Handler): Promise<Response> {
    let leave = (): void => {}
    try {
      const key = authenticate(context.req.header('authorization'), apiKeys)
      leave = gate.enter(key.sid)
      const call = await read(context, key)
      const reply = attempt(() => handler(call), report)
      // Asked for in the same turn as the writing: were another request in between and broke the group transaction, this
      // one would not hear of it. Refusals wait too: a conflict tells of a row as much as the row itself does.
      return await durable().then(
        () => toResponse(reply),
        (error: unknown) => {
          report(error)
          throw internal('The change could not be written to disk; nothing of it was kept')
        },
      )
    } catch (error) {
      return toResponse(toReply(error, report))
    } finally {
      leave()
    }
  }

  for (const route of publicRoutes(domain, base)) {
    const { path, ...handlers } = route
    for (const [method, handler] of Object.entries(handlers)) app.on(method.toUpperCase(), path, (context) => answer(context, handler))
    const allowed = Object.keys(handlers).map((method) => method.toUpperCase())
    app.all(path, (context) => answer(context, () => refuse(new MethodNotAllowed(allowed))))
  }
  for (const path of ['/v1', '/v1/*', '/v2', '/v2/*']) {
    app.all(path, (context, next) => (isMedia(context.req.path) ? next() : answer(context, () => refuse(pathNotFound(context.req.path)))))
  }
  app.onError((error) => toResponse(toReply(error, report)))
  return app
}

/** Media share the addresses of Conversations; they are another part of the service, with Access Tokens. */
const isMedia = (path: string): boolean => /^\/v1\/Services\/[^/]+\/Media(Set)?(\/|$)/.test(path)

function attempt(work: () => Reply, report: (error: unknown) => void): Reply {
  try {
    return work()
  } catch (error) {
    return toReply(error, report)
  }
}

function refuse(error: ApiError): never {
  throw error
}

function toReply(error: unknown, report: (error: unknown) => void): Reply {
  if (!(error instanceof ApiError)) {
    report(error)
    return toReply(internal(), report)
  }
  return { status: error.status, body: errorBody(error), headers: refusalHeaders(error) }
}

function refusalHeaders(error: ApiError): Record<string, string> {
  if (error instanceof MethodNotAllowed) return { Allow: error.allowed.join(', ') }
  if (error.status === 401) return { 'WWW-Authenticate': 'Basic realm="Twilio API"' }
  return error.status === 429 ? { 'Retry-After': '1' } : {}
}

function toResponse({ status, body, headers = {} }: Reply): Response {
  const common = { 'Cache-Control': 'no-store', ...headers }
  return body === undefined ? new Response(null, { status, headers: common }) : Response.json(body, { status, headers: common })
}

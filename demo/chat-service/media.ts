import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { Hono, type Context } from 'hono'
import { cors } from 'hono/cors'
import type { Domain } from './domain/domain.ts'
import { ApiError, forbidden, invalid } from './domain/errors.ts'
import type { Actor, Media, MediaCategory } from './domain/types.ts'
import { contentResponse } from './media/content.ts'
import { TooLarge, type MediaFiles } from './media/files.ts'
import type { ContentSigner } from './media/signature.ts'
import { readUpload } from './media/upload.ts'
import type { AccessClaims, TokenVerdict } from './twilsock/access-token.ts'
import { problem, refusal } from './upstream/answer.ts'

export const MAX_MEDIA_BYTES = 150 * 1024 * 1024
const MAX_LIST = 100
const MAX_COMMAND_BYTES = 64 * 1024
/** Around the file in a form. */
const FORM_OVERHEAD_BYTES = 64 * 1024

export interface MediaRoutesParts {
  readonly domain: Domain
  readonly files: MediaFiles
  readonly signer: ContentSigner
  readonly publicUrl: string
  readonly maxBytes?: number
  verify(token: unknown): Promise<TokenVerdict>
  keyExists(keySid: string): boolean
  durable(): Promise<void>
  report(error: unknown): void
}

/** Upload and lookup of media: the only plain HTTP of the SDK. A token in `X-Twilio-Token`, from any origin. */
export function createMediaRoutes({
  domain,
  files,
  signer,
  publicUrl,
  maxBytes = MAX_MEDIA_BYTES,
  verify,
  keyExists,
  durable,
  report,
}: MediaRoutesParts): Hono {
  const routes = new Hono()
  const allowed = { origin: '*', allowHeaders: ['X-Twilio-Token', 'Content-Type'], allowMethods: ['GET', 'POST'], maxAge: 600 }
  for (const path of ['/v1/Services/:service/Media', '/v1/Services/:service/Media/*', '/v1/Services/:service/MediaSet'])
    routes.use(path, cors(allowed))

  async function caller(context: Context): Promise<AccessClaims> {
    const verdict = await verify(context.req.header('x-twilio-token'))
    if (!verdict.ok) throw new ApiError(verdict.status, verdict.errorCode, verdict.description)
    if (verdict.claims.serviceSid !== context.req.param('service')) throw forbidden('The Access Token is for another Service instance')
    return verdict.claims
  }

  function view(media: Media, serviceSid: string): Record<string, unknown> {
    const path = `/v1/Services/${serviceSid}/Media/${media.sid}`
    const content = `${path}/Content`
    return {
      sid: media.sid,
      service_sid: serviceSid,
      channel_sid: media.channelSid,
      message_sid: media.messageSid,
      date_created: new Date(media.dateCreated).toISOString(),
      date_updated: new Date(media.dateUpdated).toISOString(),
      size: media.size,
      content_type: media.contentType,
      filename: media.filename,
      category: media.category,
      author: media.author,
      is_multipart_upstream: false,
      url: publicUrl + path,
      links: { content: publicUrl + content, content_direct_temporary: `${publicUrl}${content}?${signer.sign(content)}` },
    }
  }

  const asUser = ({ identity }: AccessClaims): Actor => ({ kind: 'user', identity })

  routes.post('/v1/Services/:service/Media', async (context) => {
    const { identity, serviceSid, keySid } = await caller(context)
    if (!domain.instance(serviceSid).media.mayUpload(identity)) throw forbidden()
    if (Number(context.req.header('content-length') ?? 0) > maxBytes + FORM_OVERHEAD_BYTES) throw new TooLarge(maxBytes)
    const sid = `ME${randomBytes(16).toString('hex')}`
    const category = readCategory(context.req.query('Category'))
    const head = { contentType: context.req.header('content-type') ?? '', filename: context.req.query('Filename') ?? null }
    const upload = await readUpload(bodyOf(context), head, (source) => files.receive(sid, source))
    try {
      // Asked again: the upload may have lasted longer than the User, or the key that let it in.
      const { media } = domain.instance(serviceSid)
      if (!media.mayUpload(identity) || !keyExists(keySid)) throw forbidden()
      const made = media.create({ sid, author: identity, category, ...upload })
      await durable()
      return context.json(view(made, serviceSid), 201)
    } catch (error) {
      await files.remove(sid)
      throw error
    }
  })

  routes.get('/v1/Services/:service/Media/:media', async (context) => {
    const claims = await caller(context)
    return context.json(view(domain.instance(claims.serviceSid).media.fetch(asUser(claims), context.req.param('media')), claims.serviceSid))
  })

  // @twilio/conversations looks up several at once.
  routes.post('/v1/Services/:service/MediaSet', async (context) => {
    const claims = await caller(context)
    const { media } = domain.instance(claims.serviceSid)
    const found = readMediaSet(await readCommand(context)).map((sid) => {
      try {
        return { code: 200, media_record: view(media.fetch(asUser(claims), sid), claims.serviceSid) }
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        // The SDK names the one that failed by its record.
        return { code: error.status, media_sid: sid, media_record: { sid } }
      }
    })
    return context.json(found)
  })

  routes.get('/v1/Services/:service/Media/:media/Content', (context) => {
    const { service, media } = context.req.param()
    const signed = signer.verify(context.req.path, { expires: context.req.query('expires'), signature: context.req.query('signature') })
    if (!signed) throw new ApiError(403, 20003, 'The address has expired or was not given by this service')
    return contentResponse(domain.instance(service).media.fetch({ kind: 'system' }, media), files, context.req.header('range'))
  })

  routes.onError((error, context) => {
    const { status, body } =
      error instanceof TooLarge
        ? problem(413, 20413, error.message)
        : isCutOff(error)
          ? problem(400, 20001, 'The upload was cut off')
          : refusal(error, report)
    return context.json(body as object, status as 400)
  })
  return routes
}

function readCategory(category = 'media'): MediaCategory {
  if (category !== 'media' && category !== 'body' && category !== 'history') throw invalid('Category must be media, body or history')
  return category
}

const bodyOf = (context: Context): Readable =>
  context.req.raw.body ? Readable.fromWeb(context.req.raw.body as NodeReadableStream) : Readable.from([])

async function readCommand(context: Context): Promise<unknown> {
  if (Number(context.req.header('content-length') ?? Number.NaN) <= MAX_COMMAND_BYTES) {
    try {
      return await context.req.json()
    } catch {
      throw invalid('The body is not JSON')
    }
  }
  throw new ApiError(413, 20413, `The body needs a length of at most ${MAX_COMMAND_BYTES} bytes`)
}

function readMediaSet(command: unknown): string[] {
  const { command: verb, list } = (command ?? {}) as { command?: unknown; list?: unknown }
  if (verb !== 'get' || !Array.isArray(list) || list.length > MAX_LIST)
    throw invalid(`command must be get, with a list of at most ${MAX_LIST}`)
  return list.map((each: { media_sid?: unknown } | null) => String(each?.media_sid))
}

const isCutOff = (error: unknown): boolean =>
  error instanceof Error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ABORT_ERR'].includes((error as NodeJS.ErrnoException).code ?? error.name)

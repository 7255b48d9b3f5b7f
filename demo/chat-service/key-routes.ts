import { Hono, type Context } from 'hono'
import type { ApiKeyInfo, ApiKeys } from './domain/api-keys.ts'
import { ApiError, forbidden } from './domain/errors.ts'
import { checkFriendlyName } from './domain/limits.ts'
import type { KeyRing } from './key-ring.ts'
import { authenticate } from './rest/auth.ts'
import { readForm } from './rest/body.ts'
import { refusal } from './upstream/answer.ts'

export interface KeyRoutesParts {
  readonly accountSid: string
  readonly apiKeys: Pick<ApiKeys, 'find'>
  readonly ring: KeyRing
  durable(): Promise<void>
  report(error: unknown): void
}

/**
 * The account's API keys, under the addresses of Twilio's own API (`/2010-04-01/Accounts/{AC…}/Keys`), for the host's key
 * alone: as at Twilio, where a standard key may not make another, a key that was given away opens no door to more of them.
 */
export function createKeyRoutes({ accountSid, apiKeys, ring, durable, report }: KeyRoutesParts): Hono {
  const routes = new Hono()
  const base = `/2010-04-01/Accounts/${accountSid}`

  function allow(context: Context): void {
    const key = authenticate(context.req.header('authorization'), apiKeys)
    if (!ring.isHosts(key.sid)) throw forbidden('Only the API key of credentials.json may see and change API keys')
  }

  routes.get(`${base}/Keys.json`, (context) => {
    allow(context)
    const keys = ring.list().map(view)
    const uri = `${base}/Keys.json`
    const page = { page: 0, page_size: Math.max(keys.length, 50), start: 0, end: Math.max(keys.length - 1, 0) }
    return context.json({ keys, ...page, uri, first_page_uri: uri, previous_page_uri: null, next_page_uri: null })
  })

  routes.post(`${base}/Keys.json`, async (context) => {
    allow(context)
    const friendlyName = checkFriendlyName((await readForm(context.req.raw)).text('FriendlyName') ?? '')
    // Asked again: while the body came, the key may have gone.
    allow(context)
    const made = ring.create(friendlyName)
    await durable()
    return context.json({ ...view(ring.find(made.sid)), secret: made.secret }, 201)
  })

  routes.get(`${base}/Keys/:file`, (context) => {
    allow(context)
    return context.json(view(ring.find(sidOf(context))))
  })

  routes.delete(`${base}/Keys/:file`, async (context) => {
    allow(context)
    ring.revoke(sidOf(context))
    await durable()
    return context.body(null, 204)
  })

  routes.onError((error, context) => {
    const { status, body } = refusal(error, report)
    return context.json(body as object, status as 400)
  })
  return routes
}

function sidOf(context: Context): string {
  const sid = /^(.+)\.json$/.exec(context.req.param('file') ?? '')?.[1]
  if (sid === undefined) throw new ApiError(404, 20404, 'The requested resource was not found')
  return sid
}

/** Dates as this API writes them (RFC 2822). */
function view({ sid, friendlyName, dateCreated }: ApiKeyInfo): Record<string, unknown> {
  const date = new Date(dateCreated).toUTCString().replace('GMT', '+0000')
  return { sid, friendly_name: friendlyName, date_created: date, date_updated: date }
}

import twilio from 'twilio'
import type { ServiceContext } from 'twilio/lib/rest/chat/v2/service.js'

/**
 * What the website's server holds, and nobody else: an API key, never the account's auth token. Read at each use, so that an
 * object whose key changes rotates it without a restart.
 */
export interface Credentials {
  /** `AC…` */
  readonly accountSid: string
  /** `SK…` */
  readonly apiKeySid: string
  readonly apiKeySecret: string
  /** `IS…`: the Service instance that this website's chat lives in */
  readonly serviceSid: string
}

/**
 * Twilio's REST API, narrowed to one Service instance: its Roles, Users, Channels, Members and Messages. Change a row by
 * its sid (`channels(sid).update(…)`): in twilio 6.2 a row that came from `list` or `create` has no `update` that works.
 */
export type ChatRest = ServiceContext

/**
 * The one place that knows where the chat service is. In production leave `chatBaseUrl` out: the library then talks to
 * Twilio's cloud. With it, `TWILIO_REGION` and `TWILIO_EDGE` must be unset, as the library would write them into the address.
 */
export function createChatRest(credentials: Credentials, chatBaseUrl?: string): ChatRest {
  const { accountSid, apiKeySid, apiKeySecret, serviceSid } = credentials
  const http = new twilio.RequestClient({ autoRetry: true, timeout: 15_000 })
  const httpClient: Pick<typeof http, 'request'> = {
    request: (call) => http.request({ ...call, username: credentials.apiKeySid, password: credentials.apiKeySecret }),
  }
  const client = twilio(apiKeySid, apiKeySecret, { accountSid, httpClient: httpClient as typeof http })
  if (chatBaseUrl !== undefined) client.chat.baseUrl = chatBaseUrl
  return client.chat.v2.services(serviceSid)
}

/** The HTTP status with which the REST API refused; undefined when it did not answer at all. */
export function restStatus(error: unknown): number | undefined {
  return error instanceof twilio.RestException ? error.status : undefined
}

/** Resolves with undefined instead of rejecting when the API refuses with this status. */
export async function unless<T>(status: number, request: Promise<T>): Promise<T | undefined> {
  try {
    return await request
  } catch (error) {
    if (restStatus(error) === status) return undefined
    throw error
  }
}

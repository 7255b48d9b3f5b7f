import twilio from 'twilio'
import { createChatRooms } from './chat-rooms.ts'
import { createConversationsRooms } from './conversations-rooms.ts'
import type { Rooms, TwilioService } from './rooms.ts'

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

/** From the environment's `SERVICE`; Programmable Chat when it is not set. @throws RangeError with a sentence */
export function readService(setting: string | undefined): TwilioService {
  if (setting === undefined || setting === '' || setting === 'chat') return 'chat'
  if (setting === 'conversations') return 'conversations'
  throw new RangeError(`SERVICE must be chat or conversations, not "${setting}".`)
}

/** The one place that chooses between Twilio's two APIs. */
export function openRooms(service: TwilioService, credentials: Credentials, chatBaseUrl?: string): Rooms {
  const { chat, conversations } = openTwilio(credentials, chatBaseUrl)
  return service === 'chat'
    ? createChatRooms(chat.v2.services(credentials.serviceSid))
    : createConversationsRooms(conversations.v1.services(credentials.serviceSid))
}

/**
 * The official library, and the one place that knows where the chat service is. In production leave `chatBaseUrl` out: the
 * library then talks to Twilio's cloud. With it, `TWILIO_REGION` and `TWILIO_EDGE` must be unset, as the library would write
 * them into the address.
 */
export function openTwilio(credentials: Credentials, chatBaseUrl?: string): twilio.Twilio {
  const { accountSid, apiKeySid, apiKeySecret } = credentials
  const http = new twilio.RequestClient({ autoRetry: true, timeout: 15_000 })
  const httpClient: Pick<typeof http, 'request'> = {
    request: (call) => http.request({ ...call, username: credentials.apiKeySid, password: credentials.apiKeySecret }),
  }
  const client = twilio(apiKeySid, apiKeySecret, { accountSid, httpClient: httpClient as typeof http })
  if (chatBaseUrl !== undefined) client.chat.baseUrl = client.conversations.baseUrl = chatBaseUrl
  return client
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

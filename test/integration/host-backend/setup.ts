import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceContext } from 'twilio/lib/rest/chat/v2/service.js'
import { onTestFinished } from 'vitest'
import { createHostBackend, type HostBackend, type HostBackendOptions } from '../../../demo/host-backend/app.ts'
import type { Rooms, TwilioService } from '../../../demo/host-backend/rooms.ts'
import { type Credentials, openRooms, openTwilio } from '../../../demo/host-backend/twilio-client.ts'
import { account, apiKey, helperLibrary, type Rest } from '../rest/setup.ts'

/** The back end keeps its word on either. */
export const services: readonly TwilioService[] = ['chat', 'conversations']

export const ORIGIN = 'http://127.0.0.1:4999'
const cookieSecret = 'a secret of thirty-two characters at least'

export interface Ask {
  readonly cookie?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** A website's back end over a Service instance of its own in a real chat service. */
export interface Host extends HostBackend {
  readonly credentials: Credentials
  readonly options: HostBackendOptions
  /** As the back end sees the chat service. */
  readonly rooms: Rooms
  /** As a bystander sees it, whichever API the back end is on. */
  readonly chat: ServiceContext
  readonly dataDir: string
  readonly logged: readonly string[]
  /** The same website after a restart. */
  restart(changes?: Partial<HostBackendOptions>): Promise<Host>
  /** As the widget on one of our pages asks. */
  post(path: string, body: unknown, ask?: Ask): Promise<Response>
  get(path: string, ask?: Ask): Promise<Response>
}

export async function startHost(rest: Rest, changes: Partial<HostBackendOptions> = {}): Promise<Host> {
  const service = await helperLibrary(rest).chat.v2.services.create({ friendlyName: 'a website' })
  const credentials = { accountSid: account.sid, apiKeySid: apiKey.sid, apiKeySecret: apiKey.secret, serviceSid: service.sid }
  return startHostOn(rest.url, credentials, changes)
}

export function startHostOn(chatBaseUrl: string, credentials: Credentials, changes: Partial<HostBackendOptions> = {}): Promise<Host> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parlour-host-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const publicOrigins = [ORIGIN, 'http://localhost:4999']
  return open({
    service: 'chat',
    credentials,
    chatBaseUrl,
    publicOrigins,
    dataDir,
    cookieSecret,
    tokenTtlS: 600,
    agentIdentity: 'agent',
    demoConsole: true,
    ...changes,
  })
}

async function open(given: HostBackendOptions): Promise<Host> {
  const logged: string[] = []
  const options = { log: (line: string) => void logged.push(line), ...given }
  const backend = await createHostBackend(options)
  const send = (method: string, path: string, { cookie, headers }: Ask = {}, body?: unknown) =>
    Promise.resolve(
      backend.app.request(new URL(path, ORIGIN), {
        method,
        headers: {
          ...(method === 'POST' ? { Origin: ORIGIN, 'Content-Type': 'application/json' } : {}),
          'Sec-Fetch-Site': 'same-origin',
          ...(cookie === undefined ? {} : { Cookie: cookie }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
  return {
    ...backend,
    credentials: options.credentials,
    options,
    rooms: openRooms(options.service, options.credentials, options.chatBaseUrl),
    chat: openTwilio(options.credentials, options.chatBaseUrl).chat.v2.services(options.credentials.serviceSid),
    dataDir: options.dataDir,
    logged,
    restart: (changes = {}) => open({ ...given, ...changes }),
    post: (path, body, ask) => send('POST', path, ask, body),
    get: (path, ask) => send('GET', path, ask),
  }
}

/** The `name=value` of the cookie that an answer sets; undefined when it sets none. */
export const cookieOf = (response: Response): string | undefined => response.headers.get('set-cookie')?.split(';')[0]

export interface TokenAnswer {
  readonly token: string
  readonly channelSid?: string
}

/** Header and payload of a JWT, unverified. */
export function decode(token: string): { header: Record<string, unknown>; payload: Record<string, unknown> } {
  const [header, payload] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  return { header: JSON.parse(header ?? ''), payload: JSON.parse(payload ?? '') }
}

export const identityIn = (token: string): string => (decode(token).payload['grants'] as { identity: string }).identity

export interface Visitor {
  readonly cookie: string
  readonly identity: string
  ask(path: string, body: unknown): Promise<Response>
}

/** Somebody who opened the chat on our page. */
export async function visit(host: Host): Promise<Visitor> {
  const response = await host.post('/token', { reason: 'connect' })
  const { token } = (await response.json()) as TokenAnswer
  const cookie = cookieOf(response) ?? ''
  return { cookie, identity: identityIn(token), ask: (path, body) => host.post(path, body, { cookie }) }
}

/** A visitor in a conversation. */
export async function converse(host: Host, preChat: object = {}): Promise<Visitor & { readonly channelSid: string }> {
  const visitor = await visit(host)
  const response = await visitor.ask('/start', { preChat })
  const { channelSid } = (await response.json()) as { channelSid: string }
  return { ...visitor, channelSid }
}

/** Somebody who opened the console. */
export async function openConsole(host: Host): Promise<{ readonly cookie: string }> {
  return { cookie: cookieOf(await host.get('/console')) ?? '' }
}

/** The Channel as REST shows it; undefined when it is gone. */
export const channelOf = (host: Host, sid: string) =>
  host.chat
    .channels(sid)
    .fetch()
    .catch((error: { status?: number }) => {
      if (error.status !== 404) throw error
    })

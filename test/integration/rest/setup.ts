import { serve, type ServerType } from '@hono/node-server'
import type { Hono } from 'hono'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import twilio from 'twilio'
import { createApiKeys } from '../../../demo/chat-service/domain/api-keys.ts'
import { createDomain } from '../../../demo/chat-service/domain/create-domain.ts'
import type { Domain } from '../../../demo/chat-service/domain/domain.ts'
import { createPublicRest } from '../../../demo/chat-service/rest/app.ts'
import { openDatabase } from '../../../demo/chat-service/storage/database.ts'

export const account = { sid: `AC${'1'.repeat(32)}`, authToken: '2'.repeat(32) }
export const apiKey = { sid: `SK${'3'.repeat(32)}`, secret: '3'.repeat(64), accountSid: account.sid }
/** Proves itself, but owns nothing here. */
export const foreignKey = { sid: `SK${'4'.repeat(32)}`, secret: '4'.repeat(64), accountSid: `AC${'5'.repeat(32)}` }

/** The public REST API on a real port of this machine, over a data file of its own. */
export interface Rest {
  readonly url: string
  readonly domain: Domain
  /** What the API met and did not expect. */
  readonly reported: readonly unknown[]
  /** Lets the next answers wait for this instead of the disk. */
  holdDisk(durable: (() => Promise<void>) | null): void
  close(): Promise<void>
}

export async function startRest(): Promise<Rest> {
  const folder = mkdtempSync(join(tmpdir(), 'parlour-rest-'))
  const database = openDatabase(join(folder, 'chat.sqlite'))
  const { domain } = createDomain({ database, accountSid: account.sid, clock: { now: () => Date.now() } })
  const reported: unknown[] = []
  let held: (() => Promise<void>) | null = null
  let app: Hono | null = null
  const server = await listening((request) => app?.fetch(request) ?? new Response(null, { status: 503 }))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const [digit, { accountSid }] of [
    ['3', apiKey],
    ['4', foreignKey],
  ] as const) {
    createApiKeys(database, { randomHex: (bytes) => digit.repeat(bytes * 2) }).create({ accountSid })
  }
  app = createPublicRest({
    domain,
    apiKeys: createApiKeys(database),
    publicUrl: url,
    durable: () => (held ?? database.durable)(),
    report: (error) => void reported.push(error),
  })
  return {
    url,
    domain,
    reported,
    holdDisk: (durable) => void (held = durable),
    async close() {
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const listening = (fetch: (request: Request) => Response | Promise<Response>): Promise<ServerType> =>
  new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(server))
  })

/** Twilio's helper library, as a back end in production would make it but for one address. */
export function helperLibrary(
  rest: Rest,
  { user = apiKey.sid, password = apiKey.secret, httpClient = new twilio.RequestClient() } = {},
): twilio.Twilio {
  const client = twilio(user, password, { accountSid: account.sid, httpClient })
  client.chat.baseUrl = rest.url
  client.conversations.baseUrl = rest.url
  return client
}

/** The library's own HTTP client, with a list of what it was asked for. */
export class RecordingClient extends twilio.RequestClient {
  readonly requests: { readonly method: string; readonly pathname: string }[] = []
  override request<Data>(
    options: Parameters<twilio.RequestClient['request']>[0],
  ): ReturnType<typeof twilio.RequestClient.prototype.request<Data>> {
    this.requests.push({ method: options.method, pathname: new URL(options.uri).pathname })
    return super.request<Data>(options as never)
  }
}

/** What the library throws for a refusal. */
export async function refusal(call: Promise<unknown>): Promise<InstanceType<typeof twilio.RestException>> {
  const error = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof twilio.RestException) return error
  throw error
}

/** Holds the disk back while the key has `count` requests on their way, and lets them go when `work` is done. */
export async function whileBusy<T>(rest: Rest, count: number, work: () => Promise<T>): Promise<T> {
  let onDisk = (): void => {}
  const held = new Promise<void>((resolve) => (onDisk = resolve))
  let waiting = 0
  const allWait = new Promise<void>((resolve) => {
    rest.holdDisk(() => {
      waiting++
      if (waiting === count) resolve()
      return held
    })
  })
  const busy = Promise.all(Array.from({ length: count }, () => send(rest, 'GET', '/v2/Services')))
  await allWait
  try {
    return await work()
  } finally {
    rest.holdDisk(null)
    onDisk()
    await busy
  }
}

/** One answer, as it came over the wire. `body` is undefined when there was none. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export type FormFields = Readonly<Record<string, string | readonly string[]>>

/** A bare HTTP client. `path` may be an absolute address of this API, as answers give it. */
export async function send(
  rest: Rest,
  method: string,
  path: string,
  form?: FormFields,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, rest.url), {
    method,
    headers: { authorization: basic(apiKey.sid, apiKey.secret), ...headers },
    ...(form === undefined ? {} : { body: new URLSearchParams(pairs(form)) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}

const pairs = (form: FormFields): [string, string][] =>
  Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))

export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

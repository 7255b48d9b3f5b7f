import twilioChat, { type Channel, type Client, type Message } from 'twilio-chat'
import { afterEach, expect, onTestFinished } from 'vitest'
import type { Actor } from '../../../demo/chat-service/domain/types.ts'
import type { RunningChatService } from '../../support/chat-service.ts'
import type { TokenOptions } from '../../support/tokens.ts'

export const system: Actor = { kind: 'system' }

let names = 0
/** A name that no other test has. */
export const fresh = (name: string): string => `${name}-${(names += 1)}`

/** The unmodified SDK, as an app would make it. Shut down when the test is over. */
export function createClient(service: RunningChatService, token: string, options: Record<string, unknown> = {}): Client {
  const client = new twilioChat.Client(token, {
    Twilsock: { uri: service.twilsockUrl },
    // The socket's own loss is part of many tests: come back fast.
    retryPolicy: { min: 50, max: 500, randomness: 0.2 },
    logLevel: 'silent',
    ...options,
  } as ConstructorParameters<typeof twilioChat.Client>[1])
  onTestFinished(() => client.shutdown())
  return client
}

/** A client that has started. */
export async function connect(service: RunningChatService, identity: string, token: TokenOptions = {}): Promise<Client> {
  const client = createClient(service, service.token(identity, token))
  await started(client)
  return client
}

export const started = (client: Client): Promise<void> =>
  new Promise((resolve, reject) => {
    client.on('stateChanged', (state) =>
      state === 'initialized' ? resolve() : state === 'failed' && reject(new Error('The SDK failed to start')),
    )
  })

/** A private Channel that the back end made for these. */
export function openChannel(service: RunningChatService, ...identities: string[]): string {
  const { sid } = service.instance.channels.create(system, { friendlyName: 'Room', type: 'private' })
  for (const identity of identities) service.instance.members.create(system, sid, { identity })
  return sid
}

/** The Channel, with its Messages loaded: only from then on does the SDK tell of new ones (protocol 20.4). */
export async function enter(client: Client, channelSid: string): Promise<Channel> {
  const channel = await client.getChannelBySid(channelSid)
  await channel.getMessages(1)
  await subscribed()
  return channel
}

/** The SDK gathers what it wants to hear of for 100 ms; what happens before is replayed, and this is about live events. */
export const subscribed = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200))

interface Emitter {
  on(event: string, listener: (payload: never) => void): unknown
  removeListener(event: string, listener: (payload: never) => void): unknown
}

/** The next event of that name for which `fits` holds. @throws Error when there is none within 10 s */
export function next<T = unknown>(emitter: object, event: string, fits: (payload: T) => boolean = () => true): Promise<T> {
  const source = emitter as Emitter
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      source.removeListener(event, listen)
      reject(new Error(`No "${event}" came`))
    }, 10_000)
    function listen(payload: T): void {
      if (!fits(payload)) return
      clearTimeout(timer)
      source.removeListener(event, listen)
      resolve(payload)
    }
    source.on(event, listen)
  })
}

/** Everything of that name, from now on. */
export function collect<T = unknown>(emitter: object, event: string): T[] {
  const heard: T[] = []
  ;(emitter as Emitter).on(event, (payload: T) => heard.push(payload))
  return heard
}

export async function eventually(check: () => void | Promise<void>): Promise<void> {
  await expect.poll(async () => (await check(), true), { timeout: 10_000, interval: 25 }).toBe(true)
}

/** The status of the refusal, or 200. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call
    return 200
  } catch (error) {
    return (error as { status?: number; code?: number }).status ?? (error as { code?: number }).code ?? 0
  }
}

export const bodies = (messages: readonly Message[]): string[] => messages.map(({ body }) => body)
export const indexes = (messages: readonly Message[]): number[] => messages.map(({ index }) => index)

/**
 * The SDK leaves some rejections to nobody: requests that a lost or closed socket ended, and Sync objects that were taken
 * away while they loaded (protocol 20.9, 20.25). Those are awaited in no test and are let go; any other fails the run.
 */
export function letGoOfTheSdksRejections(): void {
  const strict = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (reason, promise) => {
    if (isKnown(reason)) return
    for (const listener of strict) listener(reason, promise)
  })
  afterEach(() => expect.soft(process.listenerCount('unhandledRejection')).toBe(1))
}

function isKnown(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false
  const { constructor, message } = reason
  const lost = /disconnected|Unable to connect|Twilsock has|timed out/i
  if (/^(TwilsockError|TransportUnavailableError)$/.test(constructor.name)) return lost.test(message)
  if (constructor.name !== 'SyncError') return false
  // Sync of the newer SDK wraps the loss of a socket in an error of its own, without a status.
  return /\(status: (403|404)\b/.test(message) || (message.endsWith('(status: 0, code: 0)') && lost.test(message))
}

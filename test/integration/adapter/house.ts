import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Faults } from '../../../demo/chat-service/faults.ts'
import { connect as connectConversations } from '../../../src/adapters/conversations.ts'
import { connect as connectChat } from '../../../src/adapters/twilio-chat.ts'
import type { ChatService, ChatServiceEvents, Connect } from '../../../src/chat/service.ts'
import { startChatService } from '../../support/chat-service.ts'
import type { RunningChatService } from '../../support/chat-service.ts'
import { restClient } from '../../support/service-process.ts'

/** Both SDKs behind the port. */
export const sdks: Readonly<Record<string, Connect>> = { 'twilio-chat': connectChat, '@twilio/conversations': connectConversations }

/** The house: a chat service of its own, and its back end. */
export interface House {
  readonly service: RunningChatService
  readonly faults: Faults
  readonly url: string
  /** Each another, also within one second. */
  token(identity: string, ttlS?: number): string
  /** Connects through the adapter; shut down at the end of the test. */
  visit(identity: string, ttlS?: number): Promise<Visit>
  /** A private Channel, made by the back end, with these Members. */
  room(...members: readonly string[]): Promise<Room>
  /** Gives the User a friendly name. */
  name(identity: string, friendlyName: string): Promise<void>
  tidy(): Promise<void>
  close(): Promise<void>
}

export interface Visit {
  readonly chat: ChatService
  /** All events so far. */
  readonly events: readonly SeenEvent[]
  /** The first event of this name from `from` on (default: all so far) that fits; waits up to 5 s. */
  next<Name extends keyof ChatServiceEvents>(
    name: Name,
    fits?: (event: ChatServiceEvents[Name]) => boolean,
    from?: number,
  ): Promise<ChatServiceEvents[Name]>
}
type SeenEvent = {
  readonly [Name in keyof ChatServiceEvents]: { readonly name: Name; readonly event: ChatServiceEvents[Name] }
}[keyof ChatServiceEvents]

export interface Room {
  readonly sid: string
  /** A Message by REST, as a back end writes it. */
  say(body: string, from: string): Promise<{ readonly sid: string; readonly index: number }>
  /** A Message that is media. */
  show(mediaSid: string, from: string): Promise<void>
  forget(messageSid: string): Promise<void>
  edit(messageSid: string, body: string): Promise<void>
  add(identity: string): Promise<void>
  invite(identity: string): Promise<void>
  expel(identity: string): Promise<void>
  rename(friendlyName: string): Promise<void>
  close(): Promise<void>
  /** All bodies, as the service has them. */
  bodies(): Promise<readonly string[]>
}

const names: readonly (keyof ChatServiceEvents)[] = [
  'connection',
  'tokenExpiring',
  'tokenExpired',
  'channelAdded',
  'channelUpdated',
  'channelRemoved',
  'messageAdded',
  'messageUpdated',
  'messageRemoved',
  'memberJoined',
  'memberUpdated',
  'memberLeft',
  'typing',
]

/** A house for all tests of a file; after each of them nothing of the SDK's was left unhandled. */
export function useHouse(take: (house: House) => void, connect: Connect = connectChat): void {
  const rejections: unknown[] = []
  const note = (reason: unknown): void => void rejections.push(reason)
  let house: House
  beforeAll(async () => {
    process.on('unhandledRejection', note)
    house = await openHouse(connect)
    take(house)
  })
  afterEach(async () => {
    await house.tidy()
    expect(rejections).toEqual([])
  })
  afterAll(async () => {
    await house.close()
    process.off('unhandledRejection', note)
  })
}

export async function openHouse(connect: Connect = connectChat): Promise<House> {
  const service = await startChatService({ presenceGraceMs: 100 })
  const { credentials, faults } = service
  const rest = restClient(credentials).chat.v2.services(credentials.serviceSid)
  const visits: ChatService[] = []
  let ttl = 3_600

  return {
    service,
    faults,
    url: credentials.twilsockUrl,
    token: (identity, ttlS) => service.token(identity, { ttl: ttlS ?? (ttl += 1) }),
    async visit(identity, ttlS = (ttl += 1)) {
      const chat = await connect(service.token(identity, { ttl: ttlS }), {
        url: credentials.twilsockUrl,
        signal: new AbortController().signal,
      })
      visits.push(chat)
      return watch(chat)
    },
    async room(...members) {
      const { sid } = await rest.channels.create({ type: 'private', friendlyName: 'Help' })
      const channel = rest.channels(sid)
      for (const identity of members) await channel.members.create({ identity })
      return {
        sid,
        async say(body, from) {
          const message = await channel.messages.create({ body, from })
          return { sid: message.sid, index: message.index }
        },
        show: async (mediaSid, from) => void (await channel.messages.create({ mediaSid, from })),
        forget: async (messageSid) => void (await channel.messages(messageSid).remove()),
        edit: async (messageSid, body) => void (await channel.messages(messageSid).update({ body })),
        add: async (identity) => void (await channel.members.create({ identity })),
        invite: async (identity) => void (await channel.invites.create({ identity })),
        expel: async (identity) => void (await channel.members(identity).remove()),
        rename: async (friendlyName) => void (await channel.update({ friendlyName })),
        close: async () => void (await channel.remove()),
        bodies: async () => (await channel.messages.list()).map(({ body }) => body),
      }
    },
    name: async (identity, friendlyName) => void (await rest.users(identity).update({ friendlyName })),
    async tidy() {
      faults.reset()
      await Promise.all(visits.splice(0).map((chat) => chat.shutdown()))
    },
    close: () => service.stop(),
  }
}

function watch(chat: ChatService): Visit {
  const events: SeenEvent[] = []
  let wake = (): void => {}
  for (const name of names) {
    chat.on(name, (event) => {
      events.push({ name, event } as SeenEvent)
      wake()
    })
  }
  return {
    chat,
    events,
    async next(name, fits = () => true, from = 0) {
      const deadline = Date.now() + 5_000
      for (;;) {
        const found = events.slice(from).find((seen) => seen.name === name && fits(seen.event as never))
        if (found) return found.event as never
        if (Date.now() > deadline) throw new Error(`No ${name} in 5 s; there was: ${events.map((seen) => seen.name).join(', ')}`)
        await new Promise<void>((resolve) => {
          wake = resolve
          setTimeout(resolve, 100)
        })
      }
    },
  }
}

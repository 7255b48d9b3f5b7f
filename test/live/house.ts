import twilio from 'twilio'
import { connect as connectConversations } from '../../src/adapters/conversations.ts'
import { connect as connectChat } from '../../src/adapters/twilio-chat.ts'
import type { ChatService, Connect } from '../../src/chat/service.ts'
import type { ContractChannel, ContractHouse } from '../../src/testing/index.ts'
import { mintToken, type TokenIssuer } from '../support/tokens.ts'

/** Which of Twilio's two APIs, and with it which SDK. */
export type Service = 'chat' | 'conversations'

export interface Account extends TokenIssuer {
  /** Instead of Twilio's own, for REST and for the socket. */
  readonly restUrl?: string | undefined
  readonly socketUrl?: string | undefined
}

/** A house on an account of Twilio's, or on a service that is like it, through the official library. */
export interface RestHouse extends ContractHouse {
  /** As `connect`; the Access Token lives for `ttl` seconds. */
  connectFor(identity: string, ttl: number): Promise<ChatService>
  /** Closes what was connected. */
  tidy(): Promise<void>
  /** Also removes the Channels and Users that were made. */
  close(): Promise<void>
}

/** A telephone, and the number under which it is written to: of the ranges that belong to nobody. */
const TELEPHONE = '+15005550006'
const PROXY = '+15005550001'

export function createRestHouse(
  account: Account,
  service: Service,
  through: (connect: Connect) => Connect = (connect) => connect,
): RestHouse {
  const library = twilio(account.apiKeySid, account.apiKeySecret, { accountSid: account.accountSid })
  if (account.restUrl !== undefined) {
    library.chat.baseUrl = account.restUrl
    library.conversations.baseUrl = account.restUrl
  }
  const chat = library.chat.v2.services(account.serviceSid)
  const conversations = library.conversations.v1.services(account.serviceSid)
  const connectTo = through(service === 'chat' ? connectChat : connectConversations)
  const open = { chat: openChannel, conversations: openConversation }[service]
  const connections: ChatService[] = []
  const channels: ContractChannel[] = []
  const users = new Set<string>()
  let ttl = 3_600

  const tokenFor = (identity: string, seconds: number): string => {
    users.add(identity)
    return mintToken(account, identity, { ttl: seconds })
  }
  // Two tokens that the library signs within a second are equal unless something in them differs.
  const token = (identity: string): string => tokenFor(identity, (ttl += 1))

  async function connectWith(accessToken: string, signal: AbortSignal): Promise<ChatService> {
    const connection = await connectTo(accessToken, { url: account.socketUrl, signal })
    connections.push(connection)
    return connection
  }

  /** What the other API lacks or names the same. */
  const common = (sid: string): Pick<ContractChannel, 'sid' | 'invite' | 'addGuest'> => ({
    sid,
    invite: async (identity) => void (await chat.channels(sid).invites.create({ identity })),
    async addGuest() {
      const binding = { 'messagingBinding.address': TELEPHONE, 'messagingBinding.proxyAddress': PROXY }
      return (await conversations.conversations(sid).participants.create(binding)).sid
    },
  })

  async function openChannel(): Promise<ContractChannel> {
    const { sid } = await chat.channels.create({ type: 'private' })
    const channel = chat.channels(sid)
    return {
      ...common(sid),
      async post(from, body, attributes = {}) {
        const message = await channel.messages.create({ from, body, attributes: JSON.stringify(attributes) })
        return { sid: message.sid, index: message.index }
      },
      edit: async (messageSid, body) => void (await channel.messages(messageSid).update({ body })),
      remove: async (messageSid) => void (await channel.messages(messageSid).remove()),
      addMember: async (identity) => void (await channel.members.create({ identity })),
      removeMember: async (identity) => void (await channel.members(identity).remove()),
      rename: async (friendlyName) => void (await channel.update({ friendlyName })),
      setAttributes: async (attributes) => void (await channel.update({ attributes: JSON.stringify(attributes) })),
      delete: async () => void (await channel.remove()),
    }
  }

  async function openConversation(): Promise<ContractChannel> {
    const { sid } = await conversations.conversations.create({})
    const conversation = conversations.conversations(sid)
    return {
      ...common(sid),
      async post(author, body, attributes = {}) {
        const message = await conversation.messages.create({ author, body, attributes: JSON.stringify(attributes) })
        return { sid: message.sid, index: message.index }
      },
      edit: async (messageSid, body) => void (await conversation.messages(messageSid).update({ body })),
      remove: async (messageSid) => void (await conversation.messages(messageSid).remove()),
      addMember: async (identity) => void (await conversation.participants.create({ identity })),
      removeMember: async (identity) => void (await conversation.participants(identity).remove()),
      rename: async (friendlyName) => void (await conversation.update({ friendlyName })),
      setAttributes: async (attributes) => void (await conversation.update({ attributes: JSON.stringify(attributes) })),
      delete: async () => void (await conversation.remove()),
    }
  }

  async function tidy(): Promise<void> {
    await Promise.all(connections.splice(0).map((connection) => connection.shutdown()))
  }

  return {
    connect: (identity) => connectWith(token(identity), new AbortController().signal),
    connectWith,
    connectFor: (identity, seconds) => connectWith(tokenFor(identity, seconds), new AbortController().signal),
    token: async (identity) => token(identity),
    async createChannel(...members) {
      const channel = await open()
      channels.push(channel)
      for (const identity of members) {
        users.add(identity)
        await channel.addMember(identity)
      }
      return channel
    },
    async nameUser(identity, friendlyName) {
      if (service === 'chat') await chat.users(identity).update({ friendlyName })
      else await conversations.users(identity).update({ friendlyName })
    },
    tidy,
    async close() {
      await tidy()
      for (const channel of channels.splice(0)) await channel.delete().catch(ifGone)
      for (const identity of users) await chat.users(identity).remove().catch(ifGone)
      users.clear()
    },
  }
}

function ifGone(error: unknown): void {
  if ((error as { status?: unknown }).status !== 404) throw error
}

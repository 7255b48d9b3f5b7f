import { Client } from 'twilio-chat'
import type { Channel, Member, Message, User } from 'twilio-chat'
import type { Connect } from '../chat/service.ts'
import type { Dialect, MessageList, Vendor } from './dialect.ts'
import { open } from './open.ts'
import type { QuietSync } from './quiet-sync.ts'
import { injected } from './sdk-options.ts'
import { QuietChatSync } from './quiet-chat.ts'

interface Chat extends Vendor {
  channel: Channel
  message: Message
  member: Member
  user: User
}

/** Private in twilio-chat 6.0.0. */
interface ChannelInternals {
  readonly messagesEntity: MessageList<Message>
  readonly members: ReadonlyMap<string, Member>
  readonly links: { readonly messages: string }
}
interface Internals {
  readonly configuration: { readonly links: { readonly mediaService: string } }
  readonly services: {
    readonly commandExecutor: { mutateResource(method: 'post', url: string, body: object): Promise<{ readonly index: number | string }> }
  }
}
const inside = (channel: Channel): ChannelInternals => channel as unknown as ChannelInternals

/** Programmable Chat: the ChatService over Twilio's `twilio-chat` 6. */
export const connect: Connect = (token, options) =>
  open<Chat>(token, options, {
    type: 'chat',
    register: Client.populateInitRegistrations,
    speak(token, socket, clock) {
      const sync = new QuietChatSync(token, socket, clock)
      const sdk = new Client(token, injected(socket, sync))
      sync.serve(sdk)
      return dialectOf(sdk, sync)
    },
  })

function dialectOf(sdk: Client, sync: QuietSync): Dialect<Chat> {
  const internals = sdk as unknown as Internals
  const { services } = internals

  /** One Channel that cannot be read makes the SDK refuse the whole list; then we take them one by one. */
  async function oneByOne(): Promise<readonly Channel[]> {
    const sids: string[] = []
    let page = await sdk.getUserChannelDescriptors()
    for (;;) {
      sids.push(...page.items.map(({ sid }) => sid))
      if (!page.hasNextPage) break
      page = await page.nextPage()
    }
    const results = await Promise.allSettled(sids.map((sid) => sdk.getChannelBySid(sid)))
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  return {
    capabilities: { invitations: true, multipleMedia: false, receipts: false },
    get identity() {
      return sdk.user.identity
    },
    get mediaUrl() {
      return internals.configuration.links.mediaService
    },
    onState: (listener) => void sdk.on('stateChanged', listener),
    stop() {
      sdk.removeAllListeners()
      sync.end()
    },
    updateToken: (token) => sdk.updateToken(token),
    listen(hearing) {
      // `channelAdded` of the SDK also tells of Channels that we only looked at.
      sdk.on('channelJoined', hearing.entered)
      sdk.on('channelInvited', hearing.entered)
      sdk.on('channelUpdated', ({ channel }) => hearing.changed(channel))
      // One who leaves a public Channel can still see it, so the SDK says "left" there and "removed" elsewhere, or both.
      sdk.on('channelLeft', hearing.gone)
      sdk.on('channelRemoved', hearing.gone)
      sdk.on('messageAdded', hearing.added)
      sdk.on('messageUpdated', ({ message }) => hearing.edited(message))
      sdk.on('messageRemoved', hearing.removed)
      sdk.on('memberJoined', hearing.joined)
      sdk.on('memberUpdated', ({ member }) => hearing.updated(member))
      sdk.on('memberLeft', hearing.left)
      sdk.on('userUpdated', ({ user }) => hearing.user(user))
      sdk.on('typingStarted', (member) => hearing.typing(member, true))
      sdk.on('typingEnded', (member) => hearing.typing(member, false))
    },

    async channels() {
      try {
        const found: Channel[] = []
        let page = await sdk.getSubscribedChannels()
        for (;;) {
          found.push(...page.items)
          if (!page.hasNextPage) return found
          page = await page.nextPage()
        }
      } catch {
        return oneByOne()
      }
    },
    channel: (sid) => sdk.getChannelBySid(sid),
    statusOf: ({ status }) => (status === 'joined' || status === 'invited' ? status : 'notParticipating'),
    members: (channel) => channel.getMembers(),
    membersOf: (channel) => inside(channel).members.values(),
    horizonOf: (owner) => owner.lastConsumedMessageIndex,
    advanceHorizon: (channel, index) => channel.advanceLastConsumedMessageIndex(index),

    page: (channel, limit, anchor) => channel.getMessages(limit, anchor, 'backwards'),
    listOf: (channel) => inside(channel).messagesEntity,
    async send(channel, { body, attributes, media: [file] }) {
      if (file === undefined) return channel.sendMessage(body, attributes)
      const message = { media_sid: file, attributes: JSON.stringify(attributes) }
      return Number((await services.commandExecutor.mutateResource('post', inside(channel).links.messages, message)).index)
    },
    channelOf: ({ channel }) => channel,
    mediaOf: ({ media }) => (media ? [media] : []),
    receiptsOf: () => null,
    onlineOf: ({ online }) => online ?? null,
  }
}

import { Client } from '@twilio/conversations'
import type { Conversation, Message, Participant, User } from '@twilio/conversations'
import type { Connect } from '../chat/service.ts'
import type { Dialect, MessageList, Vendor } from './dialect.ts'
import { open } from './open.ts'
import { QuietConversationsSync } from './quiet-conversations.ts'
import type { QuietSync } from './quiet-sync.ts'
import { injected } from './sdk-options.ts'

interface Conversations extends Vendor {
  channel: Conversation
  message: Message
  member: Participant
  user: User
}

/** Private in @twilio/conversations 3.0.1. */
interface ConversationInternals {
  readonly _messagesEntity: MessageList<Message>
  readonly _participants: ReadonlyMap<string, Participant>
  readonly _links: { readonly messages: string }
}
interface Paged {
  readonly items: readonly Conversation[]
  readonly hasNextPage: boolean
  nextPage(): Promise<Paged>
}
interface Internals {
  readonly _configuration: { readonly links: { readonly mediaService: string } }
  readonly _conversationsEntity: {
    getConversations(): Promise<Paged>
    /** null: we are not in it. */
    getConversation(sid: string): Promise<Conversation | null>
  }
  readonly _services: {
    readonly commandExecutor: { mutateResource(method: 'post', url: string, body: object): Promise<{ readonly index: number | string }> }
  }
}
const inside = (conversation: Conversation): ConversationInternals => conversation as unknown as ConversationInternals

/** Conversations: the ChatService over Twilio's `@twilio/conversations` 3. */
export const connect: Connect = (token, options) =>
  open<Conversations>(token, options, {
    type: 'conversations',
    register: Client.populateInitRegistrations,
    speak(token, socket) {
      const sync = new QuietConversationsSync(token, socket)
      const sdk = new Client(token, injected(socket, sync))
      sync.serve(sdk)
      return dialectOf(sdk, sync)
    },
  })

function dialectOf(sdk: Client, sync: QuietSync): Dialect<Conversations> {
  const internals = sdk as unknown as Internals
  const { _services: services } = internals

  return {
    // Nobody is invited to a Conversation: the back end adds a participant, or does not.
    capabilities: { invitations: false, multipleMedia: true, receipts: true },
    get identity() {
      return sdk.user.identity
    },
    get mediaUrl() {
      return internals._configuration.links.mediaService
    },
    onState: (listener) => void sdk.on('stateChanged', listener),
    stop() {
      sdk.removeAllListeners()
      sync.end()
    },
    updateToken: (token) => sdk.updateToken(token),
    listen(hearing) {
      // `conversationAdded` also tells of Conversations that we only looked at.
      sdk.on('conversationJoined', hearing.entered)
      sdk.on('conversationUpdated', ({ conversation }) => hearing.changed(conversation))
      sdk.on('conversationLeft', hearing.gone)
      sdk.on('conversationRemoved', hearing.gone)
      sdk.on('messageAdded', hearing.added)
      sdk.on('messageUpdated', ({ message }) => hearing.edited(message))
      sdk.on('messageRemoved', hearing.removed)
      sdk.on('participantJoined', hearing.joined)
      sdk.on('participantUpdated', ({ participant }) => hearing.updated(participant))
      sdk.on('participantLeft', hearing.left)
      sdk.on('userUpdated', ({ user }) => hearing.user(user))
      sdk.on('typingStarted', (participant) => hearing.typing(participant, true))
      sdk.on('typingEnded', (participant) => hearing.typing(participant, false))
    },

    // `getSubscribedConversations` would wait for the list that the SDK loads at its start, of which one may never load.
    async channels() {
      const found: Conversation[] = []
      let page = await internals._conversationsEntity.getConversations()
      for (;;) {
        found.push(...page.items)
        if (!page.hasNextPage) return found
        page = await page.nextPage()
      }
    },
    // `getConversationBySid` would print a warning about each that we are not in.
    channel: async (sid) => (await internals._conversationsEntity.getConversation(sid)) ?? sdk.peekConversationBySid(sid),
    statusOf: ({ status }) => (status === 'joined' ? 'joined' : 'notParticipating'),
    members: (conversation) => conversation.getParticipants(),
    membersOf: (conversation) => inside(conversation)._participants.values(),
    horizonOf: (owner) => owner.lastReadMessageIndex,
    advanceHorizon: (conversation, index) => conversation.advanceLastReadMessageIndex(index),

    page: (conversation, limit, anchor) => conversation.getMessages(limit, anchor, 'backwards'),
    listOf: (conversation) => inside(conversation)._messagesEntity,
    async send(conversation, { body, attributes, media }) {
      if (media.length === 0) return conversation.sendMessage(body, attributes as never)
      const message = { body, media_sids: media, attributes: JSON.stringify(attributes) }
      return Number((await services.commandExecutor.mutateResource('post', inside(conversation)._links.messages, message)).index)
    },
    channelOf: ({ conversation }) => conversation,
    mediaOf: ({ attachedMedia }) => attachedMedia ?? [],
    receiptsOf: ({ aggregatedDeliveryReceipt: all }) =>
      all && {
        total: all.total,
        sent: all.sent,
        delivered: all.delivered,
        read: all.read,
        undelivered: all.undelivered,
        failed: all.failed,
      },
    onlineOf: ({ isOnline }) => isOnline ?? null,
  }
}

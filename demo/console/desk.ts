import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { ChatService } from '../../src/chat/service.ts'
import type { Attributes, Channel, ConnectionState } from '../../src/chat/types.ts'
import {
  isOpen,
  lastActivity,
  lastIndex,
  toConversation,
  withEntry,
  withMember,
  withMessages,
  withoutMember,
  withoutMessage,
  withTyping,
  type Conversation,
  type Entry,
} from './conversation.ts'
import { askBackEnd, type Colleague, type FrontDesk } from './front-desk.ts'

/** What the agent has before them: signals to read, actions to call. */
export interface Desk {
  readonly connection: ReadonlySignal<ConnectionState>
  /** Why there is no connection, when we know. */
  readonly trouble: ReadonlySignal<string | null>
  readonly identity: ReadonlySignal<string>
  /** Latest activity first. */
  readonly conversations: ReadonlySignal<readonly Conversation[]>
  readonly selected: ReadonlySignal<Conversation | undefined>
  /** A sentence about the conversation that left this desk while it was open. */
  readonly ended: ReadonlySignal<string | null>
  /** A sentence for the announcer: who just wrote what. */
  readonly heard: ReadonlySignal<string>
  /** What was typed and not sent, by Channel. */
  readonly drafts: Map<string, string>
  select(sid: string | null): void
  loadPrevious(sid: string): Promise<void>
  send(sid: string, body: string, attributes?: Attributes): Promise<void>
  /** Each in a Message of its own. */
  sendFiles(sid: string, files: readonly File[]): void
  /** An address for a short time. */
  fileUrl(sid: string, messageSid: string, mediaSid: string): Promise<string>
  retry(sid: string, key: string): Promise<void>
  typed(sid: string): void
  /** All of it has been on screen. */
  read(sid: string): void
  /** Through the back end: archive, then delete. @throws Error with a sentence to show */
  end(sid: string): Promise<void>
  /** Through the back end: a colleague takes it. @throws Error with a sentence to show */
  handOver(sid: string, to: Colleague): Promise<void>
  /** Sit down with a connected service; what was here before is replaced. */
  attend(service: ChatService): Promise<void>
  fail(sentence: string): void
}

export function createDesk(front: FrontDesk): Desk {
  /** To whom each conversation goes that is handed over. */
  const handedTo = new Map<string, string>()
  let service: ChatService | undefined
  const connection = signal<ConnectionState>('connecting')
  const trouble = signal<string | null>(null)
  const identity = signal('')
  const all = signal<ReadonlyMap<string, Conversation>>(new Map())
  const selectedSid = signal<string | null>(null)
  const ended = signal<string | null>(null)
  const heard = signal('')
  const drafts = new Map<string, string>()

  function change(sid: string, how: (conversation: Conversation) => Conversation): void {
    const conversation = all.peek().get(sid)
    if (conversation) all.value = new Map(all.peek()).set(sid, how(conversation))
  }

  function leave(sid: string): void {
    const gone = all.peek().get(sid)
    if (!gone) return
    const rest = new Map(all.peek())
    rest.delete(sid)
    all.value = rest
    drafts.delete(sid)
    if (selectedSid.peek() !== sid) return
    selectedSid.value = null
    const heir = handedTo.get(sid)
    ended.value = heir === undefined ? `${gone.name} has ended.` : `${gone.name} is with ${heir} now.`
  }

  /** Take up a Channel, or what has changed of it. */
  async function take(from: ChatService, channel: Channel): Promise<void> {
    if (!isOpen(channel)) return leave(channel.sid)
    const known = all.peek().get(channel.sid)
    if (known) {
      const { name, horizon } = toConversation(channel)
      return change(channel.sid, (before) => ({ ...before, name, horizon: Math.max(before.horizon, horizon) }))
    }
    all.value = new Map(all.peek()).set(channel.sid, toConversation(channel))
    const [page, members] = await Promise.all([from.messages(channel.sid), from.members(channel.sid)])
    change(channel.sid, (before) => ({ ...withMessages(before, page.messages), hasPrevious: page.hasPrevious, members }))
  }

  /** After a reconnect: what the broken connection missed. */
  async function catchUp(from: ChatService): Promise<void> {
    const channels = await from.channels()
    const open = new Set(channels.filter(isOpen).map(({ sid }) => sid))
    for (const sid of all.peek().keys()) if (!open.has(sid)) leave(sid)
    for (const channel of channels) {
      await take(from, channel)
      const conversation = all.peek().get(channel.sid)
      if (!conversation) continue
      const missed = await from.messagesAfter(channel.sid, lastIndex(conversation))
      change(channel.sid, (before) => withMessages(before, missed))
    }
  }

  function listen(to: ChatService): void {
    // A Channel may vanish while we ask for its Messages; its removal is told as well.
    const ignore = (): void => undefined
    to.on('connection', (state) => {
      const was = connection.peek()
      connection.value = state
      if (state !== 'connected' || was === 'connected') return
      trouble.value = null
      catchUp(to).catch(ignore)
    })
    to.on('channelAdded', (channel) => void take(to, channel).catch(ignore))
    to.on('channelUpdated', (channel) => void take(to, channel).catch(ignore))
    to.on('channelRemoved', ({ sid }) => leave(sid))
    to.on('messageAdded', ({ channelSid, message }) => {
      change(channelSid, (before) => withTyping(withMessages(before, [message]), message.author, false))
      const conversation = all.peek().get(channelSid)
      if (conversation && message.author !== to.identity) heard.value = `${conversation.name}: ${message.body || 'sent a file'}`
    })
    to.on('messageUpdated', ({ channelSid, message }) => change(channelSid, (before) => withMessages(before, [message])))
    to.on('messageRemoved', ({ channelSid, sid }) => change(channelSid, (before) => withoutMessage(before, sid)))
    to.on('memberJoined', ({ channelSid, member }) => change(channelSid, (before) => withMember(before, member)))
    to.on('memberUpdated', ({ channelSid, member }) => change(channelSid, (before) => withMember(before, member)))
    to.on('memberLeft', ({ channelSid, member }) => change(channelSid, (before) => withoutMember(before, member.identity)))
    to.on('typing', ({ channelSid, identity: who, typing }) => {
      if (who !== to.identity) change(channelSid, (before) => withTyping(before, who, typing))
    })
  }

  async function deliver(sid: string, entry: Entry): Promise<void> {
    change(sid, (before) => withEntry(before, { ...entry, delivery: 'sending' }))
    try {
      const index = await requireService().sendMessage(sid, entry.body, {
        id: entry.key.slice(entry.key.indexOf('/') + 1),
        ...(entry.attributes && { attributes: entry.attributes }),
        ...(entry.file && {
          files: [{ data: entry.file, filename: entry.file.name, contentType: entry.file.type || 'application/octet-stream' }],
        }),
      })
      change(sid, (before) => {
        const now = before.entries.find(({ key }) => key === entry.key)
        return now?.sid === null ? withEntry(before, { ...now, index, delivery: 'sent' }) : before
      })
    } catch {
      change(sid, (before) => {
        const now = before.entries.find(({ key }) => key === entry.key)
        return now?.sid === null ? withEntry(before, { ...now, delivery: 'failed' }) : before
      })
    }
  }

  function requireService(): ChatService {
    if (!service) throw new Error('Not connected')
    return service
  }

  return {
    connection,
    trouble,
    identity,
    conversations: computed(() => [...all.value.values()].sort((a, b) => lastActivity(b) - lastActivity(a))),
    selected: computed(() => (selectedSid.value === null ? undefined : all.value.get(selectedSid.value))),
    ended,
    heard,
    drafts,
    select: (sid) => {
      selectedSid.value = sid
      ended.value = null
    },
    async loadPrevious(sid) {
      const first = all.peek().get(sid)?.entries[0]?.index
      if (first === undefined || first === null || !service) return
      const page = await service.messages(sid, { before: first })
      change(sid, (before) => ({ ...withMessages(before, page.messages), hasPrevious: page.hasPrevious }))
    },
    sendFiles(sid, files) {
      const author = identity.peek()
      for (const file of files) {
        void deliver(sid, {
          key: `${author}/${crypto.randomUUID()}`,
          sid: null,
          index: null,
          author,
          body: '',
          file,
          media: [{ sid: '', filename: file.name, contentType: file.type, size: file.size }],
          createdAt: Date.now(),
          edited: false,
          delivery: 'sending',
        })
      }
    },
    fileUrl: async (...file) => requireService().mediaUrl(...file),
    async send(sid, body, attributes = {}) {
      const author = identity.peek()
      await deliver(sid, {
        key: `${author}/${crypto.randomUUID()}`,
        sid: null,
        index: null,
        author,
        body,
        attributes,
        media: [],
        createdAt: Date.now(),
        edited: false,
        delivery: 'sending',
      })
    },
    async retry(sid, key) {
      const entry = all
        .peek()
        .get(sid)
        ?.entries.find((other) => other.key === key)
      if (entry?.delivery === 'failed') await deliver(sid, entry)
    },
    typed: (sid) => void service?.typing(sid).catch(() => undefined),
    read(sid) {
      const conversation = all.peek().get(sid)
      if (!conversation || !service) return
      const index = lastIndex(conversation)
      if (index <= conversation.horizon) return
      change(sid, (before) => ({ ...before, horizon: index }))
      // Tried again with the next Message.
      service.advanceHorizon(sid, index).catch(() => undefined)
    },
    async end(sid) {
      await askBackEnd('/agent/end', { channelSid: sid })
    },
    async handOver(sid, { identity: to, name }) {
      handedTo.set(sid, name)
      try {
        await front.handOver(sid, to)
      } catch (error) {
        handedTo.delete(sid)
        throw error
      }
    },
    async attend(next) {
      service = next
      identity.value = next.identity
      connection.value = next.connection
      trouble.value = null
      listen(next)
      await catchUp(next)
    },
    fail(sentence) {
      trouble.value = sentence
      connection.value = 'connecting'
    },
  }
}

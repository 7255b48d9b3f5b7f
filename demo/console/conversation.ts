import type { Attributes, Channel, Media, Member, Message } from '../../src/chat/types.ts'

/** One Message as the agent's log shows it. */
export interface Entry {
  /** Our own id of it, else its sid: stable from the first key stroke to long after. */
  readonly key: string
  /** null until the service has stored it. */
  readonly sid: string | null
  readonly index: number | null
  readonly author: string
  readonly body: string
  /** Of one that we send. */
  readonly attributes?: Attributes
  /** Of one that we send. */
  readonly file?: File
  readonly media: readonly Media[]
  /** ms since the epoch */
  readonly createdAt: number
  readonly edited: boolean
  readonly delivery: 'sending' | 'sent' | 'failed'
}

/** A Channel at the agent's desk. */
export interface Conversation {
  readonly sid: string
  readonly name: string
  readonly createdAt: number
  /** By index; those that have none yet stand at the end. */
  readonly entries: readonly Entry[]
  readonly hasPrevious: boolean
  readonly members: readonly Member[]
  /** Identities of those who type now, without us. */
  readonly typing: readonly string[]
  /** We have read up to this index; -1 = nothing. */
  readonly horizon: number
}

export const toConversation = (channel: Channel): Conversation => ({
  sid: channel.sid,
  name: channel.friendlyName ?? channel.sid,
  createdAt: channel.createdAt,
  entries: [],
  hasPrevious: false,
  members: [],
  typing: [],
  horizon: channel.lastConsumedMessageIndex ?? -1,
})

/** The back end marks a conversation before it takes it away. */
export const isOpen = (channel: Channel): boolean =>
  channel.status === 'joined' && channel.createdBy === 'system' && channel.attributes['status'] !== 'ended'

export const lastIndex = ({ entries }: Conversation): number => entries.findLast(({ index }) => index !== null)?.index ?? -1

export const lastActivity = ({ entries, createdAt }: Conversation): number => entries.at(-1)?.createdAt ?? createdAt

/** Others' Messages above the horizon. */
export const unreadOf = ({ entries, horizon }: Conversation, identity: string): number =>
  entries.filter(({ index, author }) => index !== null && index > horizon && author !== identity).length

/** The User's name; the Identity of those who have left. */
export const nameOf = ({ members }: Conversation, identity: string): string =>
  members.find((member) => member.identity === identity)?.friendlyName ?? identity

/** Up to which index somebody else has read; -1 = nothing. */
export const readTo = ({ members }: Conversation, identity: string): number =>
  Math.max(
    -1,
    ...members.filter((member) => member.identity !== identity).map(({ lastConsumedMessageIndex }) => lastConsumedMessageIndex ?? -1),
  )

/** Put Messages in their places, each once: an echo of ours takes the place of what we typed. */
export function withMessages(conversation: Conversation, messages: readonly Message[]): Conversation {
  const entries = messages.map(toEntry)
  const sids = new Set(entries.map(({ sid }) => sid))
  const keys = new Set(entries.map(({ key }) => key))
  const others = conversation.entries.filter(({ sid, key }) => !sids.has(sid) && !keys.has(key))
  return { ...conversation, entries: [...others, ...entries].sort(byIndex) }
}

export const withEntry = (conversation: Conversation, entry: Entry): Conversation => ({
  ...conversation,
  entries: [...conversation.entries.filter(({ key }) => key !== entry.key), entry].sort(byIndex),
})

export const withoutMessage = (conversation: Conversation, sid: string): Conversation => ({
  ...conversation,
  entries: conversation.entries.filter((entry) => entry.sid !== sid),
})

export function withMember(conversation: Conversation, member: Member): Conversation {
  const others = conversation.members.filter(({ identity }) => identity !== member.identity)
  return { ...conversation, members: [...others, member] }
}

export const withoutMember = (conversation: Conversation, identity: string): Conversation => ({
  ...conversation,
  typing: conversation.typing.filter((other) => other !== identity),
})

export function withTyping(conversation: Conversation, identity: string, typing: boolean): Conversation {
  const others = conversation.typing.filter((other) => other !== identity)
  return { ...conversation, typing: typing ? [...others, identity] : others }
}

const byIndex = (a: Entry, b: Entry): number => (a.index ?? Infinity) - (b.index ?? Infinity) || a.createdAt - b.createdAt

function toEntry({ sid, index, author, body, media, createdAt, editedAt, attributes }: Message): Entry {
  const ownId = attributes['parlourId']
  // Scoped by the author: nobody can take the place of another's Message by copying its id.
  const key = typeof ownId === 'string' ? `${author}/${ownId}` : sid
  return { key, sid, index, author, body, media, createdAt, edited: editedAt !== null, delivery: 'sent' }
}

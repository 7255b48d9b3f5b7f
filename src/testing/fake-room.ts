import type { Attributes, Channel, Member, Message, Receipts, Share } from '../chat/types.ts'

interface Seat {
  readonly sid: string
  /** `chat`: the key is the User's Identity; else the Member's sid. */
  readonly binding: string
  lastConsumedMessageIndex: number | null
}

/** One Channel as the fake service stores it. */
export interface FakeRoom {
  readonly sid: string
  readonly createdBy: string
  friendlyName: string | null
  readonly createdAt: number
  attributes: Attributes
  readonly seats: Map<string, Seat>
  readonly invited: Set<string>
  readonly messages: Map<number, Message>
  readonly typing: Set<string>
  nextIndex: number
}

/** `CH`, `MB`, `IM` … and 32 hex digits, counted. */
export function createSidMaker(): (prefix: string) => string {
  let made = 0
  return (prefix) => prefix + String((made += 1)).padStart(32, '0')
}

export const messagesOf = (room: FakeRoom): readonly Message[] => [...room.messages.values()].toSorted((a, b) => a.index - b.index)

/** Index of the newest Message: a step for each gap, however many there are. */
function newestOf({ messages, nextIndex }: FakeRoom): number | null {
  let index = nextIndex - 1
  while (index >= 0 && !messages.has(index)) index -= 1
  return index < 0 ? null : index
}

/** The Channel as `identity` sees it. */
export function toChannel(room: FakeRoom, identity: string): Channel {
  const seat = room.seats.get(identity)
  const newest = newestOf(room)
  return {
    sid: room.sid,
    createdBy: room.createdBy,
    friendlyName: room.friendlyName,
    status: seat ? 'joined' : room.invited.has(identity) ? 'invited' : 'notParticipating',
    attributes: room.attributes,
    createdAt: room.createdAt,
    lastConsumedMessageIndex: seat?.lastConsumedMessageIndex ?? null,
    lastMessageIndex: newest,
    lastMessageAt: newest === null ? null : room.messages.get(newest)!.createdAt,
  }
}

export function toMember(room: FakeRoom, identity: string, person: { readonly friendlyName: string; readonly online: boolean }): Member {
  const seat = room.seats.get(identity)
  const isUser = (seat?.binding ?? 'chat') === 'chat'
  return {
    sid: seat?.sid ?? '',
    identity,
    binding: seat?.binding ?? 'chat',
    friendlyName: isUser ? person.friendlyName : '',
    online: isUser ? person.online : null,
    lastConsumedMessageIndex: seat?.lastConsumedMessageIndex ?? null,
  }
}

/** Everybody but the author has it; those whose horizon is there have read it. */
export function receiptsOf(room: FakeRoom, { author, index }: Pick<Message, 'author' | 'index'>): Receipts | null {
  const others = [...room.seats].filter(([identity]) => identity !== author).map(([, seat]) => seat)
  if (others.length === 0) return null
  const share = (count: number): Share => (count === 0 ? 'none' : count === others.length ? 'all' : 'some')
  const read = others.filter(({ lastConsumedMessageIndex }) => (lastConsumedMessageIndex ?? -1) >= index).length
  return { total: others.length, sent: 'all', delivered: 'all', read: share(read), undelivered: 'none', failed: 'none' }
}

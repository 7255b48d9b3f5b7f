import type { Attributes, Channel, Member, Message } from '../chat/types.ts'

interface Seat {
  readonly sid: string
  readonly identity: string
  lastConsumedMessageIndex: number | null
}

/** One Channel as the fake service stores it. */
export interface FakeRoom {
  readonly sid: string
  readonly createdBy: string
  readonly friendlyName: string | null
  readonly createdAt: number
  attributes: Attributes
  readonly seats: Map<string, Seat>
  readonly invited: Set<string>
  readonly messages: Map<number, Message>
  nextIndex: number
}

/** `CH`, `MB`, `IM` … and 32 hex digits, counted. */
export function createSidMaker(): (prefix: string) => string {
  let made = 0
  return (prefix) => prefix + String((made += 1)).padStart(32, '0')
}

export const messagesOf = (room: FakeRoom): readonly Message[] => [...room.messages.values()].toSorted((a, b) => a.index - b.index)

/** The Channel as `identity` sees it. */
export function toChannel(room: FakeRoom, identity: string): Channel {
  const seat = room.seats.get(identity)
  return {
    sid: room.sid,
    createdBy: room.createdBy,
    friendlyName: room.friendlyName,
    status: seat ? 'joined' : room.invited.has(identity) ? 'invited' : 'notParticipating',
    attributes: room.attributes,
    createdAt: room.createdAt,
    lastConsumedMessageIndex: seat?.lastConsumedMessageIndex ?? null,
    lastMessageIndex: messagesOf(room).at(-1)?.index ?? null,
  }
}

export function toMember(room: FakeRoom, identity: string, friendlyName: string): Member {
  const seat = room.seats.get(identity)
  return {
    sid: seat?.sid ?? '',
    identity,
    binding: 'chat',
    friendlyName,
    online: true,
    lastConsumedMessageIndex: seat?.lastConsumedMessageIndex ?? null,
  }
}

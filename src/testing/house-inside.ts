import type { Capabilities, ChatServiceEvents } from '../chat/service.ts'
import type { Attributes, Media, Member, Message } from '../chat/types.ts'
import type { FakeRoom } from './fake-room.ts'

export type EventName = keyof ChatServiceEvents

export interface FakeHouseOptions {
  /** ms since the epoch. Default: a clock that moves by 1 s with each look. */
  readonly now?: () => number
  /** A repeated send with the same id is stored once. Default false, as in Twilio's cloud. */
  readonly remembersIds?: boolean
  /** What this service is to lack. Default: nothing. */
  readonly capabilities?: Partial<Capabilities>
}

/** What the fake services share with their house. */
export interface HouseInside {
  readonly rooms: Map<string, FakeRoom>
  readonly options: FakeHouseOptions
  readonly capabilities: Capabilities
  /** Contents by `ME…`, as an address that needs no server. */
  readonly files: Map<string, string>
  sid(prefix: string): string
  now(): number
  /** @throws ChatError `connection-denied`: refused, or another's */
  accept(token: string, identity?: string): void
  member(room: FakeRoom, identity: string): Member
  /** A connection was closed. */
  closed(identity: string): void
  room(channelSid: string): FakeRoom
  store(room: FakeRoom, author: string, body: string, attributes: Attributes, media?: readonly Media[]): Message
  replace(room: FakeRoom, message: Message): void
  erase(room: FakeRoom, index: number): void
  seat(room: FakeRoom, identity: string): void
  unseat(room: FakeRoom, identity: string): void
  /** Moves a horizon. */
  read(room: FakeRoom, identity: string, index: number): void
  typing(room: FakeRoom, identity: string, typing: boolean): void
  /** To every connection of `identity`. */
  tellOne<Name extends EventName>(identity: string, name: Name, event: ChatServiceEvents[Name]): void
  /** Its Channel as each Member sees it, to every Member. */
  tellChannel(room: FakeRoom): void
  /** To every Member, but for the one named. */
  tell<Name extends EventName>(room: FakeRoom, name: Name, event: ChatServiceEvents[Name], but?: string): void
}

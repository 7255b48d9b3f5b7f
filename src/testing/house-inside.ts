import type { ChatServiceEvents } from '../chat/service.ts'
import type { Attributes, Message } from '../chat/types.ts'
import type { FakeRoom } from './fake-room.ts'

export type EventName = keyof ChatServiceEvents

export interface FakeHouseOptions {
  /** ms since the epoch. Default: a clock that moves by 1 s with each look. */
  readonly now?: () => number
  /** A repeated send with the same id is stored once. Default false, as in Twilio's cloud. */
  readonly remembersIds?: boolean
}

/** What the fake services share with their house. */
export interface HouseInside {
  readonly rooms: Map<string, FakeRoom>
  readonly options: FakeHouseOptions
  now(): number
  nameOf(identity: string): string
  accept(token: string): void
  room(channelSid: string): FakeRoom
  store(room: FakeRoom, author: string, body: string, attributes: Attributes): Message
  replace(room: FakeRoom, message: Message): void
  erase(room: FakeRoom, index: number): void
  seat(room: FakeRoom, identity: string): void
  unseat(room: FakeRoom, identity: string): void
  /** To every connection of `identity`. */
  tellOne<Name extends EventName>(identity: string, name: Name, event: ChatServiceEvents[Name]): void
  /** To every Member, but for the one named. */
  tell<Name extends EventName>(room: FakeRoom, name: Name, event: ChatServiceEvents[Name], but?: string): void
}

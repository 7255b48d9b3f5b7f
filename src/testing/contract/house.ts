import type { ChatService } from '../../chat/service.ts'
import type { Attributes } from '../../chat/types.ts'

/** What the suite needs of a test runner: Vitest's, Jest's or another. */
export interface TestRunner {
  test(name: string, run: () => Promise<void>): void
  expect(actual: unknown): { toEqual(expected: unknown): void; toMatchObject(expected: object): void }
}

/** Where the ChatService under test is connected to, with hands of the back end in it. Each test makes Identities of its own. */
export interface ContractHouse {
  /** A new connection, with an Access Token of its own. */
  connect(identity: string): Promise<ChatService>
  /** As `connect`, with this Access Token. */
  connectWith(token: string, signal: AbortSignal): Promise<ChatService>
  /** An Access Token that lives for a while; each is another. */
  token(identity: string): Promise<string>
  /** A private Channel, made by the back end, with these Members. */
  createChannel(...members: readonly string[]): Promise<ContractChannel>
  /** Of a User who exists already. */
  nameUser(identity: string, friendlyName: string): Promise<void>
}

export interface ContractChannel {
  readonly sid: string
  post(author: string, body: string, attributes?: Attributes): Promise<{ readonly sid: string; readonly index: number }>
  edit(sid: string, body: string): Promise<void>
  remove(sid: string): Promise<void>
  addMember(identity: string): Promise<void>
  /** Somebody with a telephone (binding `sms`) and no User. Resolves with the Member's sid. */
  addGuest(): Promise<string>
  invite(identity: string): Promise<void>
  removeMember(identity: string): Promise<void>
  rename(friendlyName: string): Promise<void>
  setAttributes(attributes: Attributes): Promise<void>
  delete(): Promise<void>
}

/** A house in which connections can be disturbed. */
export interface FaultyHouse extends ContractHouse {
  /** As `connect`, with an Access Token that lives for a few seconds. */
  connectBriefly(identity: string): Promise<ChatService>
  /** The Access Tokens of this Identity's connections are worth nothing from now on, as at their end. */
  expire(identity: string): void
  /** The sockets of this Identity are cut. The client may come back at once. */
  cut(identity: string): void
  /** Nothing gets through on the sockets of this Identity, either way, and nobody is told. A new socket is another one. */
  mute(identity: string): void
}

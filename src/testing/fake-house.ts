import { ChatError } from '../chat/errors.ts'
import type { Connect } from '../chat/service.ts'
import type { Attributes, Message } from '../chat/types.ts'
import { createSidMaker, messagesOf, receiptsOf, toChannel, toMember } from './fake-room.ts'
import type { FakeRoom } from './fake-room.ts'
import { createFakeService } from './fake-service.ts'
import type { FakeService } from './fake-service.ts'
import type { FakeHouseOptions, HouseInside } from './house-inside.ts'

export interface NewChannel {
  /** Default `system`: the back end. */
  readonly createdBy?: string
  readonly members?: readonly string[]
  readonly invited?: readonly string[]
  readonly attributes?: Attributes
  readonly friendlyName?: string
}

/** A chat service in memory, seen from the back end and from other clients. `connect` gives a ChatService to it. */
export interface FakeHouse {
  /** A token is a JWT with `grants.identity`, or simply the Identity. */
  readonly connect: Connect
  /** Every ChatService that was connected, in that order. */
  readonly services: readonly FakeService[]
  /** A connected ChatService of `identity`. */
  service(identity: string): FakeService
  /** Null: tokens are accepted. */
  refuse: ((token: string) => ChatError | null) | null

  nameUser(identity: string, friendlyName: string): void
  createChannel(channel?: NewChannel): string
  deleteChannel(channelSid: string): void
  setAttributes(channelSid: string, attributes: Attributes): void
  rename(channelSid: string, friendlyName: string): void
  addMember(channelSid: string, identity: string): void
  /** Somebody without a User. Returns the Member's sid. */
  addGuest(channelSid: string, binding: string): string
  invite(channelSid: string, identity: string): void
  removeMember(channelSid: string, identity: string): void
  /** Somebody writes. Returns the index. */
  post(channelSid: string, author: string, body: string, attributes?: Attributes): number
  edit(channelSid: string, index: number, body: string): void
  remove(channelSid: string, index: number): void
  /** Leaves a gap of `count` in the indexes. */
  skip(channelSid: string, count?: number): void
  typing(channelSid: string, identity: string, typing: boolean): void
  /** What is stored, ascending. */
  messages(channelSid: string): readonly Message[]
  horizon(channelSid: string, identity: string): number | null
}

export function createFakeHouse(options: FakeHouseOptions = {}): FakeHouse {
  const sid = createSidMaker()
  const names = new Map<string, string>()
  const services: FakeService[] = []
  let looks = 0

  const inside: HouseInside = {
    rooms: new Map(),
    options,
    capabilities: { invitations: true, multipleMedia: true, receipts: true, ...options.capabilities },
    files: new Map(),
    sid,
    now: options.now ?? (() => Date.UTC(2026, 0, 1) + (looks += 1) * 1_000),
    accept(token, identity) {
      const refusal = house.refuse?.(token)
      if (refusal) throw refusal
      if (token.includes('.') && identity !== undefined && identityIn(token) !== identity) throw denied()
    },
    member(room, identity) {
      const theirs = services.filter((service) => service.identity === identity)
      // One who never connected is moved by the hands of the house, and is there.
      const online = theirs.length === 0 || theirs.some(({ connection }) => connection !== 'disconnected')
      return toMember(room, identity, { friendlyName: names.get(identity) ?? identity, online })
    },
    closed: (identity) => tellOf(identity),
    room(channelSid) {
      const room = inside.rooms.get(channelSid)
      if (!room) throw new ChatError('channel-not-found', `There is no Channel ${channelSid}`)
      return room
    },
    store(room, author, body, attributes, media = []) {
      const index = room.nextIndex
      room.nextIndex += 1
      const receipts = inside.capabilities.receipts ? receiptsOf(room, { author, index }) : null
      const said = { index, author, body, attributes: structuredClone(attributes), media, receipts }
      const message: Message = { sid: sid('IM'), ...said, createdAt: inside.now(), editedAt: null }
      room.messages.set(index, message)
      inside.typing(room, author, false)
      return message
    },
    replace(room, message) {
      room.messages.set(message.index, message)
      inside.tell(room, 'messageUpdated', { channelSid: room.sid, message })
    },
    erase(room, index) {
      const message = room.messages.get(index)
      if (!message) return
      room.messages.delete(index)
      inside.tell(room, 'messageRemoved', { channelSid: room.sid, sid: message.sid, index })
    },
    seat(room, identity) {
      if (room.seats.has(identity)) return
      room.invited.delete(identity)
      room.seats.set(identity, { sid: sid('MB'), binding: 'chat', lastConsumedMessageIndex: null })
      inside.tellOne(identity, 'channelAdded', toChannel(room, identity))
      inside.tell(room, 'memberJoined', { channelSid: room.sid, member: inside.member(room, identity) }, identity)
    },
    unseat(room, identity) {
      const member = inside.member(room, identity)
      const wasIn = room.seats.delete(identity)
      if (!room.invited.delete(identity) && !wasIn) return
      inside.tellOne(identity, 'channelRemoved', { sid: room.sid })
      if (wasIn) inside.tell(room, 'memberLeft', { channelSid: room.sid, member })
    },
    read(room, identity, index) {
      const seat = room.seats.get(identity)
      const before = seat?.lastConsumedMessageIndex ?? -1
      if (!seat || index <= before) return
      seat.lastConsumedMessageIndex = index
      inside.tellOne(identity, 'channelUpdated', toChannel(room, identity))
      inside.tell(room, 'memberUpdated', { channelSid: room.sid, member: inside.member(room, identity) })
      for (let at = before + 1; at <= Math.min(index, room.nextIndex - 1) && inside.capabilities.receipts; at += 1) {
        const message = room.messages.get(at)
        if (!message) continue
        const receipts = receiptsOf(room, message)
        if (receipts?.read !== message.receipts?.read) inside.replace(room, { ...message, receipts })
      }
    },
    typing(room, identity, typing) {
      const was = room.typing.delete(identity)
      if (typing) room.typing.add(identity)
      if (typing || was) inside.tell(room, 'typing', { channelSid: room.sid, identity, typing }, identity)
    },
    tellChannel(room) {
      for (const identity of room.seats.keys()) inside.tellOne(identity, 'channelUpdated', toChannel(room, identity))
    },
    tellOne(identity, name, event) {
      for (const service of services) if (service.identity === identity) service.hear(name, event)
    },
    tell(room, name, event, but) {
      for (const service of services) if (service.identity !== but && room.seats.has(service.identity)) service.hear(name, event)
    },
  }

  /** The User changed. */
  function tellOf(identity: string): void {
    for (const room of inside.rooms.values()) {
      if (room.seats.has(identity)) inside.tell(room, 'memberUpdated', { channelSid: room.sid, member: inside.member(room, identity) })
    }
  }

  const house: FakeHouse = {
    refuse: null,
    services,
    async connect(token, { signal }) {
      await Promise.resolve()
      signal.throwIfAborted()
      inside.accept(token)
      return house.service(identityIn(token))
    },
    service(identity) {
      const service = createFakeService(identity, inside)
      services.push(service)
      return service
    },
    nameUser(identity, friendlyName) {
      names.set(identity, friendlyName)
      tellOf(identity)
    },
    createChannel({ createdBy = 'system', members = [], invited = [], attributes = {}, friendlyName } = {}) {
      const room: FakeRoom = {
        sid: sid('CH'),
        createdBy,
        friendlyName: friendlyName ?? null,
        createdAt: inside.now(),
        attributes,
        seats: new Map(),
        invited: new Set(),
        messages: new Map(),
        typing: new Set(),
        nextIndex: 0,
      }
      inside.rooms.set(room.sid, room)
      for (const identity of members) inside.seat(room, identity)
      for (const identity of invited) house.invite(room.sid, identity)
      return room.sid
    },
    deleteChannel(channelSid) {
      const room = inside.room(channelSid)
      const everybody = [...room.seats.keys(), ...room.invited]
      inside.rooms.delete(channelSid)
      room.seats.clear()
      for (const identity of everybody) inside.tellOne(identity, 'channelRemoved', { sid: channelSid })
    },
    setAttributes(channelSid, attributes) {
      const room = inside.room(channelSid)
      room.attributes = structuredClone(attributes)
      inside.tellChannel(room)
    },
    rename(channelSid, friendlyName) {
      const room = inside.room(channelSid)
      room.friendlyName = friendlyName
      inside.tellChannel(room)
    },
    addGuest(channelSid, binding) {
      const room = inside.room(channelSid)
      const guest = sid('MB')
      room.seats.set(guest, { sid: guest, binding, lastConsumedMessageIndex: null })
      inside.tell(room, 'memberJoined', { channelSid, member: inside.member(room, guest) })
      return guest
    },
    addMember: (channelSid, identity) => inside.seat(inside.room(channelSid), identity),
    invite(channelSid, identity) {
      const room = inside.room(channelSid)
      if (!inside.capabilities.invitations) return
      room.invited.add(identity)
      inside.tellOne(identity, 'channelAdded', toChannel(room, identity))
    },
    removeMember: (channelSid, identity) => inside.unseat(inside.room(channelSid), identity),
    post(channelSid, author, body, attributes = {}) {
      const room = inside.room(channelSid)
      const message = inside.store(room, author, body, attributes)
      inside.tell(room, 'messageAdded', { channelSid, message })
      inside.tellChannel(room)
      return message.index
    },
    edit(channelSid, index, body) {
      const room = inside.room(channelSid)
      const message = room.messages.get(index)
      if (message) inside.replace(room, { ...message, body, editedAt: inside.now() })
    },
    remove: (channelSid, index) => inside.erase(inside.room(channelSid), index),
    skip(channelSid, count = 1) {
      inside.room(channelSid).nextIndex += count
    },
    typing: (channelSid, identity, typing) => inside.typing(inside.room(channelSid), identity, typing),
    messages: (channelSid) => messagesOf(inside.room(channelSid)),
    horizon: (channelSid, identity) => inside.room(channelSid).seats.get(identity)?.lastConsumedMessageIndex ?? null,
  }
  return house
}

function identityIn(token: string): string {
  const claims = token.split('.')[1]
  if (!claims) return token
  try {
    const { grants } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { grants: { identity: string } }
    return grants.identity
  } catch {
    throw denied()
  }
}

const denied = (): ChatError => new ChatError('connection-denied', 'The chat service refused the Access Token')

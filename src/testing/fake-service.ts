import { ChatError } from '../chat/errors.ts'
import { checkMessage, sizeOf } from '../chat/message-limits.ts'
import type { ChatService, ChatServiceEvents, SendOptions } from '../chat/service.ts'
import type { ConnectionState, Media, Message, OutgoingFile } from '../chat/types.ts'
import { createEmitter } from '../lib/emitter.ts'
import type { EventName, HouseInside } from './house-inside.ts'
import { messagesOf, toChannel } from './fake-room.ts'
import type { FakeRoom } from './fake-room.ts'

/** What becomes of one call. `lost-reply`: done, but the caller hears of a network failure; `silent`: not done, and never answered. */
export type Fault = 'none' | 'lost-request' | 'lost-reply' | 'silent' | ChatError
export type FakeMethod = Exclude<keyof ChatService, 'capabilities' | 'identity' | 'connection' | 'on'>

/** A ChatService to the fake house, with handles for what can go wrong. */
export interface FakeService extends ChatService {
  /** Asked before each call. */
  fault: (method: FakeMethod) => Fault
  /** Our own Message comes back before the answer to `sendMessage`, after it, or not at all. Default `before`. */
  echo: 'before' | 'after' | 'never'
  /** Every method that was called, with its Channel. */
  readonly calls: readonly { readonly method: FakeMethod; readonly channelSid: string | null }[]
  /** How many listeners there are. */
  readonly listeners: number
  /** The socket is gone. Calls fail with `network`; what happens meanwhile is heard after `restore`. */
  drop(): void
  /** The socket is back. `missed`: what happened meanwhile is heard now, or never (a subscription that went deaf). */
  restore(missed?: 'heard' | 'lost'): void
  /** The socket dies without a word: it looks connected, calls hang, and nothing is heard before a kick. */
  mute(): void
  /** The service refuses our token, as after its expiry. */
  deny(): void
  /** The SDK has given up. */
  fail(): void
  /** The house says something. */
  hear<Name extends EventName>(name: Name, event: ChatServiceEvents[Name]): void
}

const over = (): ChatError => new ChatError('not-ready', 'The chat service was shut down')
const network = (): ChatError => new ChatError('network', 'The connection was lost', { retryable: true })

export function createFakeService(identity: string, inside: HouseInside): FakeService {
  const emitter = createEmitter<ChatServiceEvents>()
  const calls: { method: FakeMethod; channelSid: string | null }[] = []
  const ids = new Map<string, Message>()
  let connection: ConnectionState = 'connected'
  let held: (() => void)[] = []
  let muted = false
  /** Calls whose answers a dead socket keeps. */
  const hanging = new Set<(error: ChatError) => void>()
  let listeners = 0
  let closed = false

  function become(next: ConnectionState): void {
    if (connection === next) return
    connection = next
    emitter.emit('connection', next)
  }

  /** A call as it goes over a network: it may get lost on either way. */
  async function call<T>(method: FakeMethod, channelSid: string | null, work: () => T | Promise<T>): Promise<T> {
    calls.push({ method, channelSid })
    await Promise.resolve()
    if (closed) throw over()
    if (connection !== 'connected') throw network()
    const fault = service.fault(method)
    if (fault instanceof ChatError) throw fault
    if (fault === 'lost-request') throw network()
    if (fault === 'silent') return new Promise<T>(() => {})
    if (muted) return new Promise<T>((_, reject) => hanging.add(reject))
    const result = structuredClone(await work())
    await Promise.resolve()
    if (fault === 'lost-reply') throw network()
    return result
  }

  function roomOfOurs(channelSid: string): FakeRoom {
    const room = inside.room(channelSid)
    if (room.seats.has(identity)) return room
    throw new ChatError('channel-not-found', `We are not in ${channelSid}`)
  }

  function ownMessage(room: FakeRoom, sid: string): Message {
    const message = [...room.messages.values()].find((candidate) => candidate.sid === sid)
    if (message?.author === identity) return message
    throw new ChatError('message-rejected', 'That is not our Message')
  }

  async function store(file: OutgoingFile): Promise<Media> {
    const sid = inside.sid('ME')
    const bytes = new Uint8Array(await file.data.arrayBuffer())
    inside.files.set(sid, `data:${file.contentType};base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`)
    return { sid, filename: file.filename, contentType: file.contentType, size: file.data.size }
  }

  async function upload({ files = [], onProgress, signal }: SendOptions): Promise<readonly Media[]> {
    const media: Media[] = []
    for (const file of files) {
      signal?.throwIfAborted()
      media.push(await store(file))
      onProgress?.(sizeOf(files.slice(0, media.length)), sizeOf(files))
    }
    return media
  }

  const service: FakeService = {
    capabilities: inside.capabilities,
    identity,
    fault: () => 'none',
    echo: 'before',
    calls,
    get connection() {
      return connection
    },
    get listeners() {
      return listeners
    },
    on(name, listener) {
      const off = emitter.on(name, listener)
      listeners += 1
      let on = true
      return () => {
        if (on) listeners -= 1
        on = false
        off()
      }
    },
    async updateToken(token) {
      calls.push({ method: 'updateToken', channelSid: null })
      await Promise.resolve()
      if (closed) throw over()
      if (connection === 'disconnected') throw network()
      try {
        inside.accept(token, identity)
      } catch (error) {
        become('denied')
        throw error
      }
      service.restore()
    },
    async kick() {
      calls.push({ method: 'kick', channelSid: null })
      if (closed) throw over()
      if (connection === 'disconnected') throw network()
      for (const reject of hanging) reject(network())
      hanging.clear()
      become('connecting')
      await Promise.resolve()
      service.restore()
    },
    async probe() {
      calls.push({ method: 'probe', channelSid: null })
      await Promise.resolve()
      if (closed) throw over()
      if (connection === 'denied') throw new ChatError('connection-denied', 'The service refused the Access Token')
      // Whoever asks finds out, and connects anew.
      if (connection !== 'connected' || muted || service.fault('probe') !== 'none') await service.kick()
    },
    channels: () =>
      call('channels', null, () =>
        [...inside.rooms.values()]
          .filter(({ seats, invited }) => seats.has(identity) || invited.has(identity))
          .map((room) => toChannel(room, identity)),
      ),
    channel: (sid) =>
      call('channel', sid, () => {
        const room = inside.room(sid)
        if (!room.seats.has(identity) && !room.invited.has(identity)) throw new ChatError('channel-not-found', `We are not in ${sid}`)
        return toChannel(room, identity)
      }),
    enter: (channelSid) =>
      call('enter', channelSid, () => {
        const room = inside.room(channelSid)
        if (!room.seats.has(identity) && !room.invited.has(identity)) {
          throw new ChatError('channel-not-found', `Nobody invited us to ${channelSid}`)
        }
        inside.seat(room, identity)
        return toChannel(room, identity)
      }),
    messages: (channelSid, { before = Infinity, limit = 30 } = {}) =>
      call('messages', channelSid, () => {
        const older = messagesOf(roomOfOurs(channelSid)).filter(({ index }) => index < before)
        return { messages: older.slice(-limit), hasPrevious: older.length > limit }
      }),
    messagesAfter: (channelSid, after) =>
      call('messagesAfter', channelSid, () => messagesOf(roomOfOurs(channelSid)).filter(({ index }) => index > after)),
    async sendMessage(channelSid, body, options) {
      const { id, attributes } = options
      let message: Message | undefined
      const echo = (): void => {
        const room = inside.rooms.get(channelSid)
        if (!message || !room) return
        inside.tell(room, 'messageAdded', { channelSid, message }, service.echo === 'never' ? identity : undefined)
        inside.tellChannel(room)
      }
      const send = (media: readonly Media[]): number => {
        const room = roomOfOurs(channelSid)
        const known = inside.options.remembersIds ? ids.get(id) : undefined
        if (known) return known.index
        message = inside.store(room, identity, body, { ...attributes, parlourId: id }, media)
        ids.set(id, message)
        if (service.echo === 'after') setTimeout(echo)
        else echo()
        return message.index
      }
      return call('sendMessage', channelSid, () => {
        checkMessage(body, { ...attributes, parlourId: id }, options.files, inside.capabilities)
        return options.files ? upload(options).then(send) : send([])
      })
    },
    editMessage: (channelSid, sid, body) =>
      call('editMessage', channelSid, () => {
        checkMessage(body, {})
        const room = roomOfOurs(channelSid)
        inside.replace(room, { ...ownMessage(room, sid), body, editedAt: inside.now() })
      }),
    removeMessage: (channelSid, sid) =>
      call('removeMessage', channelSid, () => {
        const room = roomOfOurs(channelSid)
        inside.erase(room, ownMessage(room, sid).index)
      }),
    members: (channelSid) =>
      call('members', channelSid, () => {
        const room = roomOfOurs(channelSid)
        return [...room.seats.keys()].map((who) => inside.member(room, who))
      }),
    typing: (channelSid) => call('typing', channelSid, () => inside.typing(roomOfOurs(channelSid), identity, true)),
    advanceHorizon: (channelSid, index) => call('advanceHorizon', channelSid, () => inside.read(roomOfOurs(channelSid), identity, index)),
    mediaUrl: (channelSid, messageSid, mediaSid) =>
      call('mediaUrl', channelSid, () => {
        const message = messagesOf(roomOfOurs(channelSid)).find(({ sid }) => sid === messageSid)
        const address = message?.media.some(({ sid }) => sid === mediaSid) ? inside.files.get(mediaSid) : undefined
        if (address === undefined) throw new ChatError('load-failed', 'There is no such file')
        return address
      }),
    async shutdown() {
      if (closed) return
      closed = true
      held = []
      become('disconnected')
      emitter.clear()
      inside.closed(identity)
    },
    drop: () => become('connecting'),
    mute: () => void (muted = true),
    restore(missed = 'heard') {
      if (closed) return
      const waiting = held
      held = []
      muted = false
      become('connected')
      if (missed === 'heard') waiting.forEach((emit) => emit())
    },
    deny: () => become('denied'),
    fail: () => become('disconnected'),
    hear(name, event) {
      if (closed) return
      const copy = structuredClone(event)
      const emit = (): void => emitter.emit(name, copy)
      if (connection === 'connected' && !muted) emit()
      else held.push(emit)
    },
  }
  return service
}

import { ChatError } from '../../chat/errors.ts'
import { checkMessage } from '../../chat/message-limits.ts'
import type { ChatService, ChatServiceEvents, ConnectOptions } from '../../chat/service.ts'
import type { Channel } from '../../chat/types.ts'
import { abortable } from '../../lib/abortable.ts'
import { within } from '../../lib/deadline.ts'
import { createEmitter } from '../../lib/emitter.ts'
import { createLifetime, onEnd, untilEnd } from '../../lib/lifetime.ts'
import { OWN_ID } from '../mutation-id.ts'
import { createMemory } from './memory.ts'
import { connectionOf, eraOf } from './seat.ts'
import type { Seat } from './seat.ts'
import { createTab } from './tab.ts'
import type { TabOptions } from './tab.ts'
import { createTelling } from './telling.ts'
import type { Line } from './wire.ts'

export interface Facade {
  readonly service: ChatService
  /** Resolves once it is connected. @throws as `Connect` */
  readonly ready: Promise<void>
}

export type FacadeOptions = Pick<TabOptions, 'connect' | 'token' | 'name' | 'locals'> & Pick<ConnectOptions, 'url' | 'renew'>

const CONNECT_WITHIN_MS = 10_000
/** As long as the SDK's own requests ask again. */
const READ_WITHIN_MS = 30_000

const over = (): ChatError => new ChatError('not-ready', 'The chat service was shut down')
const lost = (): ChatError => new ChatError('network', 'The connection was lost', { retryable: true })

/** The port of one tab: the same object whoever holds the socket, and while nobody does. */
export function createFacade(options: FacadeOptions): Facade {
  const { clock } = options.locals
  const life = createLifetime()
  const emitter = createEmitter<ChatServiceEvents>()
  const seats = createEmitter<{ moved: Seat }>()
  const memory = createMemory()
  const telling = createTelling(memory, clock, ({ name, event }) => emitter.emit(name, event as never))
  let ended: Promise<void> | null = null
  let failure: unknown = over()

  const tab = createTab({
    ...options,
    moved(now, before) {
      if (connectionOf(now) !== connectionOf(before)) emitter.emit('connection', connectionOf(now))
      seats.emit('moved', now)
    },
    attached: telling.begin,
    news: telling.hear,
    horizon,
    loggedOut() {
      void end(() => emitter.emit('loggedOut', undefined))
    },
    failed(cause) {
      failure = cause
      void end()
    },
  })

  /** Another tab's reading, of which the SDK tells the service, and the service us, ten seconds later. */
  function horizon(channelSid: string, index: number): void {
    const channel = memory.channels.get(channelSid)
    if (!channel || index <= (channel.lastConsumedMessageIndex ?? -1)) return
    telling.hear({ name: 'channelUpdated', event: structuredClone({ ...channel, lastConsumedMessageIndex: index }) })
  }

  function end(first?: () => void): Promise<void> {
    if (ended) return ended
    let done = (_closed: Promise<void>): void => {}
    ended = new Promise((resolve) => (done = resolve))
    life.end()
    first?.()
    done(tab.close())
    emitter.clear()
    return ended
  }

  /** Resolves when the seat `holds`. @throws ChatError `connection-denied`, `network` */
  function reach(ms: number, holds: (seat: Seat) => boolean): Promise<void> {
    const wait = (signal: AbortSignal): Promise<void> =>
      abortable(signal, (resolve, reject) => {
        const look = (seat: Seat): void => {
          if (holds(seat)) resolve()
          else if (connectionOf(seat) === 'denied') reject(new ChatError('connection-denied', 'The service refused the Access Token'))
        }
        const off = seats.on('moved', look)
        look(tab.seat)
        return off
      })
    return alive(within(ms, wait, { clock, signal: life.signal, late: lost }))
  }

  const isConnected = (seat: Seat): boolean => connectionOf(seat) === 'connected'

  async function alive<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await untilEnd(work, life.signal)
    } catch (cause) {
      throw life.signal.aborted ? over() : cause
    }
  }

  /** Goes out once. When the client goes meanwhile, nobody knows what became of it. */
  async function write<Result>(work: (line: Line) => Promise<Result>): Promise<Result> {
    if (life.signal.aborted) throw over()
    const { line, signal } = tab.line ?? {}
    if (!line || !signal) throw lost()
    try {
      return await alive(untilEnd(work(line), signal))
    } catch (cause) {
      throw cause === signal.reason ? lost() : cause
    }
  }

  /** Waits for a client, and asks the next one when it goes meanwhile. */
  async function read<Result>(work: (line: Line) => Promise<Result>): Promise<Result> {
    for (const last = clock.monotonic() + READ_WITHIN_MS; ;) {
      if (!life.signal.aborted && !tab.line) await reach(CONNECT_WITHIN_MS, () => tab.line !== null)
      const asked = tab.line?.signal
      try {
        return await write(work)
      } catch (cause) {
        if (life.signal.aborted || !asked?.aborted || clock.monotonic() >= last) throw cause
      }
    }
  }

  /** A client speaks only of Messages that it has read itself. */
  async function meet(line: Line, channelSid: string, messageSid: string): Promise<void> {
    const index = memory.unmet(channelSid, messageSid)
    if (index !== null) memory.read(channelSid, (await line.messages(channelSid, { before: index + 1, limit: 1 })).messages)
  }

  function learnt(channel: Channel): Channel {
    memory.channel(channel)
    return channel
  }

  async function connect(ask: (line: Line) => Promise<void>): Promise<void> {
    if (life.signal.aborted) throw over()
    tab.wake()
    await (tab.line ? write(ask) : reach(CONNECT_WITHIN_MS, isConnected))
  }

  const service: ChatService = {
    get capabilities() {
      return tab.who!.capabilities
    },
    get identity() {
      return tab.who!.identity
    },
    get connection() {
      return connectionOf(tab.seat)
    },
    on: emitter.on,
    async updateToken(token) {
      if (life.signal.aborted) throw over()
      const { client } = tab
      await (client ? write(() => client.updateToken(token)) : alive(tab.claim(token)))
      tab.hold(token)
    },
    kick: () => connect((line) => line.kick()),
    probe: (options) => connect((line) => line.probe(options)),
    channels: () =>
      read(async (line) => {
        const channels = await line.channels()
        memory.listed = true
        return channels.map(learnt)
      }),
    channel: (sid) => read(async (line) => learnt(await line.channel(sid))),
    enter: (sid) => write(async (line) => learnt(await line.enter(sid))),
    messages: (sid, options) =>
      read(async (line) => {
        const page = await line.messages(sid, options)
        memory.read(sid, page.messages)
        return page
      }),
    messagesAfter: (sid, after) =>
      read(async (line) => {
        const messages = await line.messagesAfter(sid, after)
        memory.read(sid, messages)
        return messages
      }),
    async sendMessage(sid, body, options) {
      if (!life.signal.aborted) checkMessage(body, { ...options.attributes, [OWN_ID]: options.id }, options.files, service.capabilities)
      return write((line) => line.sendMessage(sid, body, options))
    },
    editMessage: (sid, messageSid, body) =>
      write(async (line) => {
        await meet(line, sid, messageSid)
        await line.editMessage(sid, messageSid, body)
      }),
    removeMessage: (sid, messageSid) =>
      write(async (line) => {
        await meet(line, sid, messageSid)
        await line.removeMessage(sid, messageSid)
      }),
    members: (sid) =>
      read(async (line) => {
        const members = await line.members(sid)
        memory.members(sid, members)
        return members
      }),
    async typing(sid) {
      if (life.signal.aborted || isConnected(tab.seat)) await write((line) => line.typing(sid))
    },
    async advanceHorizon(sid, index) {
      await write((line) => line.advanceHorizon(sid, index))
      tab.say({ type: 'horizon', channelSid: sid, index })
    },
    mediaUrl: (sid, messageSid, mediaSid) =>
      read(async (line) => {
        await meet(line, sid, messageSid)
        return line.mediaUrl(sid, messageSid, mediaSid)
      }),
    shutdown({ everywhere = false } = {}) {
      return end(() => everywhere && tab.say({ type: 'loggedOut' }))
    },

    get leads() {
      return tab.tenure !== null
    },
    async leading(signal) {
      await abortable(signal, (resolve) => {
        const look = (): void => void (tab.tenure && resolve())
        look()
        return seats.on('moved', look)
      })
      const stay = createLifetime(signal)
      if (tab.tenure) onEnd(tab.tenure, stay.end)
      else stay.end()
      return stay.signal
    },
    async rebuild() {
      if (life.signal.aborted) throw over()
      const era = eraOf(tab.seat)
      tab.replace()
      await reach(CONNECT_WITHIN_MS, (seat) => isConnected(seat) && eraOf(seat) !== era)
    },
  }

  const ready = new Promise<void>((resolve, reject) => {
    seats.on('moved', (seat) => isConnected(seat) && tab.who && resolve())
    onEnd(life.signal, () => reject(failure))
  })
  return { service, ready }
}

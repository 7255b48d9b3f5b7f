import { decodePacket, encodePacket } from '../../../demo/chat-service/twilsock/frame.ts'
import { createTroubles } from './faults.ts'
import type { Troubles } from './faults.ts'
import type { House, HouseEvent } from './house.ts'
import type { Listener, Peer } from './network.ts'
import { answerMessages, askedBy } from './rest.ts'
import type { Reply, Request } from './rest.ts'
import { readToken } from './tokens.ts'
import type { World } from './world.ts'

/** The chat service on the wire: twilsock's packets (protocol 2, 3, 5), as much of Twilio's REST as a conversation takes, and faults. */
export interface Service {
  readonly troubles: Troubles
  /** How the next events go out to everybody who listens. */
  readonly events: { missing: number; doubled: number }
  /** What it does with a token that expires. */
  expiry: 'close' | 'drop'
  /** When the last thing that lies there is done, on the world's clock. */
  readonly busyUntil: number
  /** What was refused for good (4xx other than 429). */
  readonly refusals: number
  accept(identity: string): (peer: Peer) => Listener
  /** A `close` packet to everybody. */
  sendClose(code: number): void
  /** Time went on without anybody being awake. */
  woke(): void
}

interface Connection {
  readonly peer: Peer
  readonly identity: string
  token: string
  /** Told of events. */
  subscribed: boolean
}

const WARN_MS = 180_000

export function createService(world: World, house: House, random: () => number): Service {
  const troubles = createTroubles()
  const connections = new Set<Connection>()
  let made = 0
  let refusals = 0
  let busyUntil = 0
  const id = (): string => `S${(made += 1)}`

  function push({ peer }: Connection, event: HouseEvent, type = 'com.twilio.rtd.cds.list'): void {
    peer.send(encodePacket({ method: 'notification', id: id(), message_type: type }, event))
  }

  house.listeners.add((event) => {
    for (const connection of connections) {
      if (!connection.subscribed) continue
      if (service.events.missing > 0) service.events.missing -= 1
      else push(connection, event)
      if (service.events.doubled > 0) {
        service.events.doubled -= 1
        push(connection, event)
      }
    }
  })

  /** @returns null when the token is good */
  function verify(token: string): { code: number; errorCode?: number } | null {
    return readToken(token).expiresAt > world.wall ? null : { code: 401, errorCode: 20_104 }
  }

  function later(ms: number, work: () => void): void {
    busyUntil = Math.max(busyUntil, world.elapsed + ms)
    world.after(ms, null, work)
  }

  function expire(connection: Connection): void {
    if (!connections.has(connection) || verify(connection.token) === null) return
    if (service.expiry === 'close')
      connection.peer.send(encodePacket({ method: 'close', id: id(), status: { code: 410, status: 'EXPIRED' } }))
    else connection.peer.close()
    connections.delete(connection)
  }

  function watch(connection: Connection): void {
    const left = readToken(connection.token).expiresAt - world.wall
    const { token } = connection
    const isSame = (): boolean => connections.has(connection) && connection.token === token
    world.after(left - Math.min(WARN_MS, left / 3), null, () => {
      if (!isSame()) return
      connection.peer.send(encodePacket({ method: 'client_update', id: id(), client_update_type: 'token_about_to_expire' }))
    })
    world.after(left + 1, null, () => isSame() && expire(connection))
  }

  function accept(identity: string): (peer: Peer) => Listener {
    return (peer) => {
      const connection: Connection = { peer, identity, token: '', subscribed: false }
      return {
        packet(bytes) {
          const decoded = decodePacket(bytes)
          if (!decoded.ok) throw new Error(`The client sent no packet: ${decoded.detail}`)
          const { header, payload } = decoded.packet
          if (header.method === 'init' || header.method === 'update') admit(connection, header, header.method)
          else if (header.method === 'message') receive(connection, header as typeof header & { http_request: Request }, payload)
          else if (header.method === 'close') peer.close()
        },
        closed: () => void connections.delete(connection),
      }
    }
  }

  function admit(
    connection: Connection,
    header: { readonly id: string; readonly [field: string]: unknown },
    asked: 'init' | 'update',
  ): void {
    const { peer } = connection
    const reply = (status: object, more: object = {}, body?: object): void =>
      peer.send(encodePacket({ method: 'reply', id: header.id, status, ...more }, body))
    const trouble = troubles.next(asked)
    if (trouble && trouble.kind !== 'late' && trouble.kind !== 'held') {
      if (trouble.kind === 'lost' || trouble.kind === 'done-lost') return peer.reset()
      if (trouble.kind !== 'status') return
      const backoff = trouble.status === 429 ? { backoff_policy: { reconnect_min_ms: 500 + Math.floor(random() * 3_000) } } : undefined
      return reply({ code: trouble.status, status: 'NO', description: 'refused' }, {}, backoff)
    }
    const go = (): void => {
      const refusal = verify(String(header['token']))
      if (refusal) return reply({ ...refusal, status: 'UNAUTHORIZED' })
      connection.token = String(header['token'])
      connections.add(connection)
      watch(connection)
      reply({ code: 200, status: 'OK' }, asked === 'init' ? { continuation_token: 'CT', capabilities: [] } : {})
    }
    if (trouble && 'ms' in trouble) later(trouble.ms, go)
    else go()
  }

  function receive(connection: Connection, header: { readonly id: string; readonly http_request: Request }, payload: string): void {
    if (!connections.has(connection)) return
    const request = header.http_request
    const trouble = troubles.next(askedBy(request))
    const { peer } = connection
    const reply = ({ status, body }: Reply): void => {
      const http = { code: status, status: status < 300 ? 'OK' : 'REFUSED' }
      peer.send(
        encodePacket({ method: 'reply', id: header.id, status: { code: 200, status: 'OK' }, http_status: http, http_headers: {} }, body),
      )
    }
    // Its events may come before the answer.
    const answerOf = (): Reply => answer(connection, request, payload)
    const answerLater = (): void => {
      const early = answerOf()
      reply(early)
    }
    switch (trouble?.kind) {
      case undefined:
        return random() < 0.5 ? answerLater() : answerFirst(connection, answerOf, reply)
      case 'status':
        if (trouble.status < 500 && trouble.status !== 429) refusals += 1
        return reply({ status: trouble.status, body: { status: trouble.status, code: 50_000 + trouble.status } })
      case 'lost':
        return peer.reset()
      case 'done-lost':
        answerOf()
        return peer.reset()
      case 'silent':
        return
      case 'done-silent':
        return void answerOf()
      case 'done-deaf':
        peer.deafen('both')
        return void answerOf()
      case 'late': {
        const late = answerOf()
        return later(trouble.ms, () => reply(late))
      }
      case 'held':
        return later(trouble.ms, answerLater)
    }
  }

  /** The answer first, then what the others hear, and we. */
  function answerFirst(connection: Connection, answerOf: () => Reply, reply: (reply: Reply) => void): void {
    const { subscribed } = connection
    const from = house.events.length
    connection.subscribed = false
    const first = answerOf()
    // A subscription is what was asked for.
    connection.subscribed ||= subscribed
    reply(first)
    if (!subscribed) return
    for (const event of house.events.slice(from)) push(connection, event)
  }

  function answer(connection: Connection, request: Request, payload: string): Reply {
    const { path } = request
    if (path === '/Configuration') return { status: 200, body: { identity: connection.identity } }
    if (path === '/Subscriptions') return subscribe(connection, JSON.parse(payload) as { last_event_id: number })
    return answerMessages(house, connection.identity, request, payload) ?? { status: 200, body: {} }
  }

  function subscribe(connection: Connection, { last_event_id: last }: { readonly last_event_id: number }): Reply {
    connection.subscribed = true
    for (const event of house.events) if (event.id > last) push(connection, event, 'twilio.sync.event')
    return { status: 200, body: {} }
  }

  const service: Service = {
    troubles,
    events: { missing: 0, doubled: 0 },
    expiry: 'drop',
    get busyUntil() {
      return busyUntil
    },
    get refusals() {
      return refusals
    },
    accept,
    sendClose(code) {
      for (const { peer } of connections) {
        const backoff = code === 308 ? { backoff_policy: { reconnect_min_ms: 300 } } : undefined
        peer.send(encodePacket({ method: 'close', id: id(), status: { code, status: 'CLOSE' } }, backoff))
      }
      connections.clear()
    },
    woke() {
      for (const connection of connections) expire(connection)
    },
  }
  return service
}

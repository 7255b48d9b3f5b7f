import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { problem, statusText, type Answer } from '../upstream/answer.ts'
import { type AccessClaims, keyGone, type TokenVerdict } from './access-token.ts'
import { createFloodGate } from './flood-gate.ts'
import { decodePacket, encodePacket, type Packet } from './frame.ts'
import type { Peer } from './hub.ts'
import { packetId } from './notifications.ts'
import { watchToken } from './token-timers.ts'
import { openWire, type Wire } from './wire.ts'

/** A socket that was let in. */
export interface Connection extends Peer {
  readonly wire: Wire
  readonly connectedAt: number
  /** The Access Token in force, and when it ends. */
  readonly token: () => string
  readonly tokenExpiresAt: () => number
  /** The API key that signed it. */
  readonly keySid: () => string
  /** Send the client a `close` packet (protocol 3.10): 308 offload, 410 token expired, 417 protocol error … */
  close(code: number): void
}

/** What a socket needs of the service. */
export interface ConnectionHost {
  now(): number
  verify(token: unknown): Promise<TokenVerdict>
  /** Is there still the API key that signed it? Asked in the turn in which the token comes into force. */
  keyExists(keySid: string): boolean
  /** Make its User, count it in. @throws ApiError when this Identity cannot be let in */
  admit(connection: Connection): void
  /** Called once for each that was admitted. */
  dismiss(connection: Connection): void
  /** The client has a packet that it was sent. */
  acknowledged(connection: Connection, packetId: string): void
  /** Answer an HTTP request in a packet. Never throws. */
  answer(connection: Connection, packet: Packet): Answer
  /** When everything written so far is on disk, or with the error why it is not. */
  onDurable(callback: (error: Error | null) => void): void
  /** Told of what nobody expected. */
  report(error: unknown): void
}

type State =
  | { readonly phase: 'opened' }
  | { readonly phase: 'verifying' }
  | { readonly phase: 'ready'; readonly connection: Connection; claims: AccessClaims; token: string; stopTimers: () => void }
  | { readonly phase: 'closed' }

const INIT_TIMEOUT_MS = 15_000
/** A refused client closes by itself; one that does not is closed. */
const REFUSED_GRACE_MS = 1_000
const MAX_WAITING_REQUESTS = 5_000
const REQUESTS = { burst: 3_000, perSecond: 600 }

interface Status {
  readonly code: number
  readonly errorCode?: number
  readonly description?: string
}

/** Live one socket's life: init, update, requests, expiry, end. */
export function acceptConnection(socket: WebSocket, host: ConnectionHost): void {
  let state: State = { phase: 'opened' }
  let waitingRequests = 0
  const flood = createFloodGate({ ...REQUESTS, now: () => performance.now() })
  const wire = openWire(socket, { packet: receive, closed: end })
  const initTimer = setTimeout(() => state.phase === 'opened' && wire.close(1008, 'No init came'), INIT_TIMEOUT_MS)

  function end(): void {
    clearTimeout(initTimer)
    const last = state
    state = { phase: 'closed' }
    if (last.phase !== 'ready') return
    last.stopTimers()
    host.dismiss(last.connection)
  }

  /** A mistake of ours costs this one socket, never the service. */
  function fail(error: unknown): void {
    host.report(error)
    wire.terminate()
  }

  function receive(data: Uint8Array, isBinary: boolean): void {
    if (state.phase === 'closed') return
    try {
      dispatch(data, isBinary)
    } catch (error) {
      fail(error)
    }
  }

  function dispatch(data: Uint8Array, isBinary: boolean): void {
    if (!isBinary) return protocolError(406, 'Packets are binary messages')
    const decoded = decodePacket(data)
    if (!decoded.ok) return protocolError(406, decoded.detail)
    const { packet } = decoded
    switch (packet.header.method) {
      case 'init':
        return void init(packet).catch(fail)
      case 'update':
        return void update(packet).catch(fail)
      case 'message':
        return request(packet)
      case 'close':
        return wire.close(1000, '')
      case 'put_notification_ctx':
      case 'delete_notification_ctx':
        return reply(packet, { code: 200 })
      case 'reply':
        if (state.phase === 'ready') host.acknowledged(state.connection, packet.header.id)
        return
      // `telemetry.v1` is one-way, and what we do not know we leave alone.
      default:
    }
  }

  /** A key may be revoked while its token is looked at. */
  const stillGood = (verdict: TokenVerdict): TokenVerdict => (verdict.ok && !host.keyExists(verdict.claims.keySid) ? keyGone : verdict)

  async function init(packet: Packet): Promise<void> {
    if (state.phase !== 'opened') return protocolError(417, 'init comes once, and first')
    state = { phase: 'verifying' }
    const verdict = stillGood(await host.verify(packet.header['token']))
    if (!isOpen()) return
    if (!verdict.ok) return refuse(packet, { code: verdict.status, errorCode: verdict.errorCode, description: verdict.description })
    const { claims } = verdict
    const ready = makeReady(claims, String(packet.header['token']), messageTypesOf(packet.header['registrations']))
    try {
      host.admit(ready.connection)
    } catch (error) {
      return refuse(packet, { code: 403, description: error instanceof Error ? error.message : 'Not admitted' })
    }
    clearTimeout(initTimer)
    state = ready
    host.onDurable((error) => {
      if (error) return refuse(packet, { code: 500, description: 'The service cannot write' })
      reply(
        packet,
        { code: 200 },
        {
          continuation_token: `CT${randomUUID()}`,
          continuation_token_status: { reissued: true, reissue_message: '' },
          // No `offline_storage`: with it, a reload shows old Messages as new (twilio-sync 3 and 4).
          capabilities: ['client_update', 'telemetry.v1'],
        },
      )
      watch(ready)
    })
  }

  function makeReady(claims: AccessClaims, token: string, messageTypes: ReadonlySet<string> | null): State & { phase: 'ready' } {
    const connection: Connection = {
      serviceSid: claims.serviceSid,
      identity: claims.identity,
      connectedAt: host.now(),
      wire,
      token: () => ready.token,
      tokenExpiresAt: () => ready.claims.expiresAt,
      keySid: () => ready.claims.keySid,
      notify: (messageType, bytes) => {
        if (messageTypes === null || messageTypes.has(messageType)) wire.send(bytes)
      },
      terminate() {
        wire.terminate()
        // At once: what is read from the socket already is not heard any more.
        end()
      },
      close: sendClose,
    }
    const ready = { phase: 'ready' as const, connection, claims, token, stopTimers: () => {} }
    return ready
  }

  function watch(ready: State & { phase: 'ready' }): void {
    ready.stopTimers()
    if (state !== ready) return
    ready.stopTimers = watchToken(ready.claims, host.now(), {
      aboutToExpire: () =>
        wire.send(encodePacket({ method: 'client_update', id: packetId(), client_update_type: 'token_about_to_expire' })),
      // Not a `close` 410: after that the SDK ignores a renewal for three seconds (protocol 20.1).
      expired: () => wire.terminate(),
    })
  }

  /** A renewal. Refused, the token in force stays in force. */
  async function update(packet: Packet): Promise<void> {
    if (state.phase !== 'ready') return protocolError(417, 'update comes after init')
    const ready = state
    const verdict = stillGood(await host.verify(packet.header['token']))
    if (state !== ready) return
    if (!verdict.ok) return reply(packet, { code: verdict.status, errorCode: verdict.errorCode, description: verdict.description })
    if (verdict.claims.identity !== ready.claims.identity || verdict.claims.serviceSid !== ready.claims.serviceSid) {
      return reply(packet, { code: 403, errorCode: 20106, description: 'A renewal is for the same Identity and Service instance' })
    }
    ready.claims = verdict.claims
    ready.token = String(packet.header['token'])
    watch(ready)
    reply(packet, { code: 200 })
  }

  function request(packet: Packet): void {
    if (state.phase !== 'ready') return refuse(packet, { code: 401, description: 'init comes first' })
    const full = !flood.pass() || waitingRequests >= MAX_WAITING_REQUESTS
    const answer = full ? problem(429, 20429, 'Too many requests') : host.answer(state.connection, packet)
    waitingRequests++
    host.onDurable((error) => {
      waitingRequests--
      if (answer.lost) return wire.terminate()
      if (error) return respond(packet, problem(500, 20500, 'The service could not write this down'))
      respond(packet, answer)
      answer.afterwards?.()
    })
  }

  function respond(packet: Packet, { status, body }: Answer): void {
    const http = { http_status: { code: status, status: statusText(status) }, http_headers: { 'Content-Type': 'application/json' } }
    reply(packet, { code: 200 }, http, body)
  }

  function reply(packet: Packet, status: Status, fields: Record<string, unknown> = {}, payload?: unknown): void {
    const worded = { status: statusText(status.code), ...status }
    wire.send(encodePacket({ method: 'reply', id: packet.header.id, status: worded, ...fields }, payload))
  }

  function refuse(packet: Packet, status: Status): void {
    reply(packet, status)
    setTimeout(() => wire.close(1008, 'Refused'), REFUSED_GRACE_MS).unref()
  }

  function sendClose(code: number, description?: string): void {
    const status = { code, status: code === 308 ? 'OFFLOAD' : statusText(code), ...(description !== undefined && { description }) }
    const payload = code === 308 || code === 429 ? { backoff_policy: { reconnect_min_ms: 300 } } : undefined
    wire.send(encodePacket({ method: 'close', id: packetId(), status }, payload))
  }

  /** Say what was wrong, then hang up: a peer that sends garbage gets no second chance on this socket. */
  function protocolError(code: 406 | 417, description: string): void {
    sendClose(code, description)
    wire.close(1002, description.slice(0, 100))
    end()
  }

  const isOpen = (): boolean => state.phase !== 'closed'
}

/** `registrations` names what a client understands; null, as an injected client sends, means everything. */
function messageTypesOf(registrations: unknown): ReadonlySet<string> | null {
  if (!Array.isArray(registrations)) return null
  return new Set(
    registrations.flatMap((each: { message_types?: unknown } | null) => (Array.isArray(each?.message_types) ? each.message_types : [])),
  )
}

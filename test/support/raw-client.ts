import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'

/**
 * A raw client of the wire, written from the protocol and not from the service's code: what a load or crash run needs,
 * without the SDK's own cost. One socket, one Identity.
 */
export interface RawClient {
  /** An HTTP request in a packet. Rejects when the socket closes first. */
  request(method: string, path: string, options?: RequestOptions): Promise<RawResponse>
  /** The events of Sync objects and typing, as they come. */
  onNotification(listener: (messageType: string, payload: RawPayload) => void): void
  /** Subscribe to a Sync object from an event id on; events follow as notifications. */
  subscribe(
    objects: readonly { readonly sid: string; readonly type: 'map' | 'list' | 'document'; readonly lastEventId: number }[],
  ): Promise<void>
  readonly closed: Promise<void>
  close(): void
}
export interface RequestOptions {
  readonly body?: unknown
  readonly params?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}
export interface RawResponse {
  readonly status: number
  readonly body: RawPayload
}
export type RawPayload = Record<string, unknown>

interface Header {
  readonly id: string
  readonly method: string
  readonly payload_size: number
  readonly status?: { readonly code: number; readonly description?: string }
  readonly http_status?: { readonly code: number }
  readonly message_type?: string
}

export function encodePacket(header: Record<string, unknown>, payload = ''): Buffer {
  const body = Buffer.from(payload)
  const head = Buffer.from(JSON.stringify({ ...header, payload_size: body.length }))
  return Buffer.concat([Buffer.from(`TWILSOCK V3.0 ${head.length}\r\n`), head, Buffer.from('\r\n'), body])
}

export function decodePacket(packet: Buffer): { header: Header; payload: RawPayload } {
  const lineEnd = packet.indexOf('\r\n')
  const length = Number(packet.toString('latin1', 'TWILSOCK V3.0 '.length, lineEnd))
  const start = lineEnd + 2
  const header = JSON.parse(packet.toString('utf8', start, start + length)) as Header
  const payload = packet.subarray(start + length + 2)
  return { header, payload: payload.length > 0 ? (JSON.parse(payload.toString('utf8')) as RawPayload) : {} }
}

/** Connects and sends `init`. @throws Error when the service refuses the token or the socket. */
export async function connectRaw(url: string, token: string): Promise<RawClient> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const waiting = new Map<string, { resolve: (value: { header: Header; payload: RawPayload }) => void; reject: (error: Error) => void }>()
  const listeners: ((messageType: string, payload: RawPayload) => void)[] = []
  let end!: () => void
  const closed = new Promise<void>((resolve) => (end = resolve))

  socket.on('message', (data: Buffer) => {
    const { header, payload } = decodePacket(data)
    if (header.method === 'reply') {
      waiting.get(header.id)?.resolve({ header, payload })
      waiting.delete(header.id)
      return
    }
    // Every packet that is no reply is acknowledged, as the SDK does.
    socket.send(encodePacket({ id: header.id, method: 'reply', payload_type: 'application/json', status: { code: 200, status: 'OK' } }))
    if (header.method === 'notification') for (const listener of listeners) listener(header.message_type ?? '', payload)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The socket closed'))
    waiting.clear()
    end()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })

  function exchange(header: Record<string, unknown>, payload?: string): Promise<{ header: Header; payload: RawPayload }> {
    const id = `TM${randomUUID()}`
    return new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) return reject(new Error('The socket closed'))
      waiting.set(id, { resolve, reject })
      socket.send(encodePacket({ id, ...header }, payload))
    })
  }

  const { header: init } = await exchange({
    method: 'init',
    token,
    continuation_token: null,
    metadata: {},
    registrations: null,
    tweaks: null,
    capabilities: ['client_update'],
  })
  if (init.status?.code !== 200) {
    socket.close()
    throw new Error(`The service refused the socket: ${init.status?.code} ${init.status?.description ?? ''}`)
  }

  async function request(method: string, path: string, { body, params = {}, headers = {} }: RequestOptions = {}): Promise<RawResponse> {
    const type = 'application/json; charset=utf-8'
    const http = { host: 'aim.us1.twilio.com', path, method, params, headers: { 'Content-Type': type, ...headers } }
    const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const reply = await exchange({ method: 'message', active_grant: 'ip_messaging', payload_type: type, http_request: http }, payload)
    return { status: reply.header.http_status?.code ?? 0, body: reply.payload }
  }

  return {
    request,
    closed,
    onNotification: (listener) => void listeners.push(listener),
    async subscribe(objects) {
      const correlation = Math.floor(Math.random() * 2 ** 50)
      const open = new Set(objects.map((object) => object.sid))
      const confirmed = new Promise<void>((resolve, reject) => {
        listeners.push((type, payload) => {
          if (type !== 'twilio.sync.event' || payload['correlation_id'] !== correlation) return
          if (payload['event_type'] === 'subscription_failed') return reject(new Error('The service refused a subscription'))
          const events = (payload['events'] ?? [payload['event']]) as { object_sid: string }[]
          for (const event of events) open.delete(event.object_sid)
          if (open.size === 0) resolve()
        })
      })
      await request('POST', '/v4/Subscriptions', {
        body: {
          event_protocol_version: 4,
          action: 'establish',
          correlation_id: correlation,
          retried_requests: 0,
          ttl_in_s: -1,
          requests: objects.map(({ sid, type, lastEventId }) => ({ object_sid: sid, object_type: type, last_event_id: lastEventId })),
        },
      })
      await confirmed
    },
    close: () => socket.close(),
  }
}

import { encodePacket } from '../../support/raw-client.ts'
import type { RawPayload } from '../../support/raw-client.ts'
import type { Direction, Link, Tap } from '../../support/fault-proxy.ts'
import { BINARY, CLOSE, createFrameReader, writeFrame } from './frames.ts'

/** What a passing unit is about. `page`: a page of the history. */
export type Topic =
  | 'upgrade'
  | 'init'
  | 'update'
  | 'config'
  | 'subscribe'
  | 'page'
  | 'send'
  | 'typing'
  | 'horizon'
  | 'upload'
  | 'replay'
  | 'event'
  | 'close'
  | 'other'

/** A whole packet, or the head of an HTTP exchange, on its way. */
export interface Passing {
  readonly link: Link
  readonly direction: Direction
  readonly topic: Topic
  /** Answers what went the other way before. */
  readonly isReply: boolean
  /** Of the packet; null for HTTP. */
  readonly id: string | null
  readonly payload: RawPayload
  readonly bytes: Buffer
  /** In a WebSocket; else plain HTTP. */
  readonly socket: boolean
}

/** Answers with what goes on instead; null = nothing. */
export type Watch = (passing: Passing) => Uint8Array | null

const HEAD_END = '\r\n\r\n'

/** Reads what goes through a link, packet by packet. `closing`: the client has said that it goes. */
export function createPacketTap(watch: Watch, tell: { opened(link: Link): void; closing(link: Link): void }): Tap {
  let isSocket: boolean | null = null
  let head: Buffer = Buffer.alloc(0)
  const readers = { in: createFrameReader(), out: createFrameReader() }
  let upgraded = false
  const asked = new Map<string, Topic>()
  let http: Topic = 'other'

  function pass(link: Link, direction: Direction, topic: Topic, bytes: Buffer, isReply: boolean): Uint8Array | null {
    return watch({ link, direction, topic, isReply, id: null, payload: {}, bytes, socket: isSocket === true })
  }

  function packets(link: Link, direction: Direction, chunk: Buffer): Uint8Array | null {
    const out: Uint8Array[] = []
    for (const { opcode, payload, bytes } of readers[direction](chunk)) {
      if (opcode === CLOSE && direction === 'out') tell.closing(link)
      const seen = opcode === BINARY ? readPacket(payload, direction, asked) : null
      const goesOn = seen ? watch({ link, direction, bytes, socket: true, ...seen }) : bytes
      if (goesOn) out.push(goesOn)
    }
    return out.length === 0 ? null : Buffer.concat(out)
  }

  return (link, direction, chunk) => {
    if (isSocket === null) {
      head = Buffer.concat([head, chunk])
      if (head.indexOf(HEAD_END) < 0) return null
      const line = head.toString('latin1', 0, head.indexOf('\r\n'))
      isSocket = line.startsWith('GET /twilsock')
      if (isSocket) tell.opened(link)
      if (isSocket) return pass(link, 'out', 'upgrade', head, false)
      http = topicOfLine(line)
      return pass(link, 'out', http, head, false)
    }
    if (!isSocket) {
      const isHead = direction === 'out' && /^[A-Z]+ \//.test(chunk.toString('latin1', 0, 10))
      if (isHead) http = topicOfLine(chunk.toString('latin1', 0, 200))
      const isAnswer = direction === 'in' && chunk.toString('latin1', 0, 5) === 'HTTP/'
      return isHead || isAnswer ? pass(link, direction, http, chunk, isAnswer) : chunk
    }
    if (direction === 'in' && !upgraded) {
      // The service sends nothing behind it before it has heard something.
      upgraded = true
      return pass(link, 'in', 'upgrade', chunk, true)
    }
    return packets(link, direction, chunk)
  }
}

const topicOfLine = (line: string): Topic => (/^POST \/v1\/Services\/\w+\/Media/.test(line) ? 'upload' : 'other')

function readPacket(
  payload: Buffer,
  direction: Direction,
  asked: Map<string, Topic>,
): Pick<Passing, 'topic' | 'isReply' | 'id' | 'payload'> | null {
  const { header, payload: body } = decodeSafely(payload)
  if (!header) return null
  const { id, method } = header
  if (direction === 'out') {
    if (method === 'reply') return { topic: 'other', isReply: true, id, payload: body }
    const topic = topicOfRequest(header)
    asked.set(id, topic)
    return { topic, isReply: false, id, payload: body }
  }
  if (method === 'reply') return { topic: asked.get(id) ?? 'other', isReply: true, id, payload: body }
  const isReplay = header.message_type === 'twilio.sync.event' && !String(body['event_type']).startsWith('subscription_')
  return { topic: method === 'notification' ? (isReplay ? 'replay' : 'event') : 'other', isReply: false, id, payload: body }
}

interface Header {
  readonly id: string
  readonly method: string
  readonly message_type?: string
  readonly http_request?: { readonly method: string; readonly path: string }
}

/** By the service's own paths, e.g. `/chat/Conversations/CH…/Messages`. */
function topicOfRequest({ method, http_request }: Header): Topic {
  if (method === 'init' || method === 'update' || method === 'close') return method
  const { method: verb = '', path = '' } = http_request ?? {}
  if (path.endsWith('/Configuration')) return 'config'
  if (path === '/v4/Subscriptions') return 'subscribe'
  if (/^\/v3\/Lists\/[^/]+\/Items$/.test(path) && verb === 'GET') return 'page'
  if (verb === 'POST' && /\/Conversations\/[^/]+\/Messages$/.test(path)) return 'send'
  if (/[Tt]yping/.test(path)) return 'typing'
  if (verb !== 'GET' && /\/(MyConversations|Participants|Members)\//.test(path)) return 'horizon'
  return 'other'
}

function decodeSafely(packet: Buffer): { readonly header: Header | null; readonly payload: RawPayload } {
  const lineEnd = packet.indexOf('\r\n')
  const headEnd = lineEnd + 2 + Number(packet.toString('latin1', 'TWILSOCK V3.0 '.length, lineEnd))
  const header = jsonIn(packet.subarray(lineEnd + 2, headEnd)) as Header | null
  // Some is a form.
  return { header, payload: (jsonIn(packet.subarray(headEnd + 2)) ?? {}) as RawPayload }
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return null
  }
}

// What a service would say.

const framed = (header: Record<string, unknown>, body?: unknown): Buffer =>
  writeFrame(
    encodePacket(
      { ...header, ...(body === undefined ? {} : { payload_type: 'application/json' }) },
      body === undefined ? '' : JSON.stringify(body),
    ),
  )

/** The reply to `init` or `update` with another status than 200. */
export const refusal = (id: string, code: number, errorCode?: number): Buffer =>
  framed(
    { method: 'reply', id, status: { code, status: 'REFUSED', description: 'Refused', ...(errorCode && { errorCode }) } },
    code === 429 ? { backoff_policy: { reconnect_min_ms: 500 } } : undefined,
  )

/** The reply to a request in a packet. */
export const answer = (id: string, status: number): Buffer =>
  framed(
    { method: 'reply', id, status: { code: 200, status: 'OK' }, http_status: { code: status, status: 'REFUSED' }, http_headers: {} },
    { status, code: 20000 + status, message: 'Refused' },
  )

export const httpAnswer = (status: number): Buffer => {
  const body = JSON.stringify({ status, code: 20000 + status, message: 'Refused' })
  return Buffer.from(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  )
}

export const closing = (code: number): Buffer =>
  framed(
    { method: 'close', id: `TMclose${code}`, status: { code, status: 'CLOSED' } },
    code === 308 ? { backoff_policy: { reconnect_min_ms: 300 } } : undefined,
  )

export const notification = (payload: unknown): Buffer =>
  framed({ method: 'notification', id: `TMforged${Math.floor(performance.now() * 1_000)}`, message_type: 'twilio.sync.event' }, payload)

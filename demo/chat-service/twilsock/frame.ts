/**
 * One Twilsock packet = one binary WebSocket message, both ways:
 *
 *     TWILSOCK V3.0 <N>\r\n <N bytes of UTF-8 JSON: the header> \r\n <payload: header.payload_size bytes>
 *
 * Lengths count bytes. The line end after the header is there also when the payload is empty.
 */
interface PacketHeader {
  readonly id: string
  readonly method: string
  readonly [field: string]: unknown
}
export interface Packet {
  readonly header: PacketHeader
  /** UTF-8 text, '' when there is none; what it means is told by `header.payload_type` */
  readonly payload: string
}

/** What a packet can be wrong about. */
export type FrameFault = 'too-large' | 'magic' | 'header-size' | 'header-json' | 'header-fields' | 'payload-size' | 'encoding'
export type Decoded =
  | { readonly ok: true; readonly packet: Packet }
  | { readonly ok: false; readonly fault: FrameFault; readonly detail: string }

/** Bytes. A Message's body is at most 32 KB and its attributes 4 KB, so no honest packet comes near. */
export const MAX_PACKET_BYTES = 256 * 1024
const MAX_HEADER_BYTES = 64 * 1024
const MAX_ID_CHARS = 256
const MAX_METHOD_CHARS = 64
/** Magic, blank, up to six digits, line end. */
const FIRST_LINE = /^TWILSOCK V3\.0 (\d{1,6})\r\n/
const LONGEST_FIRST_LINE = 'TWILSOCK V3.0 999999\r\n'.length

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Read one packet. Never throws. */
export function decodePacket(data: Uint8Array): Decoded {
  if (data.byteLength > MAX_PACKET_BYTES) return fault('too-large', `A packet has at most ${MAX_PACKET_BYTES} bytes`)
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const line = FIRST_LINE.exec(bytes.toString('latin1', 0, LONGEST_FIRST_LINE))
  if (!line) return fault('magic', 'A packet starts with "TWILSOCK V3.0 <header bytes>"')

  const headerStart = line[0].length
  const headerSize = Number(line[1])
  const headerEnd = headerStart + headerSize
  const payloadStart = headerEnd + 2
  if (headerSize > MAX_HEADER_BYTES) return fault('header-size', `A header has at most ${MAX_HEADER_BYTES} bytes`)
  if (payloadStart > bytes.length || bytes.toString('latin1', headerEnd, payloadStart) !== '\r\n') {
    return fault('header-size', 'The header does not end where its first line says')
  }

  const headerText = utf8(bytes.subarray(headerStart, headerEnd))
  if (headerText === undefined) return fault('encoding', 'The header is not UTF-8')
  const header = parseHeader(headerText)
  if (typeof header === 'string') return fault(header === 'json' ? 'header-json' : 'header-fields', headerComplaints[header])

  const payloadBytes = bytes.subarray(payloadStart)
  if ((header['payload_size'] ?? 0) !== payloadBytes.length) {
    return fault('payload-size', `payload_size says ${String(header['payload_size'])}, the payload has ${payloadBytes.length} bytes`)
  }
  const payload = utf8(payloadBytes)
  if (payload === undefined) return fault('encoding', 'The payload is not UTF-8')
  return { ok: true, packet: { header, payload } }
}

/** Write one packet. A `payload` of undefined leaves it empty; anything else goes out as JSON. */
export function encodePacket(
  header: { readonly id: string; readonly method: string; readonly [field: string]: unknown },
  payload?: unknown,
): Buffer {
  const payloadText = payload === undefined ? '' : JSON.stringify(payload)
  const payloadSize = Buffer.byteLength(payloadText)
  const headerText = JSON.stringify({
    ...header,
    ...(payload === undefined ? {} : { payload_type: 'application/json' }),
    payload_size: payloadSize,
  })
  return Buffer.from(`TWILSOCK V3.0 ${Buffer.byteLength(headerText)}\r\n${headerText}\r\n${payloadText}`)
}

const headerComplaints = {
  json: 'The header is not JSON',
  object: 'The header is not a JSON object',
  id: `The header needs an "id" of 1 to ${MAX_ID_CHARS} characters`,
  method: `The header needs a "method" of 1 to ${MAX_METHOD_CHARS} characters`,
} as const

function parseHeader(text: string): PacketHeader | keyof typeof headerComplaints {
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch {
    return 'json'
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) return 'object'
  const { id, method } = header as Record<string, unknown>
  if (typeof id !== 'string' || id.length === 0 || id.length > MAX_ID_CHARS) return 'id'
  if (typeof method !== 'string' || method.length === 0 || method.length > MAX_METHOD_CHARS) return 'method'
  return header as PacketHeader
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}

const fault = (kind: FrameFault, detail: string): Decoded => ({ ok: false, fault: kind, detail })

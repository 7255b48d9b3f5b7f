/** One WebSocket frame (RFC 6455). The SDKs send and get each packet in one. */
export interface Frame {
  readonly opcode: number
  /** Unmasked. */
  readonly payload: Buffer
  /** As it was on the wire. */
  readonly bytes: Buffer
}

export const BINARY = 2
export const TEXT = 1
export const CLOSE = 8

/** Cuts a stream into frames; keeps what is not whole yet. */
export function createFrameReader(): (chunk: Buffer) => readonly Frame[] {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const frames: Frame[] = []
    for (let frame = readFrame(rest); frame; frame = readFrame(rest)) {
      frames.push(frame)
      rest = rest.subarray(frame.bytes.length)
    }
    return frames
  }
}

function readFrame(from: Buffer): Frame | null {
  if (from.length < 2) return null
  const short = from[1]! & 0x7f
  const masked = (from[1]! & 0x80) !== 0
  let at = short === 126 ? 4 : short === 127 ? 10 : 2
  if (from.length < at + (masked ? 4 : 0)) return null
  const length = short === 126 ? from.readUInt16BE(2) : short === 127 ? Number(from.readBigUInt64BE(2)) : short
  const mask = masked ? from.subarray(at, at + 4) : null
  if (masked) at += 4
  if (from.length < at + length) return null
  const payload = Buffer.from(from.subarray(at, at + length))
  if (mask) for (let i = 0; i < length; i += 1) payload[i]! ^= mask[i & 3]!
  return { opcode: from[0]! & 0x0f, payload, bytes: from.subarray(0, at + length) }
}

/** A frame as a service sends it: whole and without a mask. */
export function writeFrame(payload: Uint8Array, opcode = BINARY): Buffer {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x80 | opcode
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

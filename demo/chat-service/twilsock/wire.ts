import type { WebSocket } from 'ws'

/** What passes below the packets: bounded output, liveness, and the faults of a bad network. */
export interface Wire {
  /** Dropped in silence once closed. A reader that lets too much pile up is cut off. */
  send(packet: Buffer): void
  /** Say goodbye; cut off when the peer does not answer within `CLOSE_GRACE_MS`. */
  close(code: number, reason: string): void
  terminate(): void
  /** Reap the socket when it did not answer the last ping, else ping it again. */
  checkAlive(): void
  /** Nothing in or out, the socket stays open; what was held comes through afterwards. */
  freeze(on: boolean): void
  /** Every packet, in and out, is this much later. */
  slow(delayMs: number): void
}

export interface WireListener {
  packet(data: Uint8Array, isBinary: boolean): void
  closed(): void
}

/** Bytes that may wait for a slow reader: far above the largest burst of a start-up, far below what would hurt. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024
const CLOSE_GRACE_MS = 2_000

export function openWire(socket: WebSocket, listener: WireListener): Wire {
  let answered = true
  let frozen = false
  let delayMs = 0
  let held: Buffer[] = []
  let heldBytes = 0
  const outbound = delayLine()
  const inbound = delayLine()

  socket.on('message', (data, isBinary) => {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data
    inbound(delayMs, () => listener.packet(bytes, isBinary))
  })
  socket.on('pong', () => (answered = true))
  // The library closes the socket by itself after a protocol violation or an oversized frame.
  socket.on('error', () => {})
  socket.on('close', () => listener.closed())

  function write(packet: Buffer): void {
    if (socket.readyState !== socket.OPEN) return
    if (frozen) {
      held.push(packet)
      heldBytes += packet.length
    } else {
      socket.send(packet)
    }
    if (socket.bufferedAmount + heldBytes > MAX_BUFFERED_BYTES) socket.terminate()
  }

  return {
    send: (packet) => outbound(delayMs, () => write(packet)),
    close(code, reason) {
      outbound(delayMs, () => {
        socket.close(code, reason)
        setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
      })
    },
    terminate: () => socket.terminate(),
    checkAlive() {
      if (frozen) return
      if (!answered) return socket.terminate()
      answered = false
      socket.ping()
    },
    freeze(on) {
      frozen = on
      if (on) return socket.pause()
      socket.resume()
      answered = true
      const waiting = held
      held = []
      heldBytes = 0
      for (const packet of waiting) write(packet)
    },
    slow: (ms) => (delayMs = ms),
  }
}

/** Runs jobs later by `delayMs`, never out of order. Immediately when there is no delay and nothing waits. */
function delayLine(): (delayMs: number, job: () => void) => void {
  let waiting = 0
  let last = 0
  return (delayMs, job) => {
    if (delayMs === 0 && waiting === 0) return job()
    const now = performance.now()
    last = Math.max(last, now + delayMs)
    waiting++
    setTimeout(() => {
      waiting--
      job()
    }, last - now)
  }
}

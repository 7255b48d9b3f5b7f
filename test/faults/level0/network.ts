import type { Owner, World } from './world.ts'

/** The service's side of one socket. */
export interface Peer {
  send(packet: Buffer): void
  /** What is on its way to the client arrives before. */
  close(): void
  /** Both sides lose it at once, and what is on its way. */
  reset(): void
  /** From now on nothing arrives this way (seen from the client), and nobody is told. */
  deafen(which: Way | 'both'): void
}

export interface Listener {
  packet(bytes: Uint8Array): void
  closed(): void
}

type Way = 'in' | 'out'

/** `refuse`: nobody listens there. `hang`: nobody answers. */
export type Reach = 'up' | 'refuse' | 'hang'

/** One device's way to the service. Each direction of a socket keeps the order, as TCP does, and never loses one packet alone. */
export interface Network {
  reach: Reach
  /** ms that a packet takes, one way. */
  latencyMs: Readonly<Record<Way, number>>
  /** As `new WebSocket()`. */
  dial(): ClientSocket
  /** Those that the client has not closed, nor seen closed. */
  readonly sockets: number
  cut(how: 'rst' | 'fin' | Way | 'both'): void
  /** Holds back what goes this way for `ms`. */
  stall(which: Way, ms: number): void
  /** Bytes that are no packet. */
  garbage(bytes: Buffer): void
  /** The process is gone: what was sent is still on its way, and nobody hears what comes. */
  die(): void
}

/** As much of a WebSocket as twilsock uses. */
export class ClientSocket {
  readyState = 0
  binaryType = ''
  onopen: (() => void) | null = null
  onclose: ((event: object) => void) | null = null
  onerror: ((event: object) => void) | null = null
  onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null = null
  /** What goes out, and who hears of its end. */
  sent: (bytes: Uint8Array) => void = () => {}
  left: () => void = () => {}

  addEventListener(): void {}

  send(data: ArrayBuffer): void {
    if (this.readyState === 0) throw new Error('InvalidStateError: still connecting')
    if (this.readyState === 1) this.sent(new Uint8Array(data))
  }

  close(): void {
    if (this.readyState > 1) return
    this.readyState = 3
    this.left()
  }

  /** The other side, or the network, ended it. */
  end(): void {
    if (this.readyState > 1) return
    const wasOpen = this.readyState === 1
    this.readyState = 3
    if (!wasOpen) this.onerror?.({ message: 'failed' })
    this.onclose?.({ code: 1006 })
  }
}

interface Line extends Peer {
  stall(which: Way, ms: number): void
  die(): void
}

/** So long a browser waits for an answer to its SYN. */
const HANG_MS = 75_000

export function createNetwork(world: World, owner: Owner, accept: (peer: Peer) => Listener): Network {
  const lines = new Set<Line>()
  const sockets = new Set<ClientSocket>()

  function connect(socket: ClientSocket): void {
    if (socket.readyState !== 0) return
    if (network.reach !== 'up') return socket.end()
    const due = { in: 0, out: 0 }
    const deaf = { in: false, out: false }
    const underWay = { in: new Set<number>(), out: new Set<number>() }

    function travel(which: Way, arrive: () => void): void {
      if (deaf[which]) return
      due[which] = Math.max(due[which], world.elapsed + network.latencyMs[which])
      const id = world.after(due[which] - world.elapsed, which === 'in' ? owner : null, () => {
        underWay[which].delete(id)
        arrive()
      })
      underWay[which].add(id)
    }
    function drop(which: Way): void {
      deaf[which] = true
      for (const id of underWay[which]) world.cancel(id)
      underWay[which].clear()
    }
    const closed = (): void => {
      if (lines.delete(line)) listener.closed()
    }
    const line: Line = {
      send: ({ buffer, byteOffset, byteLength }) =>
        travel('in', () => {
          if (socket.readyState === 1) socket.onmessage?.({ data: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer })
        }),
      close() {
        travel('in', () => socket.end())
        closed()
      },
      reset() {
        drop('in')
        drop('out')
        closed()
        world.after(0, owner, () => socket.end())
      },
      deafen(which) {
        if (which !== 'out') drop('in')
        if (which !== 'in') drop('out')
      },
      stall: (which, ms) => void (due[which] = Math.max(due[which], world.elapsed + ms)),
      die() {
        drop('in')
        travel('out', closed)
      },
    }
    const listener = accept(line)
    lines.add(line)
    socket.sent = (bytes) => travel('out', () => lines.has(line) && listener.packet(bytes))
    socket.left = () => travel('out', closed)
    socket.readyState = 1
    socket.onopen?.()
  }

  const network: Network = {
    reach: 'up',
    latencyMs: { in: 10, out: 10 },
    dial() {
      const socket = new ClientSocket()
      sockets.add(socket)
      const { in: back, out } = network.latencyMs
      const dialling =
        network.reach === 'up'
          ? world.after(back + out, owner, () => connect(socket))
          : world.after(network.reach === 'refuse' ? 5 : HANG_MS, owner, () => socket.end())
      socket.left = () => world.cancel(dialling)
      return socket
    },
    get sockets() {
      for (const socket of sockets) if (socket.readyState > 1) sockets.delete(socket)
      return sockets.size
    },
    cut(how) {
      for (const line of lines) {
        if (how === 'rst') line.reset()
        else if (how === 'fin') line.close()
        else line.deafen(how)
      }
    },
    stall(which, ms) {
      for (const line of lines) line.stall(which, ms)
    },
    garbage(bytes) {
      for (const line of lines) line.send(bytes)
    },
    die() {
      for (const line of lines) line.die()
    },
  }
  return network
}

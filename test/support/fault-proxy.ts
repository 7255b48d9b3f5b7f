import { createServer, connect } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { seeded } from './random.ts'

/** `in`: from the service to the client; `out`: the other way. */
export type Direction = 'in' | 'out'

/** What becomes of who comes in. `hang`: nobody answers. `captive`: a hotel's network answers for the service, with a page of its own. */
export type Door = 'open' | 'refuse' | 'hang' | 'captive' | 'garbage'

/** Of each chunk, in both directions; what is shorter than before never overtakes. */
export interface Weather {
  /** Each chunk is late by a time out of this range, ms. */
  readonly latencyMs: readonly [from: number, to: number]
  /** null = as fast as it comes */
  readonly bytesPerSecond: number | null
}

/** One TCP connection through the proxy. */
export interface Link {
  /** The client's side is open. */
  readonly open: boolean
  /** Bytes as if the other end had sent them. Nothing that has gone before is overtaken. */
  write(direction: Direction, bytes: Uint8Array): void
  /** Reset, on both sides. */
  rst(): void
  /** Ended in good order, on both sides. */
  fin(): void
  /** Half-open: from now on nothing gets through in this direction, an end neither, and nobody is told. */
  deafen(...directions: readonly Direction[]): void
  /** After so many bytes more in this direction, it ends, `by` which way. */
  cutAfter(direction: Direction, bytes: number, by: 'rst' | 'fin'): void
}

/** Sees every chunk before it goes on, and answers with what goes on instead; null = nothing. */
export type Tap = (link: Link, direction: Direction, chunk: Buffer) => Uint8Array | null

export interface FaultProxy {
  readonly port: number
  /** The port of 127.0.0.1 to which it leads; may change. */
  target: number
  weather: Weather
  /** Of connections to come. `refuse` takes effect at once, as do all others. */
  setDoor(door: Door): Promise<void>
  readonly links: readonly Link[]
  /** Resets everything, for good. */
  close(): Promise<void>
}

export interface FaultProxyOptions {
  readonly target: number
  readonly seed?: number
  /** Makes the tap of one connection. */
  readonly tap?: () => Tap
}

export const FAIR: Weather = { latencyMs: [0, 0], bytesPerSecond: null }
/** So that what is slow comes bit by bit. */
const PIECE_BYTES = 512
const PORTAL = '<!doctype html><title>Welcome</title><p>Please accept our terms to use this network.'
const answers: Partial<Record<Door, string>> = {
  captive: `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${PORTAL.length}\r\nConnection: close\r\n\r\n${PORTAL}`,
  garbage: 'SSH-2.0-OpenSSH_9.2\r\n\0\u0001\u0002',
}

/** A bad network on 127.0.0.1: a TCP proxy in this process, whose chance comes from a seed. */
export async function createFaultProxy({
  target,
  seed = 1,
  tap = () => (_link, _direction, chunk) => chunk,
}: FaultProxyOptions): Promise<FaultProxy> {
  const random = seeded(seed)
  const links = new Set<Link & { end(): void }>()
  let door: Door = 'open'
  let closed = false

  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => {})
    if (closed) return void client.destroy()
    if (door !== 'open') return turnAway(client)
    const link = openLink(client, dial(proxy.target))
    links.add(link)
  })

  function turnAway(client: Socket): void {
    const away = {
      ...dead,
      get open() {
        return !client.destroyed
      },
      end: () => client.destroy(),
      rst: () => client.resetAndDestroy(),
      fin: () => client.end(),
    }
    links.add(away)
    client.on('close', () => links.delete(away))
    client.on('end', () => client.end())
    client.on('data', () => {
      const said = answers[door]
      if (said !== undefined) client.end(said)
    })
  }

  function openLink(client: Socket, service: Socket): Link & { end(): void } {
    const look = tap()
    const pipes = { out: createPipe(service, () => proxy.weather, random), in: createPipe(client, () => proxy.weather, random) }
    const deaf = new Set<Direction>()
    const left: Partial<Record<Direction, { bytes: number; readonly by: 'rst' | 'fin' }>> = {}

    function write(direction: Direction, bytes: Uint8Array): void {
      if (deaf.has(direction)) return
      const limit = left[direction]
      if (!limit || bytes.length < limit.bytes) {
        if (limit) limit.bytes -= bytes.length
        return pipes[direction].write(bytes)
      }
      delete left[direction]
      pipes[direction].write(bytes.subarray(0, limit.bytes), () => link[limit.by]())
      deaf.add(direction)
    }

    const link = {
      get open() {
        return !client.destroyed
      },
      write,
      rst() {
        pipes.in.clear()
        pipes.out.clear()
        client.resetAndDestroy()
        service.resetAndDestroy()
      },
      fin() {
        pipes.in.end()
        pipes.out.end()
      },
      deafen: (...directions: readonly Direction[]) => directions.forEach((direction) => deaf.add(direction)),
      cutAfter: (direction: Direction, bytes: number, by: 'rst' | 'fin') => void (left[direction] = { bytes, by }),
      end() {
        pipes.in.clear()
        pipes.out.clear()
        client.destroy()
        service.destroy()
      },
    }
    const join = (from: Socket, to: Socket, direction: Direction): void => {
      from.on('data', (chunk: Buffer) => {
        const bytes = look(link, direction, chunk)
        if (bytes && bytes.length > 0) write(direction, bytes)
      })
      from.on('end', () => {
        if (!deaf.has(direction)) pipes[direction].end()
        // It has gone, and the service will not know and so not answer.
        if (from === client && deaf.size > 0) client.destroy()
      })
      from.on('error', () => deaf.has(direction) || to.destroyed || to.resetAndDestroy())
      from.on('close', () => {
        if (!deaf.has(direction)) pipes[direction].end()
        if (client.destroyed && service.destroyed) links.delete(link)
      })
    }
    join(client, service, 'out')
    join(service, client, 'in')
    return link
  }

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listen(0)
  const { port } = server.address() as AddressInfo

  const proxy: FaultProxy = {
    port,
    target,
    weather: FAIR,
    async setDoor(next) {
      if (closed || next === door) return
      const was = door
      door = next
      if (next === 'refuse') server.close()
      else if (was === 'refuse') await listen(port)
    },
    get links() {
      return [...links]
    },
    async close() {
      closed = true
      for (const link of links) link.end()
      if (door !== 'refuse') await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  return proxy
}

const dial = (port: number): Socket => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  return socket.setNoDelay(true)
}

const dead: Pick<Link, 'write' | 'deafen' | 'cutAfter'> = { write: () => {}, deafen: () => {}, cutAfter: () => {} }

interface Pipe {
  /** `then` when it has gone out. */
  write(bytes: Uint8Array, then?: () => void): void
  /** After all that is under way. */
  end(): void
  clear(): void
}

function createPipe(to: Socket, weather: () => Weather, random: () => number): Pipe {
  const timers = new Set<NodeJS.Timeout>()
  /** When the wire is free, and when the last piece comes out of it. */
  let freeAt = 0
  let lastAt = 0
  to.on('error', () => {})

  function later(at: number, job: () => void): void {
    const now = performance.now()
    if (at <= now && timers.size === 0) return job()
    const timer = setTimeout(() => {
      timers.delete(timer)
      job()
    }, at - now)
    timers.add(timer)
  }
  function send(bytes: Uint8Array): void {
    if (to.writable) to.write(bytes)
  }

  return {
    write(bytes, then) {
      const { latencyMs, bytesPerSecond } = weather()
      const late = latencyMs[0] + random() * (latencyMs[1] - latencyMs[0])
      const size = bytesPerSecond === null ? bytes.length : PIECE_BYTES
      for (let from = 0; from < bytes.length; from += size) {
        const piece = bytes.subarray(from, from + size)
        freeAt = Math.max(freeAt, performance.now()) + (bytesPerSecond === null ? 0 : (piece.length * 1_000) / bytesPerSecond)
        lastAt = Math.max(lastAt, freeAt + late)
        later(lastAt, () => send(piece))
      }
      if (then) later(lastAt, then)
    },
    end: () => later(lastAt, () => to.end()),
    clear() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

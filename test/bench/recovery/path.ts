import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** One visitor's way to the service. */
export interface Path {
  readonly port: number
  /** Nothing gets through on the connections of now, either way, and nobody is told. */
  hole(): void
  /** The connections of now are reset. */
  reset(): void
  /** The network is gone, with all connections; who dials meanwhile is refused, or waits for ever. */
  lose(dials: 'refused' | 'hanging'): void
  restore(): void
  /** Resolves when somebody dials who gets through. */
  dialled(): Promise<void>
  close(): void
}

export async function createPath(target: number): Promise<Path> {
  const links = new Set<{ readonly client: Socket; readonly service: Socket }>()
  const stranded = new Set<Socket>()
  let dials: 'through' | 'refused' | 'hanging' = 'through'
  let waiting: (() => void)[] = []

  const server = createServer({ noDelay: true }, (client) => {
    client.on('error', () => {})
    if (dials === 'refused') return void client.resetAndDestroy()
    if (dials === 'hanging') return void stranded.add(client)
    for (const tell of waiting.splice(0)) tell()
    const service = connect({ port: target, host: '127.0.0.1', noDelay: true })
    const link = { client, service }
    links.add(link)
    service.on('error', () => {})
    const end = (): void => {
      if (!links.delete(link)) return
      client.destroy()
      service.destroy()
    }
    client.on('close', end)
    service.on('close', end)
    client.pipe(service)
    service.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function hole(): void {
    for (const { client, service } of links) {
      client.unpipe(service)
      service.unpipe(client)
      // What still comes is thrown away, so that the other end does not notice either.
      for (const socket of [client, service]) {
        socket.resume()
        stranded.add(socket)
      }
    }
    links.clear()
  }

  return {
    port: (server.address() as AddressInfo).port,
    hole,
    reset() {
      for (const { client, service } of links) {
        client.resetAndDestroy()
        service.destroy()
      }
      for (const socket of stranded) socket.resetAndDestroy()
      stranded.clear()
    },
    lose(next) {
      dials = next
      hole()
    },
    restore: () => void (dials = 'through'),
    dialled: () => new Promise((resolve) => waiting.push(resolve)),
    close() {
      waiting = []
      for (const { client, service } of links) for (const socket of [client, service]) socket.destroy()
      for (const socket of stranded) socket.destroy()
      server.close()
    },
  }
}

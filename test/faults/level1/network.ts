import { createFaultProxy } from '../../support/fault-proxy.ts'
import type { FaultProxy, Link } from '../../support/fault-proxy.ts'
import { outside } from './globals.ts'
import { createPacketTap } from './packets.ts'
import type { Watch } from './packets.ts'

/** One tab's way to the service. */
export interface Network {
  readonly proxy: FaultProxy
  /** Sees all that passes. */
  watch: Watch
  /** Open connections of the SDK; those of uploads are not among them. */
  sockets(): readonly Link[]
  /** Those of them that the client has not hung up. On a dead one it waits half a minute for the other side's goodbye. */
  held(): readonly Link[]
  /** When something last went through one of them, monotonic ms. */
  readonly busyAt: number
}

export async function createNetwork(target: number, seed: number): Promise<Network> {
  const sockets = new Set<Link>()
  const leaving = new Set<Link>()
  let busyAt = performance.now()
  const proxy = await outside(() =>
    createFaultProxy({
      target,
      seed,
      tap: () =>
        createPacketTap(
          (passing) => {
            busyAt = performance.now()
            return network.watch(passing)
          },
          { opened: (link) => void sockets.add(link), closing: (link) => void leaving.add(link) },
        ),
    }),
  )
  const network: Network = {
    proxy,
    watch: ({ bytes }) => bytes,
    sockets: () => [...sockets].filter(({ open }) => open),
    held: () => network.sockets().filter((link) => !leaving.has(link)),
    get busyAt() {
      return busyAt
    },
  }
  return network
}

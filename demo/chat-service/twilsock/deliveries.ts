import type { SyncEvent } from '../domain/domain.ts'
import { channelOfMessages } from '../sync/shapes.ts'
import type { Peer } from './hub.ts'

/** A Message on its way to one User, or several of a Channel. */
interface Delivery {
  readonly serviceSid: string
  readonly identity: string
  readonly channelSid: string
  readonly indexes: Set<number>
}

/**
 * Which Messages reached a device. A client acknowledges every packet under its id (protocol 2), so one that bears a new
 * Message and is acknowledged has delivered it, and a half-open socket delivers nothing.
 */
export interface Deliveries {
  /** A packet with this id bears this event. */
  sent(packetId: string, event: SyncEvent): void
  acknowledged(peer: Pick<Peer, 'serviceSid' | 'identity'>, packetId: string): void
  /** Tells what is known so far. */
  close(): void
}

/** So many packets are remembered: a second of a great many sockets. */
const MOST_PACKETS = 20_000
/** Acknowledgements are gathered, so that a Message to many is written down once or twice and not for each. */
const GATHER_MS = 50

export function createDeliveries(tell: (delivery: Delivery) => void): Deliveries {
  const packets = new Map<string, { serviceSid: string; channelSid: string; index: number }>()
  const gathered = new Map<string, Delivery>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const deliveries = [...gathered.values()]
    gathered.clear()
    deliveries.forEach(tell)
  }

  return {
    sent(packetId, event) {
      if (event.kind !== 'item_added' || event.object.type !== 'list') return
      const [oldest] = packets.size >= MOST_PACKETS ? packets.keys() : []
      if (oldest !== undefined) packets.delete(oldest)
      const channelSid = channelOfMessages(event.object.uniqueName)
      packets.set(packetId, { serviceSid: event.serviceSid, channelSid, index: Number(event.item.key) })
    },
    acknowledged({ serviceSid, identity }, packetId) {
      const packet = packets.get(packetId)
      if (packet?.serviceSid !== serviceSid) return
      const { channelSid, index } = packet
      const address = `${serviceSid}/${channelSid}/${identity}`
      const delivery = gathered.get(address) ?? { serviceSid, identity, channelSid, indexes: new Set<number>() }
      delivery.indexes.add(index)
      gathered.set(address, delivery)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    close: flush,
  }
}

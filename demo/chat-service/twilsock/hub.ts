import type { Instance, SyncEvent, SyncObject } from '../domain/domain.ts'
import type { Deliveries } from './deliveries.ts'
import { liveMessageType, notification, packetId, syncEventPayload } from './notifications.ts'

/** A socket that was let in, as the rest of the service sees it. */
export interface Peer {
  readonly serviceSid: string
  readonly identity: string
  /** Given up in silence when the client did not register for this type of message. */
  notify(messageType: string, packet: Buffer): void
  terminate(): void
}

/** All peers and what each has subscribed to. */
export interface Hub {
  join(peer: Peer): void
  leave(peer: Peer): void
  peers(serviceSid?: string): readonly Peer[]
  /** `object.eventId` is what the peer was told up to: only newer events follow. */
  subscribe(peer: Peer, object: Pick<SyncObject, 'sid' | 'type' | 'eventId'>): void
  unsubscribe(peer: Peer, objectSid: string): void
  subscriptionCount(peer: Peer): number
  publish(event: SyncEvent): void
  /** A packet with this event; who acknowledges it has what it bears. */
  packetOf(event: SyncEvent, messageType: string): Buffer
  /** Drop the subscriptions that this Identity may have no more. */
  revoke(instance: Instance, identity: string, objectSids: readonly string[]): void
  /** To every socket of these Identities. */
  notify(serviceSid: string, identities: readonly string[], messageType: string, payload: unknown): void
}

interface Subscription {
  readonly type: SyncObject['type']
  /** id of the newest event that the peer was sent */
  upTo: number
}

export function createHub(baseUrl: string, deliveries: Pick<Deliveries, 'sent'>): Hub {
  /** By peer, then by object; and the other way round for the fan-out. */
  const peers = new Map<Peer, Map<string, Subscription>>()
  const audience = new Map<string, Map<Peer, Subscription>>()
  const byIdentity = new Map<string, Set<Peer>>()
  const addressOf = (serviceSid: string, identity: string): string => `${serviceSid}/${identity}`

  function unsubscribe(peer: Peer, objectSid: string): void {
    peers.get(peer)?.delete(objectSid)
    const listeners = audience.get(objectSid)
    listeners?.delete(peer)
    if (listeners?.size === 0) audience.delete(objectSid)
  }

  function packetOf(event: SyncEvent, messageType: string): Buffer {
    const id = packetId()
    deliveries.sent(id, event)
    return notification(messageType, syncEventPayload(event, baseUrl), id)
  }

  return {
    packetOf,

    join(peer) {
      peers.set(peer, new Map())
      const address = addressOf(peer.serviceSid, peer.identity)
      const siblings = byIdentity.get(address) ?? new Set()
      byIdentity.set(address, siblings.add(peer))
    },

    leave(peer) {
      for (const objectSid of peers.get(peer)?.keys() ?? []) {
        const listeners = audience.get(objectSid)
        listeners?.delete(peer)
        if (listeners?.size === 0) audience.delete(objectSid)
      }
      peers.delete(peer)
      const address = addressOf(peer.serviceSid, peer.identity)
      const siblings = byIdentity.get(address)
      siblings?.delete(peer)
      if (siblings?.size === 0) byIdentity.delete(address)
    },

    peers: (serviceSid) => [...peers.keys()].filter((peer) => serviceSid === undefined || peer.serviceSid === serviceSid),

    subscribe(peer, { sid, type, eventId }) {
      const subscriptions = peers.get(peer)
      if (!subscriptions) return
      const subscription: Subscription = { type, upTo: eventId }
      subscriptions.set(sid, subscription)
      const listeners = audience.get(sid) ?? new Map<Peer, Subscription>()
      audience.set(sid, listeners.set(peer, subscription))
    },

    unsubscribe,
    subscriptionCount: (peer) => peers.get(peer)?.size ?? 0,

    publish(event) {
      const listeners = audience.get(event.object.sid)
      if (!listeners) return
      const messageType = liveMessageType[event.object.type]
      const packet = packetOf(event, messageType)
      for (const [peer, subscription] of listeners) {
        // What a replay has told already is not told twice.
        if (event.id <= subscription.upTo) continue
        subscription.upTo = event.id
        peer.notify(messageType, packet)
      }
      if (event.kind === 'removed') for (const peer of listeners.keys()) unsubscribe(peer, event.object.sid)
    },

    revoke(instance, identity, objectSids) {
      for (const peer of byIdentity.get(addressOf(instance.serviceSid, identity)) ?? []) {
        const subscriptions = peers.get(peer)
        for (const objectSid of objectSids) {
          const subscription = subscriptions?.get(objectSid)
          if (subscription && !mayRead(instance, identity, subscription, objectSid)) unsubscribe(peer, objectSid)
        }
      }
    },

    notify(serviceSid, identities, messageType, payload) {
      const packet = notification(messageType, payload)
      for (const identity of identities) {
        for (const peer of byIdentity.get(addressOf(serviceSid, identity)) ?? []) peer.notify(messageType, packet)
      }
    },
  }
}

/** Asked anew: removed and added again within one commit, the Member has subscribed anew before the removal is announced. */
function mayRead(instance: Instance, identity: string, subscription: Subscription, objectSid: string): boolean {
  try {
    instance.sync.open(identity, subscription.type, objectSid)
    return true
  } catch {
    return false
  }
}

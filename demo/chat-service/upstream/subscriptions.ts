import type { SyncEvent, SyncType } from '../domain/domain.ts'
import { ApiError, invalid } from '../domain/errors.ts'
import { notification, replayMessageType } from '../twilsock/notifications.ts'
import { ok, type Answer } from './answer.ts'
import type { Route, UpstreamContext } from './context.ts'
import { own } from './fields.ts'

/** The client's batches have 100 at most by itself (twilio-sync); a foreign one may have more, not any number. */
const MAX_BATCH = 100
const MAX_REQUESTS = 1_000
const MAX_PER_SOCKET = 10_000
const A_DAY_S = 86_400

interface Wanted {
  readonly object_sid: string
  readonly object_type: SyncType
  readonly lastEventId: number | null
}

/** Establish or cancel. What a client missed is replayed, then confirmed: from then on it gets every event once. */
const subscribe: Route['handle'] = (context) => {
  const { body } = context.request
  const wanted = readWanted(own(body, 'requests'))
  const correlationId = own(body, 'correlation_id')
  const action = own(body, 'action')
  if (action === 'cancel') return cancel(context, wanted, correlationId)
  if (action !== 'establish') throw invalid('action must be establish or cancel')
  return establish(context, wanted, correlationId)
}

function establish({ instance, identity, hub, peer }: UpstreamContext, wanted: readonly Wanted[], correlationId: unknown): Answer {
  if (hub.subscriptionCount(peer) + wanted.length > MAX_PER_SOCKET) throw new ApiError(429, 20429, 'Too many subscriptions')
  const missed: SyncEvent[] = []
  const established: unknown[] = []
  const failed: unknown[] = []
  for (const { object_sid, object_type, lastEventId } of wanted) {
    try {
      const { object, events } = instance.sync.replay(identity, object_sid, lastEventId)
      if (object.type !== object_type) throw new ApiError(404, 54050, 'Sync object not found')
      // In the same turn as the replay was read, so that no event falls between.
      hub.subscribe(peer, object)
      missed.push(...events)
      established.push({ object_sid, object_type, replay_status: 'completed', last_event_id: object.eventId })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      failed.push({ object_sid, object_type, error: { status: error.status, code: error.code, message: error.message } })
    }
  }
  return accepted(() => {
    const send = (payload: unknown): void => peer.notify(replayMessageType, notification(replayMessageType, payload))
    for (const event of missed) peer.notify(replayMessageType, hub.packetOf(event, replayMessageType))
    if (established.length > 0) send(confirmation('subscription_established', correlationId, established))
    if (failed.length > 0) send(confirmation('subscription_failed', correlationId, failed))
  })
}

function cancel({ hub, peer }: UpstreamContext, wanted: readonly Wanted[], correlationId: unknown): Answer {
  for (const { object_sid } of wanted) hub.unsubscribe(peer, object_sid)
  const events = wanted.map(({ object_sid, object_type }) => ({ object_sid, object_type }))
  return accepted(() =>
    peer.notify(replayMessageType, notification(replayMessageType, confirmation('subscription_canceled', correlationId, events))),
  )
}

const accepted = (afterwards: () => void): Answer => ({
  ...ok({ max_batch_size: MAX_BATCH, ttl_in_s: A_DAY_S, estimated_delivery_in_ms: 5_000 }, afterwards),
  status: 202,
})

const confirmation = (eventType: string, correlationId: unknown, events: readonly unknown[]): Record<string, unknown> => ({
  event_type: eventType,
  correlation_id: correlationId,
  event_protocol_version: 4,
  events,
})

function readWanted(requests: unknown): Wanted[] {
  if (!Array.isArray(requests)) throw invalid('requests must be a list')
  if (requests.length > MAX_REQUESTS) throw invalid(`At most ${MAX_REQUESTS} requests at once`)
  return requests.map((each: Record<string, unknown> | null) => {
    const { object_sid, object_type, last_event_id = null } = each ?? {}
    if (typeof object_sid !== 'string') throw invalid('object_sid must be a string')
    if (object_type !== 'map' && object_type !== 'list' && object_type !== 'document')
      throw invalid('object_type must be map, list or document')
    if (last_event_id !== null && !Number.isSafeInteger(last_event_id)) throw invalid('last_event_id must be a whole number')
    return { object_sid, object_type, lastEventId: last_event_id as number | null }
  })
}

export const subscriptionRoutes: readonly Route[] = [{ method: 'POST', pattern: 'v4/Subscriptions', handle: subscribe }]

import type { SyncEvent, SyncType } from '../domain/domain.ts'
import { randomUUID } from 'node:crypto'
import { encodePacket } from './frame.ts'

/** Live events and replayed ones come under different types: a client takes the latter as strictly ordered. */
export const liveMessageType: Record<SyncType, string> = {
  map: 'com.twilio.rtd.cds.map',
  list: 'com.twilio.rtd.cds.list',
  document: 'com.twilio.rtd.cds.document',
}
export const replayMessageType = 'twilio.sync.event'
export const typingMessageType = 'twilio.ipmsg.typing_indicator'

export const packetId = (): string => `TM${randomUUID()}`

export function notification(messageType: string, payload: unknown, id: string = packetId()): Buffer {
  return encodePacket({ method: 'notification', id, message_type: messageType }, payload)
}

export const syncPath: Record<SyncType, string> = { map: 'Maps', list: 'Lists', document: 'Documents' }

/** A Sync event as the client reads it: `{event_type, event_protocol_version, event}`. `baseUrl` without a slash at its end. */
export function syncEventPayload(event: SyncEvent, baseUrl: string): Record<string, unknown> {
  const { type, sid, uniqueName } = event.object
  const common = {
    id: event.id,
    date_created: new Date(event.at).toISOString(),
    [`${type}_sid`]: sid,
    [`${type}_unique_name`]: uniqueName,
  }
  if (event.kind === 'removed') return envelope(`${type}_removed`, common)
  if (event.kind === 'updated') {
    return envelope(`${type}_updated`, { ...common, [`${type}_revision`]: String(event.id), [`${type}_data`]: event.data })
  }
  const { item } = event
  return envelope(`${type}_${event.kind}`, {
    ...common,
    [type === 'list' ? 'item_index' : 'item_key']: item.key,
    item_url: `${baseUrl}/v3/${syncPath[type]}/${sid}/Items/${encodeURIComponent(String(item.key))}`,
    item_revision: String(item.eventId),
    item_data: item.data,
    date_expires: null,
    [`${type}_revision`]: String(event.id),
  })
}

const envelope = (eventType: string, event: unknown): Record<string, unknown> => ({
  event_type: eventType,
  event_protocol_version: 4,
  event,
})

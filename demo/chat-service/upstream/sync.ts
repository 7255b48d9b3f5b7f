import type { SyncItem, SyncObject, SyncType } from '../domain/domain.ts'
import { forbidden, invalid } from '../domain/errors.ts'
import { channelOfMessages } from '../sync/shapes.ts'
import { syncPath } from '../twilsock/notifications.ts'
import { ok } from './answer.ts'
import type { Route } from './context.ts'
import { pageSize } from './fields.ts'
import type { UpstreamRequest } from './request.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

function objectView(object: SyncObject, base: string): Record<string, unknown> {
  const url = `${base}/v3/${syncPath[object.type]}/${object.sid}`
  return {
    sid: object.sid,
    unique_name: object.uniqueName,
    url,
    revision: String(object.eventId),
    last_event_id: object.eventId,
    ...(object.type === 'document' ? { data: object.data } : {}),
    ...(object.type === 'map' ? { links: { items: `${url}/Items` } } : {}),
    ...(object.type === 'list' ? { links: { items: `${url}/Items`, context: `${url}/Context` } } : {}),
    date_created: iso(object.dateCreated),
    date_updated: iso(object.dateUpdated),
    date_expires: null,
  }
}

const itemView = (object: SyncObject, item: SyncItem, base: string): Record<string, unknown> => ({
  [object.type === 'list' ? 'index' : 'key']: item.key,
  url: `${base}/v3/${syncPath[object.type]}/${object.sid}/Items/${encodeURIComponent(String(item.key))}`,
  revision: String(item.eventId),
  last_event_id: item.eventId,
  data: item.data,
  date_created: iso(item.dateCreated),
  date_updated: iso(item.dateUpdated),
  date_expires: null,
})

/** Items of a User's info come along with the map when asked for: they are three. */
const INCLUDED_ITEMS = 100

const open =
  (type: SyncType): Route['handle'] =>
  ({ instance, identity, segment, request, links }) => {
    const object = instance.sync.open(identity, type, segment('object'))
    const view = objectView(object, links.base)
    if (type !== 'map' || request.params.get('Include') !== 'items') return ok(view)
    const { items } = instance.sync.items(identity, object.sid, { limit: INCLUDED_ITEMS, order: 'asc' })
    return ok({ ...view, items: items.map((item) => itemView(object, item, links.base)) })
  }

const items =
  (type: 'map' | 'list'): Route['handle'] =>
  ({ instance, identity, segment, request: { params }, links }) => {
    const object = instance.sync.open(identity, type, segment('object'))
    const page = instance.sync.items(identity, object.sid, {
      ...(type === 'map' ? mapQuery(params) : listQuery(params)),
      limit: pageSize(params.get('PageSize')),
      order: params.get('Order') === 'desc' ? 'desc' : 'asc',
    })
    // Who reads the history has it: what came while no socket was there is delivered so.
    if (type === 'list')
      instance.receipts.deliver(
        identity,
        channelOfMessages(object.uniqueName),
        page.items.map(({ key }) => Number(key)),
      )
    const last = page.items.at(-1)
    const first = page.items[0]
    return ok({
      items: page.items.map((item) => itemView(object, item, links.base)),
      // The client takes these as yes or no: it goes on from the last key it has seen.
      meta: {
        key: 'items',
        next_token: page.hasMore && last ? `N${last.key}` : null,
        previous_token: page.hasBefore && first ? `P${first.key}` : null,
      },
    })
  }

type Params = UpstreamRequest['params']

function mapQuery(params: Params): { key?: string; from?: string } {
  const key = params.get('Key')
  const from = params.get('From')
  return { ...(key !== undefined && { key }), ...(from !== undefined && { from }) }
}

function listQuery(params: Params): { key?: number; from?: number } {
  const key = listIndex(params.get('Index'))
  const from = listIndex(params.get('From'))
  return { ...(key !== undefined && { key }), ...(from !== undefined && { from }) }
}

function listIndex(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const index = Number(text)
  if (text === '' || !Number.isSafeInteger(index)) throw invalid('An index is a whole number')
  return index
}

/** A client only reads: everything in Sync follows from what it may do in chat. */
const refuseWrite: Route['handle'] = () => {
  throw forbidden('Sync objects of chat are read-only')
}

const types = [
  ['Maps', 'map'],
  ['Lists', 'list'],
  ['Documents', 'document'],
] as const

export const syncRoutes: readonly Route[] = types.flatMap(([path, type]): Route[] => [
  { method: 'GET', pattern: `v3/${path}/:object`, handle: open(type) },
  ...(type === 'document' ? [] : [{ method: 'GET', pattern: `v3/${path}/:object/Items`, handle: items(type) } as const]),
  ...(['POST', 'PUT', 'DELETE'] as const).flatMap((method): Route[] => [
    { method, pattern: `v3/${path}`, handle: refuseWrite },
    { method, pattern: `v3/${path}/:object`, handle: refuseWrite },
    { method, pattern: `v3/${path}/:object/Items`, handle: refuseWrite },
    { method, pattern: `v3/${path}/:object/Items/:item`, handle: refuseWrite },
  ]),
])

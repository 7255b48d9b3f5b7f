import type { SyncEvent, SyncItem, SyncObject, SyncStore, SyncType } from '../domain/domain.ts'
import { ApiError, forbidden } from '../domain/errors.ts'
import { checkLimit } from '../domain/limits.ts'
import type { Scope } from '../domain/scope.ts'
import type { SqlValue } from '../storage/database.ts'
import { mayRead } from './access.ts'
import type { SyncItemRow, SyncObjectRow } from './objects.ts'

const missing = {
  map: [54200, 'Map'],
  list: [54150, 'List'],
  document: [54100, 'Document'],
} as const satisfies Record<SyncType, readonly [number, string]>

const notFound = (type: SyncType): ApiError => new ApiError(404, missing[type][0], `${missing[type][1]} not found`)

/** What clients read of one Service instance's Sync objects; every read is checked. */
export function createSyncStore(scope: Scope): SyncStore {
  const { database, serviceSid } = scope

  function checked(identity: string, row: SyncObjectRow): SyncObjectRow {
    if (!mayRead(scope, identity, row)) throw forbidden('User may not read this object')
    return row
  }

  function bySid(identity: string, sid: string): SyncObjectRow {
    const row = database.get<SyncObjectRow>('SELECT * FROM syncObjects WHERE serviceSid = ? AND sid = ?', [serviceSid, sid])
    // The prefix says what it was: MP, ES or ET.
    if (!row) throw notFound(sid.startsWith('ES') ? 'list' : sid.startsWith('ET') ? 'document' : 'map')
    return checked(identity, row)
  }

  return {
    open(identity, type, key) {
      const row = database.get<SyncObjectRow>(
        'SELECT * FROM syncObjects WHERE serviceSid = ? AND type = ? AND (uniqueName = ? OR sid = ?)',
        [serviceSid, type, key, key],
      )
      if (!row) throw notFound(type)
      return toObject(checked(identity, row))
    },

    items(identity, objectSid, { key, from, limit, order }) {
      const object = bySid(identity, objectSid)
      checkLimit(limit)
      const ascending = order === 'asc'
      const range: [string, SqlValue[]] =
        key !== undefined ? ['AND key = ?', [key]] : from !== undefined ? [`AND key ${ascending ? '>=' : '<='} ?`, [from]] : ['', []]
      const rows = database.all<SyncItemRow>(
        `SELECT * FROM syncItems WHERE objectSid = ? AND removed = 0 ${range[0]} ORDER BY key ${ascending ? 'ASC' : 'DESC'} LIMIT ?`,
        [object.sid, ...range[1], limit + 1],
      )
      const page = rows.slice(0, limit)
      if (key !== undefined) return { items: page.map(toItem), hasMore: false, hasBefore: false }
      const edge = page[0]?.key ?? from
      const before =
        edge !== undefined &&
        database.get(`SELECT 1 AS found FROM syncItems WHERE objectSid = ? AND removed = 0 AND key ${ascending ? '<' : '>'} ? LIMIT 1`, [
          object.sid,
          edge,
        ]) !== undefined
      return { items: page.map(toItem), hasMore: rows.length > limit, hasBefore: before }
    },

    replay(identity, objectSid, lastEventId) {
      const row = bySid(identity, objectSid)
      const since = lastEventId ?? 0
      return { object: toObject(row), events: row.type === 'document' ? documentEvents(row, since) : itemEvents(row, since) }
    },
  }

  function documentEvents(row: SyncObjectRow, since: number): SyncEvent[] {
    if (row.eventId <= since) return []
    return [{ ...header(row, row.eventId, row.dateUpdated), kind: 'updated', data: parse(row.data) }]
  }

  /** The log keeps one event for each item, its newest; to one who has not seen the item it is the one that adds it. */
  function itemEvents(row: SyncObjectRow, since: number): SyncEvent[] {
    const changed = database.all<SyncItemRow>('SELECT * FROM syncItems WHERE objectSid = ? AND eventId > ? ORDER BY eventId', [
      row.sid,
      since,
    ])
    return changed.map((item) => ({
      ...header(row, item.eventId, item.dateUpdated),
      kind: item.removed === 1 ? 'item_removed' : item.addedBy > since ? 'item_added' : 'item_updated',
      item: toItem(item),
    }))
  }

  function header(row: SyncObjectRow, id: number, at: number): Pick<SyncEvent, 'serviceSid' | 'object' | 'id' | 'at'> {
    return { serviceSid, object: { sid: row.sid, type: row.type, uniqueName: row.uniqueName }, id, at }
  }
}

const parse = (json: string | null): unknown => (json === null ? null : (JSON.parse(json) as unknown))

const toObject = ({ sid, type, uniqueName, eventId, data, dateCreated, dateUpdated }: SyncObjectRow): SyncObject => ({
  sid,
  type,
  uniqueName,
  eventId,
  data: parse(data),
  dateCreated,
  dateUpdated,
})

const toItem = ({ key, data, eventId, dateCreated, dateUpdated }: SyncItemRow): SyncItem => ({
  key,
  data: parse(data),
  eventId,
  dateCreated,
  dateUpdated,
})

import type { SyncEvent, SyncType } from '../domain/domain.ts'
import type { Database } from '../storage/database.ts'

/** What a Sync object is for; with `owner` (an Identity or a Channel's sid) it says who may read it. */
export type SyncPurpose = 'userChannels' | 'userInfo' | 'channel' | 'messages' | 'roster'

const syncTypes = {
  userChannels: 'map',
  userInfo: 'map',
  channel: 'document',
  messages: 'list',
  roster: 'map',
} as const satisfies Record<SyncPurpose, SyncType>

export interface SyncObjectRow {
  readonly sid: string
  readonly type: SyncType
  readonly uniqueName: string
  readonly purpose: SyncPurpose
  readonly owner: string
  readonly eventId: number
  /** JSON text, documents only */
  readonly data: string | null
  readonly dateCreated: number
  readonly dateUpdated: number
}

export interface SyncItemRow {
  readonly key: string | number
  /** JSON text; `null` in a tombstone */
  readonly data: string
  readonly eventId: number
  /** id of the event that added it */
  readonly addedBy: number
  readonly removed: 0 | 1
  readonly dateCreated: number
  readonly dateUpdated: number
}

/** Writes the Sync objects of one Service instance and announces each change. Only called inside a command. */
export interface SyncWriter {
  create(purpose: SyncPurpose, uniqueName: string, owner: string, data?: unknown): void
  /** Add an item under a key that was never used. */
  add(purpose: SyncPurpose, uniqueName: string, key: string | number, data: unknown): void
  /** Add or change an item. */
  put(purpose: SyncPurpose, uniqueName: string, key: string | number, data: unknown): void
  /** Nothing happens when there is no such item. */
  remove(purpose: SyncPurpose, uniqueName: string, key: string | number): void
  /** Replace a document's data. */
  setData(purpose: SyncPurpose, uniqueName: string, data: unknown): void
  /** Remove the object with all its items. @returns its sid, if there was one */
  drop(purpose: SyncPurpose, uniqueName: string): string | undefined
  sidOf(purpose: SyncPurpose, uniqueName: string): string | undefined
}

export interface SyncWriterParts {
  readonly serviceSid: string
  readonly database: Database
  announce(event: SyncEvent): void
  now(): number
  newSid(prefix: 'MP' | 'ES' | 'ET'): string
}

const prefixes = { map: 'MP', list: 'ES', document: 'ET' } as const

export function createSyncWriter({ serviceSid, database, announce, now, newSid }: SyncWriterParts): SyncWriter {
  const sidOf = (purpose: SyncPurpose, uniqueName: string): string | undefined =>
    database.get<{ sid: string }>('SELECT sid FROM syncObjects WHERE serviceSid = ? AND type = ? AND uniqueName = ?', [
      serviceSid,
      syncTypes[purpose],
      uniqueName,
    ])?.sid

  /** Count one event on; `data` replaces a document's. @returns the head of that event */
  function advance(purpose: SyncPurpose, uniqueName: string, data?: unknown): Pick<SyncEvent, 'serviceSid' | 'object' | 'id' | 'at'> {
    const at = now()
    const type = syncTypes[purpose]
    const row = database.get<{ sid: string; eventId: number }>(
      `UPDATE syncObjects SET eventId = eventId + 1, dateUpdated = ?${data === undefined ? '' : ', data = ?'}
       WHERE serviceSid = ? AND type = ? AND uniqueName = ? RETURNING sid, eventId`,
      [at, ...(data === undefined ? [] : [JSON.stringify(data)]), serviceSid, type, uniqueName],
    )
    if (!row) throw new Error(`The Sync object ${uniqueName} is missing`)
    return { serviceSid, object: { sid: row.sid, type, uniqueName }, id: row.eventId, at }
  }

  type ItemRow = Pick<SyncItemRow, 'data' | 'removed' | 'dateCreated'>
  const find = (objectSid: string, key: string | number): ItemRow | undefined =>
    database.get<ItemRow>('SELECT data, removed, dateCreated FROM syncItems WHERE objectSid = ? AND key = ?', [objectSid, key])

  function add(purpose: SyncPurpose, uniqueName: string, key: string | number, data: unknown): void {
    const head = advance(purpose, uniqueName)
    const { id, at } = head
    database.run(
      `INSERT OR REPLACE INTO syncItems (objectSid, key, data, eventId, addedBy, removed, dateCreated, dateUpdated)
       VALUES (?, ?, ?, ?, ?, 0, ?, ?)`,
      [head.object.sid, key, JSON.stringify(data), id, id, at, at],
    )
    announce({ ...head, kind: 'item_added', item: { key, data, eventId: id, dateCreated: at, dateUpdated: at } })
  }

  return {
    create(purpose, uniqueName, owner, data) {
      const type = syncTypes[purpose]
      const at = now()
      database.run(
        `INSERT INTO syncObjects (sid, serviceSid, type, uniqueName, purpose, owner, eventId, data, dateCreated, dateUpdated)
         VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
        [newSid(prefixes[type]), serviceSid, type, uniqueName, purpose, owner, data === undefined ? null : JSON.stringify(data), at, at],
      )
    },

    add,

    put(purpose, uniqueName, key, data) {
      const sid = sidOf(purpose, uniqueName)
      const known = sid === undefined ? undefined : find(sid, key)
      if (sid === undefined || !known || known.removed === 1) return add(purpose, uniqueName, key, data)
      const head = advance(purpose, uniqueName)
      database.run('UPDATE syncItems SET data = ?, eventId = ?, dateUpdated = ? WHERE objectSid = ? AND key = ?', [
        JSON.stringify(data),
        head.id,
        head.at,
        sid,
        key,
      ])
      const item = { key, data, eventId: head.id, dateCreated: known.dateCreated, dateUpdated: head.at }
      announce({ ...head, kind: 'item_updated', item })
    },

    remove(purpose, uniqueName, key) {
      const sid = sidOf(purpose, uniqueName)
      const known = sid === undefined ? undefined : find(sid, key)
      if (sid === undefined || !known || known.removed === 1) return
      const head = advance(purpose, uniqueName)
      // What was removed is forgotten: the tombstone keeps no data, only the live event shows it a last time.
      database.run("UPDATE syncItems SET removed = 1, data = 'null', eventId = ?, dateUpdated = ? WHERE objectSid = ? AND key = ?", [
        head.id,
        head.at,
        sid,
        key,
      ])
      const data = JSON.parse(known.data) as unknown
      announce({
        ...head,
        kind: 'item_removed',
        item: { key, data, eventId: head.id, dateCreated: known.dateCreated, dateUpdated: head.at },
      })
    },

    setData(purpose, uniqueName, data) {
      announce({ ...advance(purpose, uniqueName, data), kind: 'updated', data })
    },

    drop(purpose, uniqueName) {
      const sid = sidOf(purpose, uniqueName)
      if (sid === undefined) return undefined
      announce({ ...advance(purpose, uniqueName), kind: 'removed' })
      database.run('DELETE FROM syncObjects WHERE sid = ?', [sid])
      return sid
    },

    sidOf,
  }
}

import type { SyncEvent, SyncObject, SyncType } from '../domain/domain.ts'
import type { Database } from '../storage/database.ts'

/** What a Sync object is for; with `owner` (an Identity or a Channel's sid) it says who may read it. */
export type SyncPurpose = 'userChannels' | 'userInfo' | 'channel' | 'messages' | 'roster'

export const syncTypes = {
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

type Target = Pick<SyncObjectRow, 'sid' | 'type' | 'uniqueName' | 'eventId'>

const prefixes = { map: 'MP', list: 'ES', document: 'ET' } as const

export function createSyncWriter({ serviceSid, database, announce, now, newSid }: SyncWriterParts): SyncWriter {
  const find = (purpose: SyncPurpose, uniqueName: string): Target | undefined =>
    database.get<Target>('SELECT sid, type, uniqueName, eventId FROM syncObjects WHERE serviceSid = ? AND type = ? AND uniqueName = ?', [
      serviceSid,
      syncTypes[purpose],
      uniqueName,
    ])

  function require(purpose: SyncPurpose, uniqueName: string): Target {
    const object = find(purpose, uniqueName)
    if (!object) throw new Error(`The Sync object ${uniqueName} is missing`)
    return object
  }

  const named = (object: Target): Pick<SyncObject, 'sid' | 'type' | 'uniqueName'> => ({
    sid: object.sid,
    type: object.type,
    uniqueName: object.uniqueName,
  })

  /** @returns the id of the event that this change is */
  function advance(object: Target, at: number): number {
    const id = object.eventId + 1
    database.run('UPDATE syncObjects SET eventId = ?, dateUpdated = ? WHERE sid = ?', [id, at, object.sid])
    return id
  }

  const item = (object: Target, key: string | number): SyncItemRow | undefined =>
    database.get<SyncItemRow>('SELECT * FROM syncItems WHERE objectSid = ? AND key = ?', [object.sid, key])

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

    put(purpose, uniqueName, key, data) {
      const object = require(purpose, uniqueName)
      const at = now()
      const id = advance(object, at)
      const known = item(object, key)
      const isNew = !known || known.removed === 1
      const dateCreated = isNew ? at : known.dateCreated
      database.run(
        `INSERT INTO syncItems (objectSid, key, data, eventId, addedBy, removed, dateCreated, dateUpdated) VALUES (?, ?, ?, ?, ?, 0, ?, ?)
         ON CONFLICT (objectSid, key) DO UPDATE SET data = excluded.data, eventId = excluded.eventId, addedBy = excluded.addedBy,
           removed = 0, dateCreated = excluded.dateCreated, dateUpdated = excluded.dateUpdated`,
        [object.sid, key, JSON.stringify(data), id, isNew ? id : known.addedBy, dateCreated, at],
      )
      announce({
        serviceSid,
        object: named(object),
        id,
        at,
        kind: isNew ? 'item_added' : 'item_updated',
        item: { key, data, eventId: id, dateCreated, dateUpdated: at },
      })
    },

    remove(purpose, uniqueName, key) {
      const object = find(purpose, uniqueName)
      const known = object && item(object, key)
      if (!object || !known || known.removed === 1) return
      const at = now()
      const id = advance(object, at)
      // What was removed is forgotten: the tombstone keeps no data, only the live event shows it a last time.
      database.run("UPDATE syncItems SET removed = 1, data = 'null', eventId = ?, dateUpdated = ? WHERE objectSid = ? AND key = ?", [
        id,
        at,
        object.sid,
        key,
      ])
      announce({
        serviceSid,
        object: named(object),
        id,
        at,
        kind: 'item_removed',
        item: { key, data: JSON.parse(known.data) as unknown, eventId: id, dateCreated: known.dateCreated, dateUpdated: at },
      })
    },

    setData(purpose, uniqueName, data) {
      const object = require(purpose, uniqueName)
      const at = now()
      const id = object.eventId + 1
      database.run('UPDATE syncObjects SET eventId = ?, data = ?, dateUpdated = ? WHERE sid = ?', [
        id,
        JSON.stringify(data),
        at,
        object.sid,
      ])
      announce({ serviceSid, object: named(object), id, at, kind: 'updated', data })
    },

    drop(purpose, uniqueName) {
      const object = find(purpose, uniqueName)
      if (!object) return undefined
      database.run('DELETE FROM syncObjects WHERE sid = ?', [object.sid])
      announce({ serviceSid, object: named(object), id: object.eventId + 1, at: now(), kind: 'removed' })
      return object.sid
    },

    sidOf: (purpose, uniqueName) => find(purpose, uniqueName)?.sid,
  }
}

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SyncEvent, SyncStore, SyncType } from '../../../demo/chat-service/domain/domain.ts'
import type { Actor } from '../../../demo/chat-service/domain/types.ts'
import { createWorld, openRoom, statusOf, system, user, type World } from './setup.ts'

/** A client's copy of one Sync object, kept as the SDK keeps it: an event that is not newer than the item is dropped. */
interface Copy {
  lastEventId: number
  items: Map<string | number, { data: string; eventId: number }>
  data: string | null
}

function apply(copy: Copy, event: SyncEvent): void {
  if (event.kind === 'updated') copy.data = JSON.stringify(event.data)
  else if (event.kind !== 'removed') {
    const known = copy.items.get(event.item.key)
    if (known && known.eventId >= event.id) return
    if (event.kind === 'item_removed') copy.items.delete(event.item.key)
    else copy.items.set(event.item.key, { data: JSON.stringify(event.item.data), eventId: event.id })
  }
  copy.lastEventId = Math.max(copy.lastEventId, event.id)
}

const clone = (copy: Copy): Copy => ({ ...copy, items: new Map(copy.items) })

function current(sync: SyncStore, sid: string, type: SyncType): Copy {
  const object = sync.open('reader', type, sid)
  const items = type === 'document' ? [] : sync.items('reader', sid, { limit: 1000, order: 'asc' }).items
  return {
    lastEventId: object.eventId,
    items: new Map(items.map(({ key, data, eventId }) => [key, { data: JSON.stringify(data), eventId }])),
    data: type === 'document' ? JSON.stringify(object.data) : null,
  }
}

const people = ['ann', 'bob', 'eve']
type Command = (world: World, room: string) => unknown
const nth = (world: World, room: string, n: number): string => {
  const { items } = world.instance.messages.list(system, room, { limit: 1000 })
  return items[n % Math.max(items.length, 1)]?.sid ?? 'IMnone'
}
const person = fc.constantFrom(...people)
const actor: fc.Arbitrary<Actor> = fc.oneof(fc.constant(system), person.map(user))
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(actor, fc.string({ unit: 'grapheme', maxLength: 5 })).map(
    ([by, body]): Command =>
      (world, room) =>
        world.instance.messages.create(by, room, { body }),
  ),
  fc.tuple(actor, fc.nat(9)).map(
    ([by, n]): Command =>
      (world, room) =>
        world.instance.messages.update(by, room, nth(world, room, n), { attributes: `{"n":${n}}` }),
  ),
  fc.tuple(actor, fc.nat(9)).map(
    ([by, n]): Command =>
      (world, room) =>
        world.instance.messages.remove(by, room, nth(world, room, n)),
  ),
  fc.tuple(person, fc.boolean()).map(
    ([identity, enter]): Command =>
      (world, room) =>
        enter ? world.instance.members.create(system, room, { identity }) : world.instance.members.remove(system, room, identity),
  ),
  fc.tuple(person, fc.option(fc.nat(9))).map(
    ([identity, lastConsumedMessageIndex]): Command =>
      (world, room) =>
        world.instance.userChannels.update(user(identity), identity, room, { lastConsumedMessageIndex }),
  ),
  fc.string({ maxLength: 5 }).map(
    (friendlyName): Command =>
      (world, room) =>
        world.instance.channels.update(system, room, { friendlyName }),
  ),
)

test('replayed from any earlier moment, the log brings a client to what there is now', async () => {
  const world = createWorld()
  const { sync } = world.instance
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 25 }), async (commands) => {
      const room = openRoom(world, 'reader', 'ann')
      const objects = [
        sync.open('reader', 'list', `${room}.messages`),
        sync.open('reader', 'map', `${room}.roster`),
        sync.open('reader', 'document', `${room}.channel`),
      ]
      await world.database.durable()
      const heardBefore = world.heard.length
      const live = objects.map(({ sid, type }) => current(sync, sid, type))
      const moments = [live.map(clone)]
      for (const run of commands) {
        statusOf(() => run(world, room))
        moments.push(objects.map(({ sid, type }) => current(sync, sid, type)))
      }
      await world.database.durable()

      for (const [at, { sid, type }] of objects.entries()) {
        const now = current(sync, sid, type)
        for (const moment of moments) {
          const copy = clone(moment[at] as Copy)
          const { events, object } = sync.replay('reader', sid, copy.lastEventId)
          expect(events.every(({ id }, n) => id > (events[n - 1]?.id ?? copy.lastEventId))).toBe(true)
          for (const event of events) apply(copy, event)
          expect(copy).toEqual(now)
          expect(object.eventId).toBe(now.lastEventId)
        }
        // From nothing at all, too.
        const fresh: Copy = { lastEventId: 0, items: new Map(), data: type === 'document' ? now.data : null }
        for (const event of sync.replay('reader', sid, null).events) apply(fresh, event)
        expect(fresh).toEqual(now)
        // And one who listened all the time has the same.
        const listener = live[at] as Copy
        for (const one of world.heard.slice(heardBefore))
          if (one.name === 'sync' && one.event.object.sid === sid) apply(listener, one.event)
        expect(listener).toEqual(now)
      }
    }),
    { numRuns: 40 },
  )
})

test('an item that went and came back is added anew to one who missed both', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'reader')
  const map = instance.sync.open('reader', 'map', `${instance.users.fetch('reader').sid}.channels`)
  instance.members.remove(system, room, 'reader')
  instance.members.create(system, room, { identity: 'reader' })
  const kinds = (since: number | null): unknown[] => instance.sync.replay('reader', map.sid, since).events.map(({ kind, id }) => [kind, id])
  expect(kinds(map.eventId)).toEqual([['item_added', 3]])
  expect(kinds(2)).toEqual([['item_added', 3]])
  expect(kinds(3)).toEqual([])
  instance.userChannels.update(user('reader'), 'reader', room, { notificationLevel: 'muted' })
  expect(kinds(3)).toEqual([['item_updated', 4]])
})

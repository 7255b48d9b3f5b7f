import { expect, test } from 'vitest'
import type { SyncEvent, SyncType } from '../../../demo/chat-service/domain/domain.ts'
import { createWorld, type Heard, openRoom, statusOf, system, user, type World } from './setup.ts'

const ann = user('ann')
const short = ({ object, kind }: SyncEvent): string => `${object.uniqueName.replace(/^.{34}/, '')} ${kind}`
const told = (heard: readonly Heard[]): string[] =>
  heard.map((one) => (one.name === 'sync' ? short(one.event) : one.name === 'revoked' ? `revoked ${one.event.identity}` : one.name))

/** What the bus says about `command`. */
async function during({ database, heard }: World, command: () => unknown): Promise<string[]> {
  await database.durable()
  const before = heard.length
  command()
  await database.durable()
  return told(heard.slice(before))
}

test('each command tells its changes in the order that the SDKs need', async () => {
  const world = createWorld()
  const { instance } = world
  instance.users.ensure('ann')
  const room = openRoom(world)
  expect(await during(world, () => instance.members.create(system, room, { identity: 'ann' }))).toEqual([
    '.roster item_added',
    '.channels item_added',
  ])
  let sid = ''
  expect(await during(world, () => (sid = instance.messages.create(ann, room, { body: 'a' }).sid))).toEqual([
    '.messages item_added',
    '.channel updated',
  ])
  expect(await during(world, () => instance.messages.update(ann, room, sid, { body: 'b' }))).toEqual(['.messages item_updated'])
  expect(await during(world, () => instance.userChannels.update(ann, 'ann', room, { lastConsumedMessageIndex: 0 }))).toEqual([
    '.channels item_updated',
    '.roster item_updated',
  ])
  expect(await during(world, () => instance.userChannels.update(ann, 'ann', room, { notificationLevel: 'muted' }))).toEqual([
    '.channels item_updated',
  ])
  expect(await during(world, () => instance.members.update(ann, room, 'ann', { attributes: '{"a":1}' }))).toEqual(['.roster item_updated'])
  expect(await during(world, () => instance.users.update(ann, 'ann', { friendlyName: 'Ann' }))).toEqual(['.info item_updated'])
  expect(await during(world, () => instance.channels.update(system, room, { attributes: '{"a":1}' }))).toEqual(['.channel updated'])
  expect(await during(world, () => instance.channels.update(system, room, { friendlyName: 'New' }))).toEqual([
    '.channel updated',
    '.channels item_updated',
  ])
  expect(await during(world, () => instance.messages.remove(ann, room, sid))).toEqual(['.messages item_removed', '.channel updated'])
  expect(await during(world, () => instance.members.remove(ann, room, 'ann'))).toEqual([
    '.roster item_removed',
    '.channels item_removed',
    'revoked ann',
  ])
})

test('deleting a Channel takes the Members out first, then the document, the Messages and the roster', async () => {
  const world = createWorld()
  const room = openRoom(world, 'ann', 'bob')
  world.instance.invites.create(system, room, { identity: 'eve' })
  world.instance.messages.create(ann, room, { body: 'a' })
  expect(await during(world, () => world.instance.channels.remove(system, room))).toEqual([
    '.roster item_removed',
    '.channels item_removed',
    'revoked ann',
    '.roster item_removed',
    '.channels item_removed',
    'revoked bob',
    '.channels item_removed',
    'revoked eve',
    '.channel removed',
    '.messages removed',
    '.roster removed',
  ])
  expect(world.database.all('SELECT 1 FROM syncObjects WHERE owner = ?', [room])).toEqual([])
})

test('removing a User ends its memberships and its maps, and drops its sockets last', async () => {
  const world = createWorld()
  const room = openRoom(world, 'ann', 'bob')
  expect(await during(world, () => world.instance.users.remove('ann'))).toEqual([
    '.roster item_removed',
    '.channels item_removed',
    'revoked ann',
    '.channels removed',
    '.info removed',
    'userRemoved',
  ])
  expect(world.instance.channels.fetch(system, room).membersCount).toBe(1)
})

test('nothing is told of a command that fails, nor of one whose commit fails', async () => {
  const world = createWorld()
  const room = openRoom(world, 'ann')
  expect(
    await during(world, () => expect(statusOf(() => world.instance.messages.create(user('bob'), room, { body: 'x' }))).toBe(404)),
  ).toEqual([])
  const before = world.heard.length
  world.database.run('CREATE TABLE strict (owner TEXT REFERENCES users(sid) DEFERRABLE INITIALLY DEFERRED)')
  world.database.flush()
  world.instance.messages.create(ann, room, { body: 'never' })
  world.database.run("INSERT INTO strict VALUES ('nobody')")
  await expect(world.database.durable()).rejects.toThrow(/FOREIGN KEY/)
  expect(world.heard).toHaveLength(before)
  expect(world.instance.messages.list(ann, room, { limit: 10 }).items).toEqual([])
  expect(world.instance.messages.create(ann, room, { body: 'first' }).index).toBe(0)
})

test('nothing is told before it is on disk', () => {
  const world = createWorld()
  const room = openRoom(world, 'ann')
  world.database.flush()
  const before = world.heard.length
  world.instance.messages.create(ann, room, { body: 'x' })
  expect(world.heard).toHaveLength(before)
  world.database.flush()
  expect(told(world.heard.slice(before))).toEqual(['.messages item_added', '.channel updated'])
})

test('the data have the form that the SDKs read', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const { sid } = instance.messages.create(ann, room, { body: 'hi', attributes: '{"k":1}' })
  instance.userChannels.update(ann, 'ann', room, { lastConsumedMessageIndex: 0 })
  const me = instance.users.fetch('ann')
  const member = instance.members.fetch(ann, room, 'ann')
  const read = (type: SyncType, name: string): unknown[] =>
    instance.sync
      .items('ann', instance.sync.open('ann', type, name).sid, { limit: 10, order: 'asc' })
      .items.map(({ key, data }) => [key, data])
  const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/) as unknown

  expect(read('map', `${me.sid}.channels`)).toEqual([
    [
      room,
      {
        channel: `${room}.channel`,
        messages: `${room}.messages`,
        roster: `${room}.roster`,
        status: 'joined',
        lastConsumedMessageIndex: 0,
        notificationLevel: 'default',
        type: 'private',
        friendlyName: 'Room',
        uniqueName: null,
        createdBy: 'system',
        dateCreated: date,
        dateUpdated: date,
      },
    ],
  ])
  expect(read('map', `${room}.roster`)).toEqual([
    [
      member.sid,
      {
        identity: 'ann',
        userInfo: `${me.sid}.info`,
        roleSid: member.roleSid,
        lastConsumedMessageIndex: 0,
        lastConsumptionTimestamp: date,
        attributes: '{}',
        dateCreated: date,
        dateUpdated: date,
        type: 'chat',
      },
    ],
  ])
  expect(read('list', `${room}.messages`)).toEqual([
    [
      0,
      {
        sid,
        author: 'ann',
        text: 'hi',
        timestamp: date,
        dateUpdated: date,
        lastUpdatedBy: null,
        attributes: '{"k":1}',
        memberSid: member.sid,
        type: 'text',
      },
    ],
  ])
  expect(read('map', me.infoMap)).toEqual([
    ['attributes', { value: '{}' }],
    ['friendlyName', { value: null }],
    ['reachability', { online: false, notifiable: false }],
  ])
  expect(instance.sync.open('ann', 'document', `${room}.channel`).data).toEqual({
    sid: room,
    friendlyName: 'Room',
    uniqueName: null,
    attributes: '{}',
    createdBy: 'system',
    dateCreated: date,
    dateUpdated: date,
    type: 'private',
    messages: `${room}.messages`,
    roster: `${room}.roster`,
    lastMessage: { index: 0, timestamp: date },
    state: { current: 'active', dateUpdated: date },
  })
  instance.messages.remove(ann, room, sid)
  expect(instance.sync.open('ann', 'document', `${room}.channel`).data).not.toHaveProperty('lastMessage')
})

test('a Message with media is told to both SDKs', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const media = `ME${'1'.repeat(32)}`
  instance.media.create({ sid: media, author: 'ann', filename: 'a.png', contentType: 'image/png', size: 6 })
  instance.messages.create(ann, room, { mediaSids: [media] })
  const list = instance.sync.open('ann', 'list', `${room}.messages`)
  const shown = { sid: media, filename: 'a.png', contentType: 'image/png', size: 6 }
  expect(instance.sync.items('ann', list.sid, { limit: 1, order: 'asc' }).items[0]?.data).toMatchObject({
    text: '',
    type: 'media',
    media: shown,
    medias: [{ ...shown, category: 'media' }],
  })
})

test('items are read from either end, from a key on, and singly', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const made = Array.from({ length: 12 }, () => instance.messages.create(ann, room, { body: '' }))
  instance.messages.remove(ann, room, made[5]?.sid ?? '')
  const { sid } = instance.sync.open('ann', 'list', `${room}.messages`)
  const read = (query: { key?: number; from?: number; order: 'asc' | 'desc' }): unknown => {
    const { items, hasMore, hasBefore } = instance.sync.items('ann', sid, { limit: 4, ...query })
    return [items.map(({ key }) => key), hasMore, hasBefore]
  }
  expect(read({ order: 'asc' })).toEqual([[0, 1, 2, 3], true, false])
  expect(read({ order: 'desc' })).toEqual([[11, 10, 9, 8], true, false])
  expect(read({ order: 'asc', from: 4 })).toEqual([[4, 6, 7, 8], true, true])
  expect(read({ order: 'asc', from: 9 })).toEqual([[9, 10, 11], false, true])
  expect(read({ order: 'desc', from: 5 })).toEqual([[4, 3, 2, 1], true, true])
  expect(read({ order: 'desc', from: 3 })).toEqual([[3, 2, 1, 0], false, true])
  expect(read({ order: 'asc', key: 7 })).toEqual([[7], false, false])
  expect(read({ order: 'asc', key: 5 })).toEqual([[], false, false])
  expect(read({ order: 'asc', from: 99 })).toEqual([[], false, true])
})

test('each object is read by those whom it is for', () => {
  const { instance } = createWorld()
  for (const identity of ['ann', 'bob', 'eve', 'maker']) instance.users.ensure(identity)
  const room = openRoom({ instance }, 'ann')
  const open = instance.channels.create(system, { type: 'public' }).sid
  const made = instance.channels.create(user('maker'), { type: 'private' }).sid
  instance.invites.create(system, room, { identity: 'bob' })
  const status = (identity: string, type: SyncType, name: string): number => statusOf(() => instance.sync.open(identity, type, name))
  const me = instance.users.fetch('ann').sid

  expect(['ann', 'bob', 'eve'].map((identity) => status(identity, 'map', `${me}.channels`))).toEqual([200, 403, 403])
  expect(['ann', 'bob', 'nobody'].map((identity) => status(identity, 'map', `${me}.info`))).toEqual([200, 200, 403])
  expect(['ann', 'bob', 'eve'].map((identity) => status(identity, 'document', `${room}.channel`))).toEqual([200, 200, 403])
  expect(['ann', 'bob', 'eve'].map((identity) => status(identity, 'list', `${room}.messages`))).toEqual([200, 403, 403])
  expect(['ann', 'bob', 'eve'].map((identity) => status(identity, 'map', `${room}.roster`))).toEqual([200, 403, 403])
  expect(status('eve', 'document', `${open}.channel`)).toBe(200)
  expect(status('eve', 'list', `${open}.messages`)).toBe(403)
  expect(status('maker', 'document', `${made}.channel`)).toBe(200)
  expect(status('maker', 'map', `${made}.roster`)).toBe(403)
  expect(status('ann', 'map', 'nothing')).toBe(404)
  expect(status('ann', 'list', `${room}.channel`)).toBe(404)
})

test('one who was removed reads nothing more, by name or by sid, and the bus names the objects', async () => {
  const { instance, database, heard } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob')
  const objects = [
    instance.sync.open('ann', 'document', `${room}.channel`),
    instance.sync.open('ann', 'list', `${room}.messages`),
    instance.sync.open('ann', 'map', `${room}.roster`),
  ]
  instance.members.remove(system, room, 'ann')
  for (const { sid, type, uniqueName } of objects) {
    expect(statusOf(() => instance.sync.open('ann', type, uniqueName))).toBe(403)
    expect(statusOf(() => instance.sync.open('ann', type, sid))).toBe(403)
    expect(statusOf(() => instance.sync.items('ann', sid, { limit: 10, order: 'asc' }))).toBe(403)
    expect(statusOf(() => instance.sync.replay('ann', sid, null))).toBe(403)
    expect(statusOf(() => instance.sync.replay('bob', sid, null))).toBe(200)
  }
  await database.durable()
  expect(heard.at(-1)).toEqual({
    name: 'revoked',
    event: { serviceSid: instance.serviceSid, identity: 'ann', objectSids: objects.map(({ sid }) => sid) },
  })
})

test('of a public Channel one who leaves keeps the document', async () => {
  const { instance, database, heard } = createWorld()
  const open = instance.channels.create(system, { type: 'public' }).sid
  instance.members.create(system, open, { identity: 'ann' })
  const gone = [instance.sync.open('ann', 'list', `${open}.messages`).sid, instance.sync.open('ann', 'map', `${open}.roster`).sid]
  instance.members.remove(ann, open, 'ann')
  await database.durable()
  expect(heard.at(-1)).toMatchObject({ name: 'revoked', event: { objectSids: gone } })
})

test('a deleted Message leaves no text behind', () => {
  const { instance, database } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const { sid } = instance.messages.create(ann, room, { body: 'a secret told by mistake' })
  instance.messages.remove(ann, room, sid)
  expect(database.all("SELECT 1 FROM syncItems WHERE data LIKE '%secret%'")).toEqual([])
  const list = instance.sync.open('ann', 'list', `${room}.messages`)
  expect(instance.sync.replay('ann', list.sid, 0).events).toMatchObject([{ kind: 'item_removed', item: { key: 0, data: null } }])
})

import { expect, test } from 'vitest'
import { createWorld, openRoom, statusOf, system, user } from './setup.ts'

const ann = user('ann')

function invited(): ReturnType<typeof createWorld> & { room: string; itemOf(identity: string): unknown } {
  const world = createWorld()
  const { instance } = world
  // May do nothing, least of all join: the invitation is all it has.
  const none = instance.roles.create({ friendlyName: 'none', type: 'deployment', permissions: [] })
  instance.users.create({ identity: 'ann', roleSid: none.sid })
  const room = openRoom(world, 'bob')
  const map = (): string => `${instance.users.fetch('ann').sid}.channels`
  const itemOf = (identity: string): unknown =>
    instance.sync.items(identity, instance.sync.open(identity, 'map', map()).sid, { key: room, limit: 1, order: 'asc' }).items[0]?.data
  return { ...world, room, itemOf }
}

test('who is invited sees the Channel and its own invitation, and not what is said in it', () => {
  const { instance, room, itemOf } = invited()
  expect(instance.invites.create(system, room, { identity: 'ann' })).toMatchObject({
    identity: 'ann',
    createdBy: 'system',
    channelSid: room,
  })
  expect(itemOf('ann')).toMatchObject({ status: 'invited', lastConsumedMessageIndex: null })
  expect(instance.channels.fetch(ann, room).sid).toBe(room)
  expect(instance.userChannels.fetch('ann', room)).toMatchObject({ status: 'invited', member: null, unreadMessagesCount: null })
  expect(statusOf(() => instance.messages.list(ann, room, { limit: 1 }))).toBe(403)
  expect(statusOf(() => instance.userChannels.update(ann, 'ann', room, { lastConsumedMessageIndex: 0 }))).toBe(404)
})

test('accepting needs no permission, uses the invitation up and bears its Role', () => {
  const { instance, room, itemOf } = invited()
  const role = instance.roles.create({ friendlyName: 'guest', type: 'channel', permissions: ['sendMessage'] })
  instance.invites.create(system, room, { identity: 'ann', roleSid: role.sid })
  expect(instance.members.create(ann, room, { identity: 'ann' }).roleSid).toBe(role.sid)
  expect(instance.invites.list(room, { limit: 10 }).items).toEqual([])
  expect(itemOf('ann')).toMatchObject({ status: 'joined' })
  expect(statusOf(() => instance.messages.create(ann, room, { body: 'hello' }))).toBe(200)
  instance.members.remove(system, room, 'ann')
  expect(statusOf(() => instance.members.create(ann, room, { identity: 'ann' }))).toBe(404)
})

test('declining takes the Channel out of sight', async () => {
  const { instance, room, itemOf, database, heard } = invited()
  instance.invites.create(system, room, { identity: 'ann' })
  const { sid } = instance.sync.open('ann', 'document', `${room}.channel`)
  instance.invites.remove(ann, room, 'ann')
  expect(itemOf('ann')).toBeUndefined()
  expect(statusOf(() => instance.channels.fetch(ann, room))).toBe(404)
  expect(statusOf(() => instance.sync.open('ann', 'document', sid))).toBe(403)
  await database.durable()
  expect(heard.at(-1)).toEqual({ name: 'revoked', event: expect.objectContaining({ identity: 'ann' }) as unknown })
})

test('nobody accepts or declines for another', () => {
  const { instance, room } = invited()
  const { sid } = instance.invites.create(system, room, { identity: 'ann' })
  expect(statusOf(() => instance.invites.remove(user('bob'), room, 'ann'))).toBe(403)
  expect(statusOf(() => instance.invites.remove(user('bob'), room, sid))).toBe(403)
  expect(statusOf(() => instance.members.create(user('bob'), room, { identity: 'ann' }))).toBe(403)
  expect(instance.invites.fetch(room, sid).identity).toBe('ann')
})

test('a Member is not invited, nor anybody twice', () => {
  const { instance, room } = invited()
  instance.invites.create(system, room, { identity: 'ann' })
  expect(statusOf(() => instance.invites.create(system, room, { identity: 'ann' }))).toBe(409)
  expect(statusOf(() => instance.invites.create(system, room, { identity: 'bob' }))).toBe(409)
  instance.members.create(system, room, { identity: 'ann' })
  expect(statusOf(() => instance.members.create(system, room, { identity: 'ann' }))).toBe(409)
})

import { expect, test } from 'vitest'
import { createWorld, openRoom, statusOf, system, user } from './setup.ts'

test('two Service instances bear the same names and see nothing of each other', () => {
  const { domain, instance: one } = createWorld()
  const two = domain.instance(domain.services.create({ friendlyName: 'Other' }).sid)
  const rooms = [one, two].map((instance) => {
    instance.users.create({ identity: 'ann', friendlyName: instance.serviceSid })
    const { sid } = instance.channels.create(system, { uniqueName: 'room', type: 'private' })
    instance.members.create(system, sid, { identity: 'ann' })
    instance.messages.create(user('ann'), sid, { body: instance.serviceSid })
    return sid
  })
  expect(one.channels.fetch(system, 'room').sid).toBe(rooms[0])
  expect(two.channels.fetch(system, 'room').sid).toBe(rooms[1])
  expect(one.users.fetch('ann').friendlyName).toBe(one.serviceSid)
  expect(two.users.list({ limit: 10 }).items.map(({ friendlyName }) => friendlyName)).toEqual([two.serviceSid])
  expect(two.messages.list(system, 'room', { limit: 10 }).items.map(({ body }) => body)).toEqual([two.serviceSid])
})

test('no command of one instance reaches a row of another by its sid', () => {
  const { domain, instance: theirs } = createWorld()
  const room = openRoom({ instance: theirs }, 'ann')
  const message = theirs.messages.create(system, room, { body: 'secret' })
  const member = theirs.members.fetch(system, room, 'ann')
  const role = theirs.service().defaultChannelRoleSid
  const person = theirs.users.fetch('ann')
  const list = theirs.sync.open('ann', 'list', `${room}.messages`)

  const mine = domain.instance(domain.services.create({ friendlyName: 'Other' }).sid)
  const own = openRoom({ instance: mine }, 'ann')
  const attempts: (() => unknown)[] = [
    () => mine.channels.fetch(system, room),
    () => mine.channels.remove(system, room),
    () => mine.members.fetch(system, own, member.sid),
    () => mine.messages.fetch(system, own, message.sid),
    () => mine.messages.update(system, room, message.sid, { body: 'x' }),
    () => mine.roles.fetch(role),
    () => mine.roles.update(role, { permissions: [] }),
    () => mine.users.fetch(person.sid),
    () => mine.users.remove(person.sid),
    () => mine.userChannels.fetch('ann', room),
    () => mine.sync.open('ann', 'list', `${room}.messages`),
    () => mine.sync.items('ann', list.sid, { limit: 10, order: 'asc' }),
    () => mine.sync.replay('ann', list.sid, null),
  ]
  expect(attempts.map(statusOf)).toEqual(attempts.map(() => 404))
  expect(statusOf(() => mine.members.create(system, own, { identity: 'bob', roleSid: role }))).toBe(400)
  expect(theirs.messages.fetch(system, room, message.sid)).toEqual(message)
})

test('a removed Service takes everything in it along, and no more', async () => {
  const { domain, database, instance: kept, heard } = createWorld()
  const room = openRoom({ instance: kept }, 'ann')
  const gone = domain.instance(domain.services.create({ friendlyName: 'Gone' }).sid)
  gone.messages.create(system, openRoom({ instance: gone }, 'ann', 'bob'), { body: 'x' })
  domain.services.remove(gone.serviceSid)
  await database.durable()

  expect(heard.at(-1)).toEqual({ name: 'serviceRemoved', event: { serviceSid: gone.serviceSid } })
  expect(statusOf(() => domain.instance(gone.serviceSid))).toBe(404)
  expect(statusOf(() => gone.service())).toBe(404)
  for (const table of ['roles', 'users', 'channels', 'members', 'messages', 'syncObjects']) {
    expect(database.all(`SELECT 1 FROM ${table} WHERE serviceSid = ?`, [gone.serviceSid]), table).toEqual([])
  }
  expect(database.all('SELECT 1 FROM syncItems WHERE objectSid NOT IN (SELECT sid FROM syncObjects)')).toEqual([])
  expect(kept.channels.fetch(system, room).membersCount).toBe(1)
})

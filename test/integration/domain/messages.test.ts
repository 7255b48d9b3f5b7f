import { expect, test } from 'vitest'
import { createWorld, everything, openRoom, statusOf, system, user } from './setup.ts'

const ann = user('ann')
const indexes = (messages: readonly { index: number }[]): number[] => messages.map(({ index }) => index)

test('an index is never used again, not even after the newest Message was deleted', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const made = ['a', 'b', 'c'].map((body) => instance.messages.create(ann, room, { body }))
  expect(indexes(made)).toEqual([0, 1, 2])
  instance.messages.remove(ann, room, made[2]?.sid ?? '')
  expect(instance.channels.fetch(ann, room)).toMatchObject({ messagesCount: 2, lastMessageIndex: 1 })
  expect(instance.messages.create(ann, room, { body: 'd' }).index).toBe(3)
  for (const { sid } of instance.messages.list(ann, room, { limit: 10 }).items) instance.messages.remove(system, room, sid)
  expect(instance.channels.fetch(ann, room)).toMatchObject({ messagesCount: 0, lastMessageIndex: null })
  expect(instance.messages.create(ann, room, { body: 'e' }).index).toBe(4)
})

test('unread is unknown until the horizon is set, then the number of Messages above it, gaps not counted', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const made = ['a', 'b', 'c', 'd'].map((body) => instance.messages.create(system, room, { body }))
  const unread = (): number | null => instance.userChannels.fetch('ann', room).unreadMessagesCount
  const read = (lastConsumedMessageIndex: number | null): number | null =>
    instance.userChannels.update(ann, 'ann', room, { lastConsumedMessageIndex }).unreadMessagesCount
  expect(unread()).toBeNull()
  expect(read(0)).toBe(3)
  instance.messages.remove(system, room, made[2]?.sid ?? '')
  expect(unread()).toBe(2)
  expect(read(3)).toBe(0)
  expect(read(1)).toBe(1)
  expect(read(null)).toBeNull()
  expect(instance.members.fetch(ann, room, 'ann')).toMatchObject({ lastConsumedMessageIndex: null, lastConsumptionTimestamp: null })
})

test('an edited body is marked, edited attributes are not, and both say who did it', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const { sid, dateUpdated } = instance.messages.create(ann, room, { body: 'a' })
  const attributes = instance.messages.update(ann, room, sid, { attributes: '{ "k": 1 }' })
  expect(attributes).toMatchObject({ wasEdited: false, lastUpdatedBy: 'ann', attributes: '{ "k": 1 }' })
  expect(attributes.dateUpdated).toBeGreaterThan(dateUpdated)
  expect(instance.messages.update(system, room, sid, { body: 'b' })).toMatchObject({ wasEdited: true, lastUpdatedBy: 'system', body: 'b' })
})

test('a Message names the Member that wrote it, and outlives it', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const member = instance.members.fetch(system, room, 'ann')
  const { sid } = instance.messages.create(ann, room, { body: 'a' })
  expect(instance.messages.create(system, room, { body: 'b' })).toMatchObject({ author: 'system', memberSid: null })
  expect(instance.messages.create(system, room, { body: 'c', from: 'ann' })).toMatchObject({ author: 'ann', memberSid: member.sid })
  instance.users.remove('ann')
  expect(instance.messages.fetch(system, room, sid)).toMatchObject({ author: 'ann', memberSid: member.sid })
})

test('bodies and attributes are bounded in UTF-8 bytes, and what is at the limit fits', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const send = (fields: { body?: string; attributes?: string }): number => statusOf(() => instance.messages.create(ann, room, fields))
  expect(send({ body: 'x'.repeat(32_768) })).toBe(200)
  expect(send({ body: 'x'.repeat(32_769) })).toBe(400)
  expect(send({ body: '😀'.repeat(8_192) })).toBe(200)
  expect(send({ body: '😀'.repeat(8_193) })).toBe(400)
  const json = (bytes: number): string => `{"k":"${'x'.repeat(bytes - 8)}"}`
  expect(send({ attributes: json(4_096) })).toBe(200)
  expect(send({ attributes: json(4_097) })).toBe(400)
  for (const attributes of ['[]', 'null', '1', '{', '"x"', '{"a":1}}']) expect(send({ attributes }), attributes).toBe(400)
  expect(statusOf(() => instance.channels.update(system, room, { attributes: json(16_384) }))).toBe(200)
  expect(statusOf(() => instance.channels.update(system, room, { attributes: json(16_385) }))).toBe(400)
})

test('media go with the Message that bears them, and with its Channel', async () => {
  const { instance, database, heard } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const sids = ['1', '2'].map((digit) => `ME${digit.repeat(32)}`)
  const [first, second] = sids.map((sid) => {
    instance.media.create({ sid, author: 'ann', filename: null, contentType: 'text/plain', size: 0 })
    return instance.messages.create(ann, room, { mediaSids: [sid] })
  })
  instance.messages.remove(ann, room, first?.sid ?? '')
  expect(statusOf(() => instance.media.fetch(system, sids[0] ?? ''))).toBe(404)
  expect(instance.media.fetch(system, sids[1] ?? '').messageSid).toBe(second?.sid)
  instance.channels.remove(system, room)
  expect(statusOf(() => instance.media.fetch(system, sids[1] ?? ''))).toBe(404)
  await database.durable()
  expect(heard.filter(({ name }) => name === 'mediaRemoved').map(({ event }) => event)).toEqual(
    sids.map((sid) => ({ serviceSid: instance.serviceSid, sids: [sid] })),
  )
})

test('typing tells the other Members and keeps nothing', () => {
  const { instance, database } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob', 'eve')
  const before = everything(database)
  expect(instance.typing.start(ann, room)).toEqual({ channelSid: room, identity: 'ann', audience: ['bob', 'eve'], timeoutS: 5 })
  expect(everything(database)).toEqual(before)
})

test('a repeated mutation is known again, for this Identity only and for a day', () => {
  const { instance, wait } = createWorld()
  instance.mutations.record('ann', 'id-1', 'http://127.0.0.1/x')
  expect(instance.mutations.find('ann', 'id-1')).toEqual({ resourceUrl: 'http://127.0.0.1/x' })
  expect(instance.mutations.find('bob', 'id-1')).toBeUndefined()
  const hour = 60 * 60 * 1000
  wait(23 * hour)
  instance.mutations.record('ann', 'id-2', null)
  expect(instance.mutations.find('ann', 'id-1')).toBeDefined()
  wait(2 * hour)
  instance.mutations.record('ann', 'id-3', null)
  expect(instance.mutations.find('ann', 'id-1')).toBeUndefined()
  expect(instance.mutations.find('ann', 'id-2')).toEqual({ resourceUrl: null })
})

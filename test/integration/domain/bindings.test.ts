import { expect, test } from 'vitest'
import { bindingTypeOf } from '../../../demo/chat-service/domain/bindings.ts'
import { ApiError } from '../../../demo/chat-service/domain/errors.ts'
import { createWorld, openRoom, system, user } from './setup.ts'

const refusalOf = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${error.code}`
    throw error
  }
}
const sms = (address: string, proxyAddress = '+15550000000') => ({ messagingBinding: { address, proxyAddress } })

test.each([
  ['+15551234567', 'sms'],
  ['whatsapp:+15551234567', 'whatsapp'],
  ['messenger:103', 'messenger'],
  ['gbm:zoe', 'gbm'],
  ['rcs:shop', 'rcs'],
  ['apple:urn:x', 'apple'],
  ['zoe@example.com', 'email'],
])('%s is an address of type %s', (address, type) => {
  expect(bindingTypeOf('Address', address)).toBe(type)
})

test.each([
  '',
  'zoe',
  '15551234567',
  '+1',
  '+1555123456789012',
  'whatsapp:zoe',
  'telegram:zoe',
  'zoe@',
  'a b@example.com',
  '+1555/1234567',
  'rcs:',
])('%j is no address', (address) => {
  expect(refusalOf(() => bindingTypeOf('Address', address))).toBe('400 20001')
})

test('a Member needs an Identity or an address, and one of ours with it', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance })
  const create = (fields: Parameters<typeof instance.members.create>[2]): string =>
    refusalOf(() => instance.members.create(system, room, fields))
  expect(create({})).toBe('400 20001')
  expect(create({ messagingBinding: { proxyAddress: '+15550000000' } })).toBe('400 20001')
  expect(create({ identity: 'ann', ...sms('+15551234567') })).toBe('400 20001')
  expect(create({ messagingBinding: { address: 'whatsapp:+15551234567' } })).toBe('400 20001')
  expect(create({ messagingBinding: { address: 'zoe@example.com', proxyAddress: '+15550000000' } })).toBe('400 20001')
  expect(create({ messagingBinding: { address: '+15551234567' } })).toBe('none')
  expect(create({ identity: 'bob', messagingBinding: { projectedAddress: '+15550000001' } })).toBe('none')
  expect(instance.channels.fetch(system, room).membersCount).toBe(2)
  expect(instance.users.list({ limit: 10 }).items.map(({ identity }) => identity)).toEqual(['bob'])
})

test('two addresses lead to one Channel, until it is closed or they are taken out', () => {
  const { instance } = createWorld()
  const [one, two] = [openRoom({ instance }), openRoom({ instance })]
  const enter = (room: string, binding = sms('+15551234567')): string => refusalOf(() => instance.members.create(system, room, binding))
  expect([enter(one), enter(one), enter(two)]).toEqual(['none', '409 50416', '409 50416'])
  expect(enter(two, sms('+15551234567', '+15550000009'))).toBe('none')
  instance.channels.update(system, one, { state: 'closed' })
  const three = openRoom({ instance })
  expect(enter(three)).toBe('none')
  const [member] = instance.members.list(system, three, { limit: 1 }).items
  instance.members.remove(system, three, member?.sid ?? '')
  expect(enter(two)).toBe('none')
})

test('the back end changes which of our addresses somebody is in contact with; nobody else does', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann')
  const { sid } = instance.members.create(system, room, sms('+15551234567'))
  const change = { messagingBinding: { proxyAddress: '+15550000009' } }
  expect(refusalOf(() => instance.members.update(user('ann'), room, sid, change))).toBe('403 50107')
  expect(instance.members.update(system, room, sid, change).messagingBinding).toMatchObject({
    address: '+15551234567',
    proxyAddress: '+15550000009',
  })
  const projected = { messagingBinding: { projectedAddress: '+15550000001' } }
  expect(instance.members.update(system, room, 'ann', projected).messagingBinding).toMatchObject({ projectedAddress: '+15550000001' })
  expect(instance.members.update(system, room, 'ann', { messagingBinding: { projectedAddress: null } }).messagingBinding).toBe(null)
  expect(refusalOf(() => instance.members.update(system, room, 'ann', change))).toBe('400 20001')
})

test('where somebody is is found by Identity or by address, page by page', () => {
  const { instance } = createWorld()
  const rooms = [1, 2, 3].map(() => openRoom({ instance }, 'ann'))
  rooms.forEach((room, at) => instance.members.create(system, room, sms('+15551234567', `+1555000000${at}`)))
  const first = instance.members.memberships({ address: '+15551234567', limit: 2 })
  const second = instance.members.memberships({ address: '+15551234567', limit: 2, cursor: first.next ?? undefined })
  expect([...first.items, ...second.items].map(({ channel }) => channel.sid)).toEqual(rooms)
  expect(instance.members.memberships({ identity: 'ann', limit: 10 }).items.map(({ member }) => member.identity)).toEqual([
    'ann',
    'ann',
    'ann',
  ])
  expect(refusalOf(() => instance.members.memberships({ limit: 1 }))).toBe('400 20001')
  expect(refusalOf(() => instance.members.memberships({ identity: 'ann', address: '+15551234567', limit: 1 }))).toBe('400 20001')
})

test('somebody without a User comes and goes without a trace among the Users', () => {
  const { instance, database, heard } = createWorld()
  const room = openRoom({ instance }, 'ann')
  database.flush()
  heard.length = 0
  const { sid } = instance.members.create(system, room, sms('+15551234567'))
  instance.members.update(system, room, sid, { attributes: '{"a":1}' })
  instance.members.remove(system, room, sid)
  database.flush()
  expect(heard.map(({ name, event }) => (name === 'sync' ? `${event.kind} ${event.object.uniqueName}` : name))).toEqual(
    ['item_added', 'item_updated', 'item_removed'].map((kind) => `${kind} ${room}.roster`),
  )
  expect(instance.typing.start(user('ann'), room).audience).toEqual([])
})

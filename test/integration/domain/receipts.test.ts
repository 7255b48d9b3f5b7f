import { expect, test } from 'vitest'
import { mayBecome, summarise } from '../../../demo/chat-service/domain/delivery.ts'
import type { Instance } from '../../../demo/chat-service/domain/domain.ts'
import { ApiError } from '../../../demo/chat-service/domain/errors.ts'
import type { ReceiptStatus } from '../../../demo/chat-service/domain/types.ts'
import { createWorld, openRoom, system, user } from './setup.ts'

const ann = user('ann')

function statusOf(work: () => unknown): number {
  try {
    work()
    return 200
  } catch (error) {
    if (error instanceof ApiError) return error.status
    throw error
  }
}

const statuses = (instance: Instance, room: string, message: string): ReceiptStatus[] =>
  instance.receipts.list(system, room, message, { limit: 50 }).items.map(({ status }) => status)

test.each<[ReceiptStatus[], string | null]>([
  [[], null],
  [['sent'], '1 all none none none none'],
  [['sent', 'delivered'], '2 all some none none none'],
  [['read', 'delivered'], '2 all all some none none'],
  [['read', 'read'], '2 all all all none none'],
  [['read', 'failed'], '2 some some some none some'],
  [['failed', 'failed'], '2 none none none none all'],
  [['undelivered'], '1 all none none all none'],
])('receipts %j are in short %s', (given, short) => {
  const summary = summarise(given)
  const words = summary && [summary.total, summary.sent, summary.delivered, summary.read, summary.undelivered, summary.failed]
  expect(words?.join(' ') ?? null).toBe(short)
})

test('nothing goes back, and an end is an end', () => {
  const all: ReceiptStatus[] = ['sent', 'delivered', 'read', 'undelivered', 'failed']
  const steps = all.flatMap((from) => all.filter((to) => mayBecome(from, to)).map((to) => `${from} ${to}`))
  expect(steps).toEqual(['sent delivered', 'sent read', 'sent undelivered', 'sent failed', 'delivered read'])
})

test('each Message has a receipt for everybody in the Channel but its author, with or without a User', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob')
  const phone = instance.members.create(system, room, { messagingBinding: { address: '+15551234567', proxyAddress: '+15557654321' } })
  const bob = instance.members.fetch(system, room, 'bob')
  const message = instance.messages.create(ann, room, { body: 'hi' })
  expect(message.delivery).toMatchObject({ total: 2, sent: 'all', delivered: 'none' })
  const { items } = instance.receipts.list(ann, room, message.sid, { limit: 10 })
  expect(items.map(({ memberSid }) => memberSid)).toEqual([bob.sid, phone.sid])
  expect(items[0]?.sid).toMatch(/^DY[0-9a-f]{32}$/)
  expect(instance.receipts.fetch(ann, room, message.sid, items[0]?.sid ?? '')).toEqual(items[0])
  // The author by phone is nobody else's recipient, and the back end is everybody's sender.
  expect(instance.messages.create(system, room, { from: '+15551234567', body: 'yo' }).delivery?.total).toBe(2)
  expect(instance.messages.create(system, room, { body: 'all' }).delivery?.total).toBe(3)
})

test('a horizon reads all that it passes, of that Member only, and tells each Message that changed once', () => {
  const { instance, database, heard } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob', 'cara')
  const sent = ['a', 'b', 'c'].map((body) => instance.messages.create(ann, room, { body }).sid)
  database.flush()
  heard.length = 0
  instance.userChannels.update(user('bob'), 'bob', room, { lastConsumedMessageIndex: 1 })
  database.flush()
  expect(sent.map((sid) => statuses(instance, room, sid))).toEqual([
    ['read', 'sent'],
    ['read', 'sent'],
    ['sent', 'sent'],
  ])
  const changed = heard.flatMap(({ name, event }) =>
    name === 'sync' && event.object.type === 'list' && event.kind === 'item_updated' ? [event] : [],
  )
  expect(changed.map(({ item }) => item.key)).toEqual([0, 1])
  expect(changed[0]?.item.data).toMatchObject({ text: 'a', delivery: { total: 2, read: 'some', delivered: 'some' } })
  heard.length = 0
  instance.userChannels.update(user('bob'), 'bob', room, { lastConsumedMessageIndex: 1 })
  instance.userChannels.update(user('bob'), 'bob', room, { lastConsumedMessageIndex: null })
  database.flush()
  expect(heard.filter(({ name, event }) => name === 'sync' && event.object.type === 'list')).toEqual([])
  expect(statuses(instance, room, sent[0] ?? '')).toEqual(['read', 'sent'])
})

test('delivery is told for those who were sent it, and to nobody twice', () => {
  const { instance, database, heard } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob')
  const { sid } = instance.messages.create(ann, room, { body: 'a' })
  instance.receipts.deliver('bob', room, [0, 7])
  expect(statuses(instance, room, sid)).toEqual(['delivered'])
  database.flush()
  heard.length = 0
  for (const identity of ['bob', 'ann', 'stranger']) instance.receipts.deliver(identity, room, [0])
  instance.receipts.deliver('bob', `CH${'0'.repeat(32)}`, [0])
  database.flush()
  expect(heard).toEqual([])
})

test('a carrier reports by Member; wrong reports are refused and change nothing', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob')
  const { sid } = instance.messages.create(ann, room, { body: 'a' })
  const report = (change: Parameters<Instance['receipts']['report']>[3], member = 'bob'): number =>
    statusOf(() => instance.receipts.report(room, sid, member, change))
  expect(report({ status: 'delivered', errorCode: 1 })).toBe(400)
  expect(report({ status: 'failed', errorCode: -1 })).toBe(400)
  expect(report({ status: 'delivered', channelMessageSid: 'x' })).toBe(400)
  expect(report({ status: 'delivered' }, 'ann')).toBe(404)
  expect(report({ status: 'undelivered', errorCode: 30_005 })).toBe(200)
  expect(report({ status: 'undelivered' })).toBe(200)
  expect(report({ status: 'read' })).toBe(409)
  expect(instance.receipts.list(system, room, sid, { limit: 1 }).items).toMatchObject([{ status: 'undelivered', errorCode: 30_005 }])
})

test('receipts go with their Message, and are for Members of its Channel', () => {
  const { instance, database } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob')
  const { sid } = instance.messages.create(ann, room, { body: 'a' })
  const list = (identity: string, channel = room): number =>
    statusOf(() => instance.receipts.list(user(identity), channel, sid, { limit: 1 }))
  expect(list('bob')).toBe(200)
  expect(list('stranger')).toBe(404)
  expect(list('ann', openRoom({ instance }, 'ann'))).toBe(404)
  instance.messages.remove(ann, room, sid)
  expect(list('bob')).toBe(404)
  expect(database.all('SELECT * FROM receipts')).toEqual([])
})

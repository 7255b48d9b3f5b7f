import type { Conversation, Message } from '@twilio/conversations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, enter, newest } from './conversations.ts'
import * as chat from './sdk.ts'
import { collect, eventually, fresh, letGoOfTheSdksRejections, next, openChannel, statusOf, system } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

interface Room {
  readonly anna: string
  readonly ben: string
  readonly sid: string
  readonly mine: Conversation
}

/** Anna is there; Ben, and whoever else, is not yet. */
async function inRoom(...others: string[]): Promise<Room> {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben, ...others)
  return { anna, ben, sid, mine: await enter(await connect(service, anna), sid) }
}

async function send(conversation: Conversation, body = 'hello'): Promise<Message> {
  const heard = next<Message>(conversation, 'messageAdded')
  await conversation.sendMessage(body)
  return heard
}

const memberSid = ({ sid }: Room, identity: string): string => service.instance.members.fetch(system, sid, identity).sid

/** In short, as its sender sees it. */
const amounts = (message: Message) => {
  const receipt = message.aggregatedDeliveryReceipt
  return receipt && [receipt.total, receipt.sent, receipt.delivered, receipt.read, receipt.undelivered, receipt.failed]
}

test('says that a Message was sent, with the Message itself', async () => {
  const room = await inRoom()
  expect(amounts(await send(room.mine))).toEqual([1, 'all', 'none', 'none', 'none', 'none'])
})

test('has no receipt of a Message that nobody else gets', async () => {
  const anna = fresh('anna')
  const mine = await enter(await connect(service, anna), openChannel(service, anna))
  const message = await send(mine)
  expect(message.aggregatedDeliveryReceipt).toBe(null)
  expect(await message.getDetailedDeliveryReceipts()).toEqual([])
})

test('says that it was delivered as soon as a device of the other has it, live', async () => {
  const room = await inRoom()
  await enter(await connect(service, room.ben), room.sid)
  const message = await send(room.mine)
  await eventually(() => expect(amounts(message)).toEqual([1, 'all', 'all', 'none', 'none', 'none']))
})

test('says so too when the other comes later and reads the history', async () => {
  const room = await inRoom()
  const message = await send(room.mine)
  const updated = next<{ updateReasons: string[] }>(message, 'updated')
  await enter(await connect(service, room.ben), room.sid)
  expect((await updated).updateReasons).toEqual(['deliveryReceipt'])
  expect(amounts(message)?.[2]).toBe('all')
})

test('does not say so of a socket that hears nothing any more', async () => {
  const room = await inRoom()
  await enter(await connect(service, room.ben), room.sid)
  service.faults.freeze(room.ben, true)
  const message = await send(room.mine)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(amounts(message)?.[2]).toBe('none')
  service.faults.freeze(room.ben, false)
  await eventually(() => expect(amounts(message)?.[2]).toBe('all'))
})

test('says so of what was missed and replayed after a lost socket', async () => {
  const room = await inRoom()
  const client = await connect(service, room.ben)
  await enter(client, room.sid)
  const back = next(client, 'connectionStateChanged', (state) => state === 'connected')
  service.faults.drop(room.ben)
  const message = await send(room.mine)
  await back
  await eventually(() => expect(amounts(message)?.[2]).toBe('all'))
})

test("says that it was read when the other's horizon passes it, live, and not before", async () => {
  const room = await inRoom()
  const theirs = await enter(await connect(service, room.ben), room.sid)
  const [first, second] = [await send(room.mine, 'one'), await send(room.mine, 'two')]
  await theirs.updateLastReadMessageIndex(0)
  await eventually(() => expect(amounts(first)).toEqual([1, 'all', 'all', 'all', 'none', 'none']))
  expect(amounts(second)?.[3]).toBe('none')
  await theirs.setAllMessagesRead()
  await eventually(() => expect(amounts(second)?.[3]).toBe('all'))
})

test('says "some" when some of several have it or read it', async () => {
  const cara = fresh('cara')
  const room = await inRoom(cara)
  const message = await send(room.mine)
  const theirs = await enter(await connect(service, room.ben), room.sid)
  await eventually(() => expect(amounts(message)).toEqual([2, 'all', 'some', 'none', 'none', 'none']))
  await theirs.setAllMessagesRead()
  await eventually(() => expect(amounts(message)).toEqual([2, 'all', 'some', 'some', 'none', 'none']))
  const hers = await chat.enter(await chat.connect(service, cara), room.sid)
  await hers.setAllMessagesConsumed()
  await eventually(() => expect(amounts(message)).toEqual([2, 'all', 'all', 'all', 'none', 'none']))
})

test('never takes back that something was read', async () => {
  const room = await inRoom()
  const theirs = await enter(await connect(service, room.ben), room.sid)
  const message = await send(room.mine)
  await theirs.setAllMessagesRead()
  await eventually(() => expect(amounts(message)?.[3]).toBe('all'))
  await theirs.setAllMessagesUnread()
  service.instance.members.remove(system, room.sid, room.ben)
  expect(await message.getDetailedDeliveryReceipts()).toMatchObject([{ status: 'read' }])
})

test('lists the receipts of a Message one by one, with dates', async () => {
  const cara = fresh('cara')
  const room = await inRoom(cara)
  const message = await send(room.mine)
  await (await enter(await connect(service, room.ben), room.sid)).setAllMessagesRead()
  const receipts = await message.getDetailedDeliveryReceipts()
  expect(receipts.map(({ participantSid, status, errorCode }) => [participantSid, status, errorCode])).toEqual([
    [memberSid(room, room.ben), 'read', 0],
    [memberSid(room, cara), 'sent', 0],
  ])
  expect(receipts[0]).toMatchObject({ messageSid: message.sid, conversationSid: room.sid, channelMessageSid: null })
  expect(receipts[0]?.sid).toMatch(/^DY[0-9a-f]{32}$/)
  expect(new Date(receipts[0]?.dateUpdated ?? '').getTime()).toBeGreaterThanOrEqual(new Date(receipts[0]?.dateCreated ?? '').getTime())
})

test('lists the receipts of 70 over two pages', async () => {
  const room = await inRoom(...Array.from({ length: 69 }, () => fresh('guest')))
  expect(await (await send(room.mine)).getDetailedDeliveryReceipts()).toHaveLength(70)
})

test('shows what a carrier reports: delivered, then failed for another, with its code', async () => {
  const room = await inRoom()
  const phones = ['+15550100001', '+15550100002'].map(
    (address) => service.instance.members.create(system, room.sid, { messagingBinding: { address, proxyAddress: '+15550100000' } }).sid,
  )
  const message = await send(room.mine)
  expect(amounts(message)?.[0]).toBe(3)
  const report = (phone: number, change: Parameters<typeof service.instance.receipts.report>[3]) =>
    service.instance.receipts.report(room.sid, message.sid, phones[phone] ?? '', change)
  report(0, { status: 'delivered', channelMessageSid: `SM${'1'.repeat(32)}` })
  report(1, { status: 'failed', errorCode: 30_003 })
  await eventually(() => expect(amounts(message)).toEqual([3, 'some', 'some', 'none', 'none', 'some']))
  expect((await message.getDetailedDeliveryReceipts()).slice(1)).toMatchObject([
    { status: 'delivered', errorCode: 0, channelMessageSid: `SM${'1'.repeat(32)}` },
    { status: 'failed', errorCode: 30_003 },
  ])
  expect(() => report(1, { status: 'delivered' })).toThrow('cannot become')
})

test('keeps receipts apart from edits: the date of a Message and its editor stay as they are', async () => {
  const room = await inRoom()
  const theirs = await enter(await connect(service, room.ben), room.sid)
  const message = await send(room.mine)
  const { dateUpdated } = message
  await theirs.setAllMessagesRead()
  await eventually(() => expect(amounts(message)?.[3]).toBe('all'))
  await message.updateBody('edited')
  await eventually(() => expect(message.body).toBe('edited'))
  expect(amounts(message)?.[3]).toBe('all')
  expect(message.dateUpdated?.getTime()).toBeGreaterThanOrEqual(dateUpdated?.getTime() ?? 0)
})

test('tells the older SDK of no change when only a receipt did', async () => {
  const room = await inRoom()
  const older = await chat.enter(await chat.connect(service, room.ben), room.sid)
  const changes = collect(older, 'messageUpdated')
  const message = await send(room.mine)
  await eventually(() => expect(amounts(message)?.[2]).toBe('all'))
  await older.setAllMessagesConsumed()
  await eventually(() => expect(amounts(message)?.[3]).toBe('all'))
  expect(changes).toEqual([])
})

test('has no metadata of other networks, and names whom a Message reached as mail', async () => {
  const room = await inRoom()
  service.instance.members.create(system, room.sid, {
    messagingBinding: { address: 'zoe@example.com', proxyAddress: 'help@example.com', name: 'Zoe', level: 'to' },
  })
  const message = await send(room.mine)
  expect(await message.getChannelMetadata()).toBe(null)
  expect(await message.getMessageRecipients()).toMatchObject([
    { type: 'email', messageSid: message.sid, address: 'zoe@example.com', name: 'Zoe', level: 'to' },
  ])
  expect((await room.mine.getMessageRecipients()).items).toHaveLength(1)
})

test('shows receipts to participants only', async () => {
  const room = await inRoom()
  await send(room.mine)
  const message = await newest(room.mine)
  service.instance.members.remove(system, room.sid, room.anna)
  expect(await statusOf(message.getDetailedDeliveryReceipts())).toBe(404)
})

import type { Conversation, Message, Paginator } from '@twilio/conversations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, enter, newest } from './conversations.ts'
import { collect, eventually, fresh, letGoOfTheSdksRejections, next, openChannel, statusOf, system } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

/** Anna and Ben in one Conversation, each with an SDK of its own. */
async function pair(): Promise<{ anna: string; ben: string; sid: string; mine: Conversation; theirs: Conversation }> {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const [mine, theirs] = await Promise.all([anna, ben].map(async (identity) => enter(await connect(service, identity), sid)))
  if (!mine || !theirs) throw new Error('unreachable')
  return { anna, ben, sid, mine, theirs }
}

/** A Conversation with so many Messages, without those of `gaps`. */
async function history(count: number, gaps: readonly number[] = []): Promise<Conversation> {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const sids = Array.from({ length: count }, (_, number) => service.instance.messages.create(system, sid, { body: `${number}` }).sid)
  for (const gap of gaps) service.instance.messages.remove(system, sid, sids[gap] ?? '')
  return enter(await connect(service, anna), sid)
}

const indexes = ({ items }: Paginator<Message>): number[] => items.map(({ index }) => index)
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, number) => from + number)

test('tells the sender the index, and shows it its own Message', async () => {
  const { mine, anna } = await pair()
  const heard = next<Message>(mine, 'messageAdded')
  expect(await mine.sendMessage('hello')).toBe(0)
  expect(await mine.sendMessage('again')).toBe(1)
  expect(await heard).toMatchObject({ body: 'hello', author: anna, index: 0 })
})

test('brings a Message to the other, with author, participant, date and attributes', async () => {
  const { mine, theirs, sid, anna } = await pair()
  const heard = next<Message>(theirs, 'messageAdded')
  await mine.sendMessage('héllo 🙂', { a: [1, { b: 'ü' }] })
  const message = await heard
  expect(message).toMatchObject({ body: 'héllo 🙂', author: anna, type: 'text', attributes: { a: [1, { b: 'ü' }] } })
  expect(message.participantSid).toBe(service.instance.members.fetch(system, sid, anna).sid)
  expect((await message.getParticipant()).identity).toBe(anna)
  expect(Date.now() - (message.dateCreated?.getTime() ?? 0)).toBeLessThan(10_000)
})

test('shows an edit of the body and of the attributes to the other, with who did it', async () => {
  const { mine, theirs, anna } = await pair()
  const heard = next<Message>(theirs, 'messageAdded')
  await mine.sendMessage('hello')
  const message = await heard
  const edited = next<{ updateReasons: string[] }>(theirs, 'messageUpdated', ({ updateReasons }) => updateReasons.includes('body'))
  await (await newest(mine)).updateBody('hello!')
  await edited
  expect(message).toMatchObject({ body: 'hello!', lastUpdatedBy: anna })
  const changed = next<{ updateReasons: string[] }>(theirs, 'messageUpdated', ({ updateReasons }) => updateReasons.includes('attributes'))
  await (await newest(mine)).updateAttributes({ a: 1 })
  await changed
  expect(message.attributes).toEqual({ a: 1 })
})

test('takes a deleted Message away from both', async () => {
  const { mine, theirs } = await pair()
  await mine.sendMessage('oops')
  await eventually(async () => expect(indexes(await theirs.getMessages())).toEqual([0]))
  const gone = Promise.all([mine, theirs].map((each) => next<Message>(each, 'messageRemoved')))
  await (await newest(mine)).remove()
  expect((await gone).map(({ index }) => index)).toEqual([0, 0])
  expect(indexes(await theirs.getMessages())).toEqual([])
})

test("refuses to edit or delete another's Message", async () => {
  const { mine, theirs } = await pair()
  await mine.sendMessage('mine')
  await eventually(async () => expect(indexes(await theirs.getMessages())).toEqual([0]))
  const message = await newest(theirs)
  const calls = [message.updateBody('x'), message.updateAttributes({}), message.remove()]
  expect(await Promise.all(calls.map((call) => statusOf(call)))).toEqual([403, 403, 403])
  expect((await newest(mine)).body).toBe('mine')
})

test('takes a body of 32 KB, and no byte more', async () => {
  const { mine } = await pair()
  expect(await statusOf(mine.sendMessage('x'.repeat(32_768)))).toBe(200)
  expect(await statusOf(mine.sendMessage('x'.repeat(32_769)))).toBe(400)
})

test('keeps the order of ten Messages that were sent at once', async () => {
  const { mine, theirs } = await pair()
  const heard = collect<Message>(theirs, 'messageAdded')
  const sent = await Promise.all(range(0, 9).map((number) => mine.sendMessage(`${number}`)))
  expect([...sent].sort((left, right) => left - right)).toEqual(range(0, 9))
  await eventually(() => expect(heard.map(({ index }) => index)).toEqual(range(0, 9)))
})

test('pages 73 Messages backwards to the first', async () => {
  const conversation = await history(73)
  let page = await conversation.getMessages(20)
  const seen = [indexes(page)]
  while (page.hasPrevPage) {
    page = await page.prevPage()
    seen.unshift(indexes(page))
  }
  // What the SDK has in its cache already may make a page of it a Message shorter.
  expect(seen).toHaveLength(4)
  expect(seen.flat()).toEqual(range(0, 72))
})

test('pages forwards from an anchor, and back again', async () => {
  const conversation = await history(30)
  const first = await conversation.getMessages(10, 5, 'forward')
  expect(indexes(first)).toEqual(range(5, 14))
  const second = await first.nextPage()
  expect(indexes(second)).toEqual(range(15, 24))
  expect(second.hasPrevPage).toBe(true)
  expect(indexes(await conversation.getMessages(4, 0, 'forward'))).toEqual(range(0, 3))
})

test('ends at an anchor backwards, the anchor included', async () => {
  const conversation = await history(40)
  expect(indexes(await conversation.getMessages(10, 30, 'backwards'))).toEqual(range(21, 30))
})

test('steps over the gaps that deleted Messages leave, both ways', async () => {
  const conversation = await history(12, [0, 5, 6, 11])
  expect(indexes(await conversation.getMessages(5, 8, 'backwards'))).toEqual([2, 3, 4, 7, 8])
  expect(indexes(await conversation.getMessages(4, 4, 'forward'))).toEqual([4, 7, 8, 9])
  expect(indexes(await conversation.getMessages(30))).toEqual([1, 2, 3, 4, 7, 8, 9, 10])
})

test('has no pages in an empty Conversation', async () => {
  const conversation = await history(0)
  const page = await conversation.getMessages()
  expect(page).toMatchObject({ items: [], hasPrevPage: false, hasNextPage: false })
})

test('counts Messages and participants, and keeps the last Message current', async () => {
  const { mine, sid } = await pair()
  service.instance.messages.create(system, sid, { body: 'a' })
  service.instance.messages.create(system, sid, { body: 'b' })
  expect(await mine.getMessagesCount()).toBe(2)
  expect(await mine.getParticipantsCount()).toBe(2)
  await eventually(() => expect(mine.lastMessage?.index).toBe(1))
})

import type { Channel, Member, Message } from 'twilio-chat'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import {
  bodies,
  collect,
  connect,
  enter,
  eventually,
  fresh,
  indexes,
  letGoOfTheSdksRejections,
  next,
  openChannel,
  statusOf,
  system,
} from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
  service.domain.services.update(service.credentials.serviceSid, { typingIndicatorTimeout: 1 })
})
afterAll(() => service.stop())

interface Pair {
  readonly sid: string
  readonly anna: Channel
  readonly ben: Channel
  readonly names: { readonly anna: string; readonly ben: string }
}

/** Two clients in one Channel of their own. */
async function pair(): Promise<Pair> {
  const names = { anna: fresh('anna'), ben: fresh('ben') }
  const sid = openChannel(service, names.anna, names.ben)
  const [anna, ben] = await Promise.all([connect(service, names.anna), connect(service, names.ben)])
  return { sid, anna: await enter(anna, sid), ben: await enter(ben, sid), names }
}

/** A client in a Channel that has so many Messages, "0", "1" … */
async function reader(count: number): Promise<{ sid: string; channel: Channel; anna: string }> {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  for (let i = 0; i < count; i += 1) service.instance.messages.create(system, sid, { body: String(i) })
  return { sid, channel: await (await connect(service, anna)).getChannelBySid(sid), anna }
}

function removeAt(sid: string, index: number): void {
  const found = service.instance.messages.list(system, sid, { limit: 100 }).items.find((message) => message.index === index)
  service.instance.messages.remove(system, sid, String(found?.sid))
}

test('tells the sender the index, and shows it its own Message', async () => {
  const { anna, names } = await pair()
  const echo = next<Message>(anna, 'messageAdded')
  expect(await anna.sendMessage('hello')).toBe(0)
  expect(await echo).toMatchObject({ index: 0, body: 'hello', author: names.anna, type: 'text' })
  expect(await anna.sendMessage('again')).toBe(1)
})

test('brings a Message to the other Member, with author, Member and date', async () => {
  const { anna, ben, names } = await pair()
  const heard = next<Message>(ben, 'messageAdded')
  await anna.sendMessage('Grüße 👋\n"zweite" Zeile ')
  const message = await heard
  expect(message).toMatchObject({ body: 'Grüße 👋\n"zweite" Zeile ', author: names.anna })
  expect(message.memberSid).toMatch(/^MB/)
  expect(Math.abs(message.dateCreated.getTime() - Date.now())).toBeLessThan(10_000)
})

test('carries attributes unchanged', async () => {
  const { anna, ben } = await pair()
  const attributes = { id: 'ä', deep: [{ n: 1.5, none: null }], '"': true }
  const heard = next<Message>(ben, 'messageAdded')
  await anna.sendMessage('with', attributes)
  expect((await heard).attributes).toEqual(attributes)
})

test('shows an edit of the body to both, with who did it', async () => {
  const { anna, ben, names } = await pair()
  const heard = next<Message>(ben, 'messageAdded')
  const own = next<Message>(anna, 'messageAdded')
  await anna.sendMessage('teh')
  await heard
  const edited = next<{ message: Message; updateReasons: string[] }>(ben, 'messageUpdated')
  await (await own).updateBody('the')
  const { message, updateReasons } = await edited
  expect(message).toMatchObject({ body: 'the', index: 0, lastUpdatedBy: names.anna })
  expect(updateReasons).toContain('body')
})

test('shows changed attributes of a Message', async () => {
  const { anna, ben } = await pair()
  const own = next<Message>(anna, 'messageAdded')
  await anna.sendMessage('x', { a: 1 })
  const edited = next<{ message: Message; updateReasons: string[] }>(ben, 'messageUpdated')
  await (await own).updateAttributes({ a: 2 })
  const { message, updateReasons } = await edited
  expect(message.attributes).toEqual({ a: 2 })
  expect(updateReasons).toContain('attributes')
})

test('takes a deleted Message away from both', async () => {
  const { anna, ben } = await pair()
  const own = next<Message>(anna, 'messageAdded')
  await anna.sendMessage('oops')
  const removed = next<Message>(ben, 'messageRemoved')
  await (await own).remove()
  expect((await removed).index).toBe(0)
  expect((await ben.getMessages()).items).toEqual([])
})

test("refuses to edit or delete another's Message", async () => {
  const { anna, ben } = await pair()
  const heard = next<Message>(ben, 'messageAdded')
  await anna.sendMessage('mine')
  const message = await heard
  expect(await statusOf(message.updateBody('yours'))).toBe(403)
  expect(await statusOf(message.updateAttributes({ y: 1 }))).toBe(403)
  expect(await statusOf(message.remove())).toBe(403)
})

test('takes a body of 32 KB and attributes of 4 KB, and no byte more', async () => {
  const { anna } = await pair()
  expect(await statusOf(anna.sendMessage('x'.repeat(32_768)))).toBe(200)
  expect(await statusOf(anna.sendMessage('ä'.repeat(16_385)))).toBe(400)
  expect(await statusOf(anna.sendMessage('x', { a: 'x'.repeat(4_096 - '{"a":""}'.length) }))).toBe(200)
  expect(await statusOf(anna.sendMessage('x', { a: 'x'.repeat(4_097 - '{"a":""}'.length) }))).toBe(400)
})

test('keeps the order of ten Messages that were sent at once', async () => {
  const { anna, ben } = await pair()
  const heard = collect<Message>(ben, 'messageAdded')
  const sent = await Promise.all(Array.from({ length: 10 }, (_, i) => anna.sendMessage(String(i))))
  expect(sent).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  await eventually(() => expect(bodies(heard)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
})

test('pages 73 Messages backwards to the first', async () => {
  const { channel } = await reader(73)
  let page = await channel.getMessages(20)
  const pages = [indexes(page.items)]
  while (page.hasPrevPage) {
    page = await page.prevPage()
    pages.push(indexes(page.items))
  }
  expect(pages.map((each) => [each[0], each.at(-1)])).toEqual([[53, 72], [33, 52], [13, 32], [0, 12]]) // prettier-ignore
  expect(pages.toReversed().flat()).toEqual(Array.from({ length: 73 }, (_, i) => i))
})

test('pages forwards from an anchor', async () => {
  const { channel } = await reader(40)
  const page = await channel.getMessages(10, 5, 'forward')
  expect(indexes(page.items)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
  expect(page.hasPrevPage).toBe(true)
  const following = await page.nextPage()
  expect(indexes(following.items)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24])
})

test('ends at an anchor backwards, the anchor included', async () => {
  const { channel } = await reader(40)
  expect(indexes((await channel.getMessages(10, 30)).items)).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30])
  expect(indexes((await channel.getMessages(5, 0)).items)).toEqual([0])
})

test('steps over the gaps that deleted Messages leave', async () => {
  const { sid, channel } = await reader(12)
  for (const index of [5, 6, 11]) removeAt(sid, index)
  expect(indexes((await channel.getMessages(5, 7)).items)).toEqual([1, 2, 3, 4, 7])
  const newest = await channel.getMessages(4)
  expect(indexes(newest.items)).toEqual([7, 8, 9, 10])
  expect(indexes((await newest.prevPage()).items)).toEqual([1, 2, 3, 4])
})

test('never gives an index again, also when the newest Message was deleted', async () => {
  const { sid, channel } = await reader(3)
  removeAt(sid, 2)
  expect(await channel.sendMessage('next')).toBe(3)
})

test('has no pages in an empty Channel', async () => {
  const { channel } = await reader(0)
  const page = await channel.getMessages()
  expect([page.items, page.hasPrevPage, page.hasNextPage]).toEqual([[], false, false])
})

test('counts Messages and Members', async () => {
  const { channel } = await reader(4)
  expect(await channel.getMessagesCount()).toBe(4)
  expect(await channel.getMembersCount()).toBe(1)
})

test('keeps the last Message of a Channel current', async () => {
  const { anna, ben } = await pair()
  await anna.sendMessage('one')
  await eventually(() => expect(ben.lastMessage?.index).toBe(0))
  await ben.sendMessage('two')
  await eventually(() => expect(anna.lastMessage?.index).toBe(1))
})

test('shows who is typing to the others, not to oneself, until the time is over', async () => {
  const { anna, ben, names } = await pair()
  await ben.getMembers()
  const echoed = collect(anna, 'typingStarted')
  const begun = next<Member>(ben, 'typingStarted')
  await anna.typing()
  expect((await begun).identity).toBe(names.anna)
  expect((await next<Member>(ben, 'typingEnded')).identity).toBe(names.anna)
  expect(echoed).toEqual([])
})

test('ends typing when the Message comes', async () => {
  const { anna, ben, names } = await pair()
  const begun = next(ben, 'typingStarted')
  await anna.typing()
  await begun
  const ended = next<Member>(ben, 'typingEnded')
  const at = Date.now()
  await anna.sendMessage('done')
  expect((await ended).identity).toBe(names.anna)
  expect(Date.now() - at).toBeLessThan(900)
})

test('counts what is unread from the horizon on, and nothing before there is one', async () => {
  const { channel } = await reader(5)
  expect(await channel.getUnconsumedMessagesCount()).toBeNull()
  expect(await channel.updateLastConsumedMessageIndex(1)).toBe(3)
  expect(await channel.getUnconsumedMessagesCount()).toBe(3)
  expect(await channel.setAllMessagesConsumed()).toBe(0)
  expect(await channel.setNoMessagesConsumed()).toBeNull()
  expect(await channel.getUnconsumedMessagesCount()).toBeNull()
})

test('leaves deleted Messages out of what is unread', async () => {
  const { sid, channel } = await reader(5)
  await channel.updateLastConsumedMessageIndex(1)
  removeAt(sid, 3)
  expect(await channel.getUnconsumedMessagesCount()).toBe(2)
})

test("shows a Member's horizon to the other, and to the Member's second tab", async () => {
  const { sid, anna, ben, names } = await pair()
  const tab = await enter(await connect(service, names.anna), sid)
  await ben.sendMessage('read me')
  const moved = next<{ member: Member; updateReasons: string[] }>(ben, 'memberUpdated', ({ member }) => member.identity === names.anna)
  await anna.updateLastConsumedMessageIndex(0)
  const { member, updateReasons } = await moved
  expect(member.lastConsumedMessageIndex).toBe(0)
  expect(updateReasons).toContain('lastConsumedMessageIndex')
  await eventually(() => expect(tab.lastConsumedMessageIndex).toBe(0))
})

test('does not move the horizon back when it is asked to advance', async () => {
  const { sid, channel, anna } = await reader(5)
  await channel.updateLastConsumedMessageIndex(3)
  await eventually(() => expect(channel.lastConsumedMessageIndex).toBe(3))
  await channel.advanceLastConsumedMessageIndex(1)
  expect(service.instance.userChannels.fetch(anna, sid).member?.lastConsumedMessageIndex).toBe(3)
})

test('sends media and gives out an address that works without a token', async () => {
  const { anna, ben } = await pair()
  const bytes = Buffer.from([0, 1, 255, 254, 128, 10])
  const heard = next<Message>(ben, 'messageAdded')
  await anna.sendMessage({ contentType: 'image/png', media: bytes })
  const { type, media } = await heard
  expect(type).toBe('media')
  expect(media).toMatchObject({ contentType: 'image/png', size: 6 })
  const response = await fetch(await media.getContentTemporaryUrl())
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
})

import { Client, type Conversation, type Message, type Participant } from '@twilio/conversations'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { eventually, fresh, letGoOfTheSdksRejections, next, openChannel, subscribed, system } from './sdk.ts'

// The living successor of the Programmable Chat SDK speaks the same wire: the same service serves it, unmodified.
let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

async function connect(identity: string): Promise<Client> {
  const client = new Client(service.token(identity), {
    Twilsock: { uri: service.twilsockUrl },
    logLevel: 'silent',
  } as ConstructorParameters<typeof Client>[1])
  onTestFinished(() => client.shutdown())
  await next(client, 'initialized')
  return client
}

async function enter(client: Client, sid: string): Promise<Conversation> {
  const conversation = await client.getConversationBySid(sid)
  await conversation.getMessages(1)
  await subscribed()
  return conversation
}

test('starts the newer SDK and finds its Conversations', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = await connect(anna)
  expect((await client.getSubscribedConversations()).items.map((each) => each.sid)).toEqual([sid])
  expect(client.user.identity).toBe(anna)
})

test('sends, receives, edits and reads with the newer SDK', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const mine = await enter(await connect(anna), sid)
  const theirs = await enter(await connect(ben), sid)
  const heard = next<Message>(theirs, 'messageAdded')
  await mine.sendMessage('hello', { a: 1 })
  expect(await heard).toMatchObject({ body: 'hello', author: anna, index: 0, attributes: { a: 1 } })
  const edited = next<{ message: Message }>(theirs, 'messageUpdated')
  await (await mine.getMessages()).items[0]?.updateBody('hello!')
  expect((await edited).message.body).toBe('hello!')
  expect(await theirs.updateLastReadMessageIndex(0)).toBe(0)
  expect(service.instance.members.fetch(system, sid, ben).lastConsumedMessageIndex).toBe(0)
})

test('shows typing, and media with text, with the newer SDK', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const mine = await enter(await connect(anna), sid)
  const theirs = await enter(await connect(ben), sid)
  const typing = next<Participant>(theirs, 'typingStarted')
  await mine.typing()
  expect((await typing).identity).toBe(anna)
  const heard = next<Message>(theirs, 'messageAdded')
  await mine.prepareMessage().setBody('see').addMedia({ contentType: 'text/plain', media: 'abc', filename: 'a.txt' }).build().send()
  const message = await heard
  expect(message.body).toBe('see')
  const [media] = message.attachedMedia ?? []
  expect(await (await fetch(String(await media?.getContentTemporaryUrl()))).text()).toBe('abc')
})

test('loses a Conversation from which it was removed, with the newer SDK', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = await connect(anna)
  await enter(client, sid)
  const removed = next<Conversation>(client, 'conversationRemoved')
  service.instance.members.remove(system, sid, anna)
  expect((await removed).sid).toBe(sid)
  await eventually(async () => expect((await client.getSubscribedConversations()).items).toEqual([]))
})

import type { Client, Conversation, Message } from '@twilio/conversations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, enter } from './conversations.ts'
import { collect, eventually, fresh, letGoOfTheSdksRejections, next, openChannel, statusOf, system } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

/** A client whose socket is away while `meanwhile` happens, and then comes back. */
async function away(client: Client, identity: string, meanwhile: () => unknown): Promise<void> {
  const back = next(client, 'connectionStateChanged', (state) => state === 'connected')
  service.faults.drop(identity)
  // In the same turn: no new socket can be there yet.
  await meanwhile()
  await back
}

async function inRoom(): Promise<{ anna: string; sid: string; client: Client; conversation: Conversation }> {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = await connect(service, anna)
  return { anna, sid, client, conversation: await enter(client, sid) }
}

const say = (sid: string, body: string): string => service.instance.messages.create(system, sid, { body }).sid

test('catches up on new Messages, once each and in order', async () => {
  const { anna, sid, client, conversation } = await inRoom()
  const heard = collect<Message>(conversation, 'messageAdded')
  await away(client, anna, () => ['1', '2', '3'].map((body) => say(sid, body)))
  await eventually(() => expect(heard.map(({ body }) => body)).toEqual(['1', '2', '3']))
  say(sid, '4')
  await eventually(() => expect(heard.map(({ body }) => body)).toEqual(['1', '2', '3', '4']))
})

test('catches up on edited and deleted Messages', async () => {
  const { anna, sid, client, conversation } = await inRoom()
  const [edited, deleted] = [say(sid, 'old'), say(sid, 'gone')]
  await eventually(async () => expect((await conversation.getMessages()).items).toHaveLength(2))
  const updated = next<{ message: Message }>(conversation, 'messageUpdated', ({ message }) => message.body === 'new')
  const removed = next<Message>(conversation, 'messageRemoved')
  await away(client, anna, () => {
    service.instance.messages.update(system, sid, edited, { body: 'new' })
    service.instance.messages.remove(system, sid, deleted)
  })
  await updated
  expect((await removed).index).toBe(1)
})

test('catches up on a new name and a new participant', async () => {
  const { anna, sid, client, conversation } = await inRoom()
  await away(client, anna, () => {
    service.instance.channels.update(system, sid, { friendlyName: 'Renamed' })
    service.instance.members.create(system, sid, { identity: fresh('ben') })
  })
  await eventually(async () => {
    expect(conversation.friendlyName).toBe('Renamed')
    expect(await conversation.getParticipants()).toHaveLength(2)
  })
})

test('finds a Conversation that it was added to while away', async () => {
  const { anna, client } = await inRoom()
  const joined = next<Conversation>(client, 'conversationJoined')
  let added = ''
  await away(client, anna, () => (added = openChannel(service, anna)))
  expect((await joined).sid).toBe(added)
})

test.each([
  ['removed from', (sid: string, identity: string) => service.instance.members.remove(system, sid, identity)],
  ['deleted, with everybody in', (sid: string) => service.instance.channels.remove(system, sid)],
])('loses a Conversation that it was %s it while away', async (_what, end) => {
  const { anna, sid, client } = await inRoom()
  const removed = next<Conversation>(client, 'conversationRemoved')
  await away(client, anna, () => end(sid, anna))
  expect((await removed).sid).toBe(sid)
  await eventually(async () => expect((await client.getSubscribedConversations()).items).toEqual([]))
})

test('sends what was asked for while away, once', async () => {
  const { anna, client, conversation } = await inRoom()
  const lost = next(client, 'connectionStateChanged', (state) => state !== 'connected')
  service.faults.drop(anna)
  await lost
  expect(await conversation.sendMessage('from the tunnel')).toBe(0)
  expect((await conversation.getMessages()).items.map(({ body }) => body)).toEqual(['from the tunnel'])
})

test('hears everything after ten losses in a row', async () => {
  const { anna, sid, client, conversation } = await inRoom()
  const heard = collect<Message>(conversation, 'messageAdded')
  for (let round = 0; round < 10; round++) await away(client, anna, () => say(sid, `${round}`))
  await eventually(() => expect(heard.map(({ body }) => body)).toEqual(Array.from({ length: 10 }, (_, round) => `${round}`)))
})

test('refuses a Message by 403 and 429 as the service is told to, and keeps none of them', async () => {
  const { anna, conversation } = await inRoom()
  service.faults.refuseSends(anna, 403, 1)
  expect(await statusOf(conversation.sendMessage('refused'))).toBe(403)
  service.faults.refuseSends(anna, 429, 1)
  expect(await statusOf(conversation.sendMessage('throttled'))).toBe(429)
  expect(await conversation.getMessagesCount()).toBe(0)
})

test('stores a Message although its answer is lost with the socket', async () => {
  const { anna, conversation } = await inRoom()
  const heard = next<Message>(conversation, 'messageAdded')
  service.faults.loseAnswers(anna)
  expect(await statusOf(conversation.sendMessage('stored'))).not.toBe(200)
  expect((await heard).body).toBe('stored')
})

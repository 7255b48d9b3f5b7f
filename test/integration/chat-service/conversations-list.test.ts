import type { Conversation } from '@twilio/conversations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, enter } from './conversations.ts'
import { eventually, fresh, letGoOfTheSdksRejections, next, openChannel, statusOf, system } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

/** The back end takes from everybody but administrators what a visitor must not have. */
function restrict(identity: string): void {
  const role = service.instance.roles.create({ friendlyName: identity, type: 'deployment', permissions: [] })
  service.instance.users.ensure(identity)
  service.instance.users.update(system, identity, { roleSid: role.sid })
}

test('finds the Conversations that the User is in, and no other', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const mine = [openChannel(service, anna), openChannel(service, anna, ben)]
  openChannel(service, ben)
  const client = await connect(service, anna)
  const found = (await client.getSubscribedConversations()).items
  expect(found.map(({ sid }) => sid).sort()).toEqual(mine.sort())
  expect(found.map(({ status }) => status)).toEqual(['joined', 'joined'])
})

test('lists 70 Conversations over two pages', async () => {
  const anna = fresh('anna')
  const sids = Array.from({ length: 70 }, () => openChannel(service, anna))
  const first = await (await connect(service, anna)).getSubscribedConversations()
  expect(first.hasNextPage).toBe(true)
  const second = await first.nextPage()
  expect([...first.items, ...second.items].map(({ sid }) => sid).sort()).toEqual(sids.sort())
})

test('reads what the back end set: names, attributes, creator, dates, state', async () => {
  const anna = fresh('anna')
  const { sid } = service.instance.channels.create(system, {
    type: 'private',
    friendlyName: 'Order 7',
    uniqueName: fresh('order'),
    attributes: '{"priority":1}',
  })
  service.instance.members.create(system, sid, { identity: anna })
  const conversation = await (await connect(service, anna)).getConversationBySid(sid)
  expect(conversation).toMatchObject({ friendlyName: 'Order 7', attributes: { priority: 1 }, createdBy: 'system' })
  expect(conversation.state?.current).toBe('active')
  expect(Date.now() - (conversation.dateCreated?.getTime() ?? 0)).toBeLessThan(60_000)
})

test('tells of a Conversation to which the User is added while connected', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  await client.getSubscribedConversations()
  const joined = next<Conversation>(client, 'conversationJoined')
  const sid = openChannel(service, anna)
  expect((await joined).sid).toBe(sid)
})

test('finds a Conversation by its unique name', async () => {
  const anna = fresh('anna')
  const uniqueName = fresh('order')
  const { sid } = service.instance.channels.create(system, { type: 'private', uniqueName })
  service.instance.members.create(system, sid, { identity: anna })
  expect((await (await connect(service, anna)).getConversationByUniqueName(uniqueName)).sid).toBe(sid)
})

test('peeks into a public Conversation without being in it, and not into a private one', async () => {
  const anna = fresh('anna')
  const open = service.instance.channels.create(system, { type: 'public', friendlyName: 'Lobby' })
  const hidden = openChannel(service, fresh('ben'))
  const client = await connect(service, anna)
  const peeked = await client.peekConversationBySid(open.sid)
  expect(peeked).toMatchObject({ sid: open.sid, friendlyName: 'Lobby', status: 'notParticipating' })
  expect(await statusOf(client.peekConversationBySid(hidden))).toBe(404)
})

test('creates a Conversation for a User whose Role allows it: a private one, which the creator joins', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  const conversation = await client.createConversation({ friendlyName: 'Mine', attributes: { a: 1 } })
  expect(service.instance.channels.fetch(system, conversation.sid)).toMatchObject({ type: 'private', createdBy: anna, membersCount: 0 })
  await conversation.join()
  await eventually(() => expect(conversation.status).toBe('joined'))
})

test('refuses to create one, or to join a public one, for a Role that may not', async () => {
  const anna = fresh('anna')
  restrict(anna)
  const open = service.instance.channels.create(system, { type: 'public' })
  const client = await connect(service, anna)
  expect(await statusOf(client.createConversation({ friendlyName: 'Mine' }))).toBe(403)
  expect(await statusOf((await client.peekConversationBySid(open.sid)).join())).toBe(403)
  expect(service.instance.channels.fetch(system, open.sid).membersCount).toBe(0)
})

test('does not let a plain participant rename, change, delete or add to it', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const conversation = await enter(await connect(service, anna), sid)
  const calls = [
    conversation.updateFriendlyName('Mine'),
    conversation.updateUniqueName('mine'),
    conversation.updateAttributes({ a: 1 }),
    conversation.delete(),
    conversation.add(fresh('ben')),
    conversation.addNonChatParticipant('+15550000001', '+15550000002'),
  ]
  expect(await Promise.all(calls.map((call) => statusOf(call)))).toEqual(calls.map(() => 403))
})

test('shows a changed name, changed attributes and a changed state', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const conversation = await enter(await connect(service, anna), sid)
  service.instance.channels.update(system, sid, { friendlyName: 'Renamed', attributes: '{"a":2}' })
  await eventually(() => expect(conversation).toMatchObject({ friendlyName: 'Renamed', attributes: { a: 2 } }))
  const updated = next<{ updateReasons: string[] }>(conversation, 'updated', ({ updateReasons }) => updateReasons.includes('state'))
  service.instance.channels.update(system, sid, { state: 'closed' })
  await updated
  expect(conversation.state?.current).toBe('closed')
  expect(await statusOf(conversation.sendMessage('too late'))).toBe(403)
})

test('lets a participant leave', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = await connect(service, anna)
  const conversation = await enter(client, sid)
  const left = next<Conversation>(client, 'conversationLeft')
  await conversation.leave()
  expect((await left).sid).toBe(sid)
  expect(service.instance.channels.fetch(system, sid).membersCount).toBe(0)
})

test.each([
  ['removed from', (sid: string, identity: string) => service.instance.members.remove(system, sid, identity)],
  ['deleted, with everybody in', (sid: string) => service.instance.channels.remove(system, sid)],
])('loses a Conversation that it is %s it while connected', async (_what, end) => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = await connect(service, anna)
  await enter(client, sid)
  const removed = next<Conversation>(client, 'conversationRemoved')
  end(sid, anna)
  expect((await removed).sid).toBe(sid)
  await eventually(async () => expect((await client.getSubscribedConversations()).items).toEqual([]))
})

test('keeps how loud a User wants a Conversation', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const conversation = await enter(await connect(service, anna), sid)
  await conversation.setUserNotificationLevel('muted')
  await eventually(() => expect(conversation.notificationLevel).toBe('muted'))
})

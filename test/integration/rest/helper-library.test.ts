import type twilio from 'twilio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calledOperations, describedOperations } from '../../support/operations.ts'
import { account, foreignKey, helperLibrary, RecordingClient, refusal, type Rest, startRest, whileBusy } from './setup.ts'

let rest: Rest
let client: twilio.Twilio
const httpClient = new RecordingClient()

beforeAll(async () => {
  rest = await startRest()
  client = helperLibrary(rest, { httpClient })
})
afterAll(() => rest.close())

// What `create` and `list` give has no working methods of its own in twilio 6.2 ("Parameter 'sid' is not valid"): every
// call goes through a sid.
const open = async (friendlyName = 'Parlour') => client.chat.v2.services((await client.chat.v2.services.create({ friendlyName })).sid)

test('a back end opens a Channel, adds a Member, posts and reads back what it posted', async () => {
  const service = await open()
  const created = await service.channels.create({ friendlyName: 'Besuch', type: 'private', attributes: '{"status":"open"}' })
  expect(created.createdBy).toBe('system')
  const channel = service.channels(created.sid)
  const member = await channel.members.create({ identity: 'visitor-1' })
  expect(member.identity).toBe('visitor-1')
  const bodies = ['Grüß Gott & welcome = 100 %', '你好, שלום, 👩‍👩‍👧‍👦 \u0000 end', ' + plus ; semicolon\r\n two lines\t']
  for (const body of bodies) await channel.messages.create({ body, from: 'visitor-1' })
  const messages = await channel.messages.list()
  expect(messages.map(({ index, body, from }) => ({ index, body, from }))).toEqual(
    bodies.map((body, index) => ({ index, body, from: 'visitor-1' })),
  )
  expect((await channel.fetch()).messagesCount).toBe(3)
})

test('Services are created, fetched, updated, listed and removed', async () => {
  const created = await client.chat.v2.services.create({ friendlyName: 'Sälön' })
  expect(created).toMatchObject({ friendlyName: 'Sälön', accountSid: account.sid })
  expect(created.dateCreated).toBeInstanceOf(Date)
  const service = client.chat.v2.services(created.sid)
  const updated = await service.update({ friendlyName: 'Salon', 'limits.channelMembers': 5, 'notifications.newMessage.enabled': true })
  expect(updated).toMatchObject({
    friendlyName: 'Salon',
    limits: { channel_members: 5 },
    notifications: { new_message: { enabled: true } },
  })
  expect((await service.fetch()).friendlyName).toBe('Salon')
  expect((await client.chat.v2.services.list()).map(({ sid }) => sid)).toContain(created.sid)
  expect(await service.remove()).toBe(true)
  expect(await refusal(service.fetch())).toMatchObject({ status: 404, code: 20404 })
})

test('Roles are created, fetched, updated, listed and removed', async () => {
  const service = await open()
  const role = await service.roles.create({ friendlyName: 'visitor', type: 'channel', permission: ['sendMessage', 'leaveChannel'] })
  expect(role.permissions).toEqual(['sendMessage', 'leaveChannel'])
  expect((await service.roles(role.sid).update({ permission: ['sendMessage'] })).permissions).toEqual(['sendMessage'])
  expect((await service.roles(role.sid).fetch()).friendlyName).toBe('visitor')
  expect((await service.roles.list()).map(({ sid }) => sid)).toContain(role.sid)
  expect(await service.roles(role.sid).remove()).toBe(true)
})

test('Users are created, fetched, given a Role, listed and removed, by sid and by Identity', async () => {
  const service = await open()
  const identity = 'zoë+1@example.com'
  const role = await service.roles.create({ friendlyName: 'agent', type: 'deployment', permission: ['editOwnUserInfo'] })
  const user = await service.users.create({ identity, friendlyName: 'Zoë', xTwilioWebhookEnabled: 'true' })
  expect((await service.users(identity).fetch()).sid).toBe(user.sid)
  expect((await service.users(identity).update({ roleSid: role.sid, attributes: '{"desk":2}' })).roleSid).toBe(role.sid)
  expect(await service.users.list()).toMatchObject([{ identity, attributes: '{"desk":2}' }])
  expect(await service.users(user.sid).remove()).toBe(true)
  expect(await service.users.list()).toEqual([])
})

test('User Channels are listed, fetched, updated and left', async () => {
  const service = await open()
  const { sid } = await service.channels.create({ uniqueName: 'tea room' })
  const channel = service.channels(sid)
  await channel.members.create({ identity: 'zoe' })
  await channel.messages.create({ body: 'hello' })
  const user = service.users('zoe')
  expect(await user.userChannels.list()).toMatchObject([{ channelSid: sid, status: 'joined', unreadMessagesCount: null }])
  const read = await user.userChannels('tea room').update({ lastConsumedMessageIndex: 0, notificationLevel: 'muted' })
  expect(read).toMatchObject({ lastConsumedMessageIndex: 0, unreadMessagesCount: 0, notificationLevel: 'muted' })
  expect((await user.userChannels(sid).fetch()).lastConsumedMessageIndex).toBe(0)
  expect(await user.userChannels(sid).remove()).toBe(true)
  expect(await channel.members.list()).toEqual([])
})

test('Channels are created with dates of their own, found by unique name, updated, listed by type and removed', async () => {
  const service = await open()
  const dateCreated = new Date('2021-02-03T04:05:06Z')
  const channel = await service.channels.create({ uniqueName: 'größe 1', type: 'private', dateCreated, createdBy: 'importer' })
  expect(channel).toMatchObject({ dateCreated, createdBy: 'importer', type: 'private' })
  expect((await service.channels('größe 1').fetch()).sid).toBe(channel.sid)
  expect((await service.channels('größe 1').update({ friendlyName: 'Größe' })).friendlyName).toBe('Größe')
  await service.channels.create({ type: 'public' })
  expect(await service.channels.list({ type: ['private'] })).toMatchObject([{ sid: channel.sid }])
  expect(await service.channels.list()).toHaveLength(2)
  expect(await service.channels(channel.sid).remove({ xTwilioWebhookEnabled: 'false' })).toBe(true)
  expect(await service.channels.list()).toHaveLength(1)
})

test('Members are added, fetched, updated, listed by Identity and removed', async () => {
  const service = await open()
  const { members } = service.channels((await service.channels.create()).sid)
  const zoe = await members.create({ identity: 'zoe', attributes: '{"mood":"fine"}' })
  for (const identity of ['yan', 'xi']) await members.create({ identity })
  const consumedAt = new Date('2024-05-06T07:08:09Z')
  expect(await members('zoe').update({ lastConsumptionTimestamp: consumedAt, attributes: '{}' })).toMatchObject({
    sid: zoe.sid,
    lastConsumptionTimestamp: consumedAt,
    attributes: '{}',
  })
  expect((await members(zoe.sid).fetch()).identity).toBe('zoe')
  expect((await members.list({ identity: ['yan', 'xi'] })).map(({ identity }) => identity)).toEqual(['yan', 'xi'])
  expect(await members('zoe').remove()).toBe(true)
  expect(await members.list()).toHaveLength(2)
})

test('Messages are created, fetched, edited, listed both ways and removed', async () => {
  const service = await open()
  const { messages } = service.channels((await service.channels.create()).sid)
  const first = await messages.create({ body: 'one', from: 'zoe', attributes: '{"id":"1"}' })
  await messages.create({ body: 'two' })
  expect(await messages(first.sid).update({ body: 'uno' })).toMatchObject({ body: 'uno', wasEdited: true, from: 'zoe' })
  expect((await messages(first.sid).fetch()).attributes).toBe('{"id":"1"}')
  expect((await messages.list({ order: 'desc' })).map(({ body }) => body)).toEqual(['two', 'uno'])
  expect(await messages(first.sid).remove()).toBe(true)
  expect((await messages.list()).map(({ index }) => index)).toEqual([1])
})

test('Invites and Webhooks are created, fetched, listed and removed, Webhooks updated too', async () => {
  const service = await open()
  const channel = service.channels((await service.channels.create()).sid)
  const invite = await channel.invites.create({ identity: 'zoe' })
  expect((await channel.invites(invite.sid).fetch()).identity).toBe('zoe')
  expect(await channel.invites.list({ identity: ['zoe'] })).toHaveLength(1)
  expect(await channel.invites(invite.sid).remove()).toBe(true)
  expect(await channel.invites.list()).toEqual([])

  const webhook = await channel.webhooks.create({
    type: 'webhook',
    'configuration.url': 'https://example.com/hook?a=1&b=2',
    'configuration.filters': ['onMessageSent', 'onMessageUpdated'],
  })
  expect(webhook.configuration).toEqual({ url: 'https://example.com/hook?a=1&b=2', filters: ['onMessageSent', 'onMessageUpdated'] })
  expect((await channel.webhooks(webhook.sid).update({ 'configuration.retryCount': 3 })).configuration).toMatchObject({ retry_count: 3 })
  expect((await channel.webhooks(webhook.sid).fetch()).type).toBe('webhook')
  expect(await channel.webhooks.list()).toHaveLength(1)
  expect(await channel.webhooks(webhook.sid).remove()).toBe(true)
})

test('a list of three pages comes whole, and each page can be turned by hand', async () => {
  const service = await open()
  const { messages } = service.channels((await service.channels.create()).sid)
  for (let index = 0; index < 25; index++) await messages.create({ body: `message ${index}` })
  expect((await messages.list({ pageSize: 10 })).map(({ index }) => index)).toEqual(Array.from({ length: 25 }, (_, index) => index))
  expect(await messages.list({ pageSize: 10, limit: 12 })).toHaveLength(12)

  const first = await messages.page({ pageSize: 10 })
  const second = await first.nextPage()
  const third = await second?.nextPage()
  expect(third?.instances.map(({ index }) => index)).toEqual([20, 21, 22, 23, 24])
  expect(third?.nextPage()).toBeUndefined()
  const back = await third?.previousPage()
  expect(back?.instances.map(({ index }) => index)).toEqual(second?.instances.map(({ index }) => index))
  const newestFirst = await messages.list({ order: 'desc', pageSize: 10 })
  expect(newestFirst.map(({ index }) => index)).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index))
})

test('a refusal arrives with its status, Twilio’s code and a sentence', async () => {
  const service = await open()
  await service.channels.create({ uniqueName: 'tea' })
  const channel = service.channels('tea')
  await channel.members.create({ identity: 'zoe' })

  expect(await refusal(channel.messages.create({ attributes: '{' }))).toMatchObject({
    status: 400,
    code: 20001,
    message: expect.stringContaining('Attributes'),
    moreInfo: 'https://www.twilio.com/docs/errors/20001',
  })
  expect(await refusal(channel.messages.create({ body: 'é'.repeat(20_000) }))).toMatchObject({ status: 400, code: 20001 })
  const foreign = helperLibrary(rest, { user: foreignKey.sid, password: foreignKey.secret })
  expect(await refusal(foreign.chat.v2.services.create({ friendlyName: 'mine' }))).toMatchObject({ status: 403 })
  expect(await refusal(service.channels('nobody').fetch())).toMatchObject({ status: 404, code: 50300 })
  expect(await refusal(service.channels.create({ uniqueName: 'tea' }))).toMatchObject({ status: 409, code: 50307 })
  expect(await refusal(channel.members.create({ identity: 'zoe' }))).toMatchObject({ status: 409, code: 50404 })
  expect(await refusal(channel.messages.create({ body: 'x'.repeat(200_000) }))).toMatchObject({ status: 413 })
  const tooMany = await whileBusy(rest, 100, () => refusal(client.chat.v2.services.list()))
  expect(tooMany).toMatchObject({ status: 429, code: 20429, message: 'Too Many Requests' })
  expect((await client.chat.v2.services.list()).length).toBeGreaterThan(0)
  expect(await refusal(client.chat.v2.credentials.list())).toMatchObject({
    status: 501,
    message: expect.stringContaining('ListCredential is not served'),
  })
})

test('an Account SID with its Auth Token is refused, and the sentence names API keys', async () => {
  const withAuthToken = helperLibrary(rest, { user: account.sid, password: account.authToken })
  expect(await refusal(withAuthToken.chat.v2.services.list())).toMatchObject({
    status: 401,
    code: 20003,
    message: expect.stringMatching(/Account SID with its Auth Token is not accepted.*use an API key/),
  })
})

test('the whole of the library’s chat.v2 that is served was driven, in more than 60 calls', () => {
  expect(httpClient.requests.length).toBeGreaterThan(60)
  const called = calledOperations('Chat v2', httpClient.requests)
  const served = describedOperations().filter(({ api, refusedBecause }) => api === 'Chat v2' && refusedBecause === null)
  expect(served.map(({ id }) => id).filter((id) => !called.has(id))).toEqual([])
})

test('nothing happened that the service did not expect', () => {
  expect(rest.reported).toEqual([])
})

import type twilio from 'twilio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

type Surface = Omit<ReturnType<typeof client.conversations.v1.services>, 'fetch' | 'remove'>

/**
 * A Service instance of its own, addressed by its sid or as the default one. The library has a class of its own for either
 * address; their methods are the same.
 */
async function open(form: 'named' | 'default'): Promise<{ sid: string; surface: Surface }> {
  const { v1 } = client.conversations
  const { sid } = await v1.services.create({ friendlyName: 'Sälön' })
  if (form === 'named') return { sid, surface: v1.services(sid) }
  await v1.configuration().update({ defaultChatServiceSid: sid })
  return { sid, surface: v1 as unknown as Surface }
}

test('Services are created, fetched, listed and removed', async () => {
  const { services } = client.conversations.v1
  const created = await services.create({ friendlyName: 'Sälön' })
  expect(created).toMatchObject({ friendlyName: 'Sälön', accountSid: account.sid })
  expect(created.dateCreated).toBeInstanceOf(Date)
  expect((await services(created.sid).fetch()).friendlyName).toBe('Sälön')
  expect((await services.list()).map(({ sid }) => sid)).toContain(created.sid)
  expect(await services(created.sid).remove()).toBe(true)
  expect(await refusal(services(created.sid).fetch())).toMatchObject({ status: 404, code: 20404 })
})

test('a Service’s configuration, its webhooks and its notifications are fetched and updated', async () => {
  const { surface } = await open('named')
  const { configuration } = surface
  const role = await surface.roles.create({ friendlyName: 'guest', type: 'conversation', permission: ['sendMessage'] })
  expect((await configuration().fetch()).reachabilityEnabled).toBe(false)
  const updated = await configuration().update({ reachabilityEnabled: true, defaultConversationRoleSid: role.sid })
  expect(updated).toMatchObject({ reachabilityEnabled: true, defaultConversationRoleSid: role.sid })
  const postWebhookUrl = 'https://example.com/hook?a=1&b=ü'
  await configuration.webhooks().update({ postWebhookUrl, filters: ['onMessageAdded', 'onParticipantAdded'], method: 'POST' })
  expect(await configuration.webhooks().fetch()).toMatchObject({ postWebhookUrl, filters: ['onMessageAdded', 'onParticipantAdded'] })
  await configuration.notifications().update({ logEnabled: false, 'newMessage.enabled': true, 'newMessage.withMedia.template': 'ein Bild' })
  expect(await configuration.notifications().fetch()).toMatchObject({
    logEnabled: false,
    newMessage: { enabled: true, with_media: { template: 'ein Bild' } },
  })
})

test('the account’s configuration and its webhooks are fetched and updated', async () => {
  const { configuration } = client.conversations.v1
  const { sid } = await open('default')
  expect((await configuration().fetch()).defaultChatServiceSid).toBe(sid)
  expect((await configuration().update({ defaultClosedTimer: 'P1D' })).defaultClosedTimer).toBe('P1D')
  expect((await configuration().update({ defaultClosedTimer: '' })).defaultClosedTimer).toBeNull()
  await configuration.webhooks().update({ method: 'GET', filters: ['onConversationAdded'], target: 'webhook' })
  expect(await configuration.webhooks().fetch()).toMatchObject({ method: 'GET', filters: ['onConversationAdded'] })
})

describe.each(['named', 'default'] as const)('through the %s Service instance', (form) => {
  test('a back end opens a conversation, adds a participant, posts and reads back what it posted', async () => {
    const { surface } = await open(form)
    const created = await surface.conversations.create({ friendlyName: 'Besuch', attributes: '{"status":"open"}' })
    expect(created).toMatchObject({ friendlyName: 'Besuch', state: 'active', timers: {}, bindings: {} })
    const conversation = surface.conversations(created.sid)
    expect((await conversation.participants.create({ identity: 'visitor-1' })).identity).toBe('visitor-1')
    const bodies = ['Grüß Gott & welcome = 100 %', '你好, שלום, 👩‍👩‍👧‍👦 \u0000 end', ' + plus ; semicolon\r\n two lines\t']
    for (const body of bodies) await conversation.messages.create({ body, author: 'visitor-1' })
    const messages = await conversation.messages.list()
    expect(messages.map(({ index, body, author }) => ({ index, body, author }))).toEqual(
      bodies.map((body, index) => ({ index, body, author: 'visitor-1' })),
    )
  })

  test('Roles are created, fetched, updated, listed and removed', async () => {
    const { surface } = await open(form)
    const role = await surface.roles.create({
      friendlyName: 'visitor',
      type: 'conversation',
      permission: ['sendMessage', 'leaveConversation'],
    })
    expect(role).toMatchObject({ type: 'conversation', permissions: ['sendMessage', 'leaveConversation'] })
    expect((await surface.roles(role.sid).update({ permission: ['sendMessage'] })).permissions).toEqual(['sendMessage'])
    expect((await surface.roles(role.sid).fetch()).friendlyName).toBe('visitor')
    expect((await surface.roles.list()).map(({ sid }) => sid)).toContain(role.sid)
    expect(await surface.roles(role.sid).remove()).toBe(true)
  })

  test('Users are created, fetched, given a Role, listed and removed, by sid and by Identity', async () => {
    const { surface } = await open(form)
    const identity = 'zoë+1@example.com'
    const role = await surface.roles.create({ friendlyName: 'agent', type: 'service', permission: ['editOwnUserInfo'] })
    const user = await surface.users.create({ identity, friendlyName: 'Zoë', xTwilioWebhookEnabled: 'true' })
    expect((await surface.users(identity).fetch()).sid).toBe(user.sid)
    expect((await surface.users(identity).update({ roleSid: role.sid, attributes: '{"desk":2}' })).roleSid).toBe(role.sid)
    expect(await surface.users.list()).toMatchObject([{ identity, attributes: '{"desk":2}' }])
    expect(await surface.users(user.sid).remove()).toBe(true)
    expect(await surface.users.list()).toEqual([])
  })

  test('conversations are created with dates of their own, found by unique name, updated, listed by state and removed', async () => {
    const { surface } = await open(form)
    const dateCreated = new Date('2021-02-03T04:05:06Z')
    const fields = { uniqueName: 'größe 1', dateCreated, 'timers.inactive': 'PT1H', 'bindings.email.address': 'tea@example.com' }
    const conversation = await surface.conversations.create(fields)
    expect(conversation).toMatchObject({ dateCreated, bindings: { email: { address: 'tea@example.com' } } })
    expect(conversation.timers).toEqual({ date_inactive: expect.any(String) })
    expect((await surface.conversations('größe 1').fetch()).sid).toBe(conversation.sid)
    expect(await surface.conversations('größe 1').update({ friendlyName: 'Größe', state: 'inactive' })).toMatchObject({
      friendlyName: 'Größe',
      state: 'inactive',
    })
    await surface.conversations.create()
    expect(await surface.conversations.list({ state: 'inactive' })).toMatchObject([{ sid: conversation.sid }])
    expect(await surface.conversations.list()).toHaveLength(2)
    expect(await surface.conversations(conversation.sid).remove({ xTwilioWebhookEnabled: 'false' })).toBe(true)
    expect(await surface.conversations.list()).toHaveLength(1)
  })

  test('participants are added, fetched, updated, listed and removed, Users and others', async () => {
    const { surface } = await open(form)
    const { participants } = surface.conversations((await surface.conversations.create()).sid)
    const zoe = await participants.create({ identity: 'zoe', attributes: '{"mood":"fine"}' })
    const address = { 'messagingBinding.address': '+15558675310', 'messagingBinding.proxyAddress': '+15017122661' }
    const phone = await participants.create(address)
    expect(phone).toMatchObject({
      identity: null,
      messagingBinding: { type: 'sms', address: '+15558675310', proxy_address: '+15017122661' },
    })
    expect(await participants('zoe').update({ lastReadTimestamp: '2024-05-06T07:08:09Z', attributes: '{}' })).toMatchObject({
      sid: zoe.sid,
      lastReadTimestamp: '2024-05-06T07:08:09Z',
      attributes: '{}',
    })
    expect((await participants(zoe.sid).fetch()).identity).toBe('zoe')
    expect((await participants.list()).map(({ sid }) => sid)).toEqual([zoe.sid, phone.sid])
    expect(await surface.participantConversations.list({ address: '+15558675310' })).toMatchObject([{ participantSid: phone.sid }])
    expect(await participants(phone.sid).remove()).toBe(true)
    expect(await participants.list()).toHaveLength(1)
  })

  test('Messages are created, fetched, edited, listed both ways and removed, and their receipts are read', async () => {
    const { surface } = await open(form)
    const { messages, participants } = surface.conversations((await surface.conversations.create()).sid)
    await participants.create({ identity: 'yan' })
    const first = await messages.create({ body: 'one', author: 'zoe', attributes: '{"id":"1"}' })
    await messages.create({ body: 'two' })
    expect(await messages(first.sid).update({ body: 'uno' })).toMatchObject({ body: 'uno', author: 'zoe' })
    await participants('yan').update({ lastReadMessageIndex: 0 })
    expect(await messages(first.sid).fetch()).toMatchObject({ attributes: '{"id":"1"}', delivery: { total: 1, read: 'all' } })
    const [receipt] = await messages(first.sid).deliveryReceipts.list()
    expect(receipt).toMatchObject({ status: 'read', messageSid: first.sid, errorCode: 0 })
    expect(
      (
        await messages(first.sid)
          .deliveryReceipts(receipt?.sid ?? '')
          .fetch()
      ).status,
    ).toBe('read')
    expect((await messages.list({ order: 'desc' })).map(({ body }) => body)).toEqual(['two', 'uno'])
    expect(await messages(first.sid).remove()).toBe(true)
    expect((await messages.list()).map(({ index }) => index)).toEqual([1])
  })

  test('scoped Webhooks are created, fetched, updated, listed and removed', async () => {
    const { surface } = await open(form)
    const { webhooks } = surface.conversations((await surface.conversations.create()).sid)
    const webhook = await webhooks.create({
      target: 'webhook',
      'configuration.url': 'https://example.com/hook?a=1&b=2',
      'configuration.filters': ['onMessageAdded', 'onMessageUpdated'],
    })
    expect(webhook.configuration).toEqual({ url: 'https://example.com/hook?a=1&b=2', filters: ['onMessageAdded', 'onMessageUpdated'] })
    expect((await webhooks(webhook.sid).update({ 'configuration.method': 'get' })).configuration).toMatchObject({ method: 'get' })
    expect((await webhooks(webhook.sid).fetch()).target).toBe('webhook')
    expect(await webhooks.list()).toHaveLength(1)
    expect(await webhooks(webhook.sid).remove()).toBe(true)
  })

  test('a User’s conversations are listed, fetched, updated and left', async () => {
    const { surface } = await open(form)
    const { sid } = await surface.conversations.create({ uniqueName: 'tea room' })
    await surface.conversations(sid).participants.create({ identity: 'zoe' })
    await surface.conversations(sid).messages.create({ body: 'hello' })
    const { userConversations } = surface.users('zoe')
    expect(await userConversations.list()).toMatchObject([{ conversationSid: sid, unreadMessagesCount: null }])
    const read = await userConversations('tea room').update({ lastReadMessageIndex: 0, notificationLevel: 'muted' })
    expect(read).toMatchObject({ lastReadMessageIndex: 0, unreadMessagesCount: 0, notificationLevel: 'muted' })
    expect((await userConversations(sid).fetch()).uniqueName).toBe('tea room')
    expect(await userConversations(sid).remove()).toBe(true)
    expect(await surface.conversations(sid).participants.list()).toEqual([])
  })

  test('a conversation is created together with its participants', async () => {
    const { surface } = await open(form)
    const binding = { messaging_binding: { address: '+15558675310', proxy_address: '+15017122661' } }
    const { sid } = await surface.conversationWithParticipants.create({
      uniqueName: 'Büro',
      participant: [JSON.stringify({ identity: 'zoë' }), JSON.stringify(binding)],
    })
    expect((await surface.conversations('Büro').participants.list()).map(({ identity }) => identity)).toEqual(['zoë', null])
    expect(await surface.participantConversations.list({ identity: 'zoë' })).toMatchObject([{ conversationSid: sid }])
  })

  test('a list of three pages comes whole, and each page can be turned by hand', async () => {
    const { surface } = await open(form)
    const { messages } = surface.conversations((await surface.conversations.create()).sid)
    for (let index = 0; index < 25; index++) await messages.create({ body: `№ ${index}` })
    expect((await messages.list({ pageSize: 10 })).map(({ body }) => body)).toEqual(Array.from({ length: 25 }, (_, index) => `№ ${index}`))
    expect(await messages.list({ pageSize: 10, limit: 12 })).toHaveLength(12)
    const first = await messages.page({ pageSize: 10 })
    const second = await first.nextPage()
    const third = await second?.nextPage()
    expect(third?.instances.map(({ index }) => index)).toEqual([20, 21, 22, 23, 24])
    expect(third?.nextPage()).toBeUndefined()
    const back = await third?.previousPage()
    expect(back?.instances.map(({ index }) => index)).toEqual(second?.instances.map(({ index }) => index))
    for (let count = 0; count < 4; count++) await surface.conversations.create({ state: 'closed' })
    expect(await surface.conversations.list({ state: 'closed', pageSize: 2 })).toHaveLength(4)
    expect(await surface.conversations.list({ pageSize: 2 })).toHaveLength(5)
  })
})

test('a refusal arrives with its status, Twilio’s code and a sentence', async () => {
  const { surface } = await open('named')
  await surface.conversations.create({ uniqueName: 'tea' })
  const conversation = surface.conversations('tea')
  await conversation.participants.create({ identity: 'zoe' })
  expect(await refusal(conversation.messages.create({ attributes: '{' }))).toMatchObject({
    status: 400,
    code: 20001,
    message: expect.stringContaining('Attributes'),
    moreInfo: 'https://www.twilio.com/docs/errors/20001',
  })
  const stranger = helperLibrary(rest, { user: account.sid, password: account.authToken })
  expect(await refusal(stranger.conversations.v1.services.list())).toMatchObject({ status: 401, code: 20003 })
  const foreign = helperLibrary(rest, { user: foreignKey.sid, password: foreignKey.secret })
  expect(await refusal(foreign.conversations.v1.configuration().fetch())).toMatchObject({ status: 403 })
  const { sid } = await surface.conversations.create({ state: 'closed' })
  expect(await refusal(surface.conversations(sid).messages.create({ body: 'x' }))).toMatchObject({
    status: 403,
    message: 'Conversation is closed',
  })
  expect(await refusal(surface.conversations('nobody').fetch())).toMatchObject({ status: 404, code: 50350 })
  expect(await refusal(surface.conversations.create({ uniqueName: 'tea' }))).toMatchObject({ status: 409, code: 50353 })
  expect(await refusal(conversation.participants.create({ identity: 'zoe' }))).toMatchObject({ status: 409, code: 50433 })
  const tooMany = await whileBusy(rest, 100, () => refusal(surface.conversations.list()))
  expect(tooMany).toMatchObject({ status: 429, code: 20429, message: 'Too Many Requests' })
  expect(await refusal(client.conversations.v1.addressConfigurations.list())).toMatchObject({
    status: 501,
    message: expect.stringContaining('ListConfigurationAddress is not served'),
  })
})

test('a key of another account reaches no conversation, under either address', async () => {
  const { sid } = await open('default')
  const { v1 } = helperLibrary(rest, { user: foreignKey.sid, password: foreignKey.secret }).conversations
  expect(await v1.services.list()).toEqual([])
  expect(await refusal(v1.services(sid).conversations.list())).toMatchObject({ status: 404 })
  expect(await refusal(v1.conversations.list())).toMatchObject({ status: 404 })
})

test('the whole of the library’s conversations.v1 that is served was driven, in more than 60 calls', () => {
  expect(httpClient.requests.length).toBeGreaterThan(60)
  const called = calledOperations('Conversations v1', httpClient.requests)
  const served = describedOperations().filter(({ api, refusedBecause }) => api === 'Conversations v1' && refusedBecause === null)
  expect(served.map(({ id }) => id).filter((id) => !called.has(id))).toEqual([])
})

test('nothing happened that the service did not expect', () => {
  expect(rest.reported).toEqual([])
})

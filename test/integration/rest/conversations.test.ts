import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nulls } from '../../../demo/chat-service/rest/conversations/present/nulls.ts'
import { refusedOperations } from '../../../demo/chat-service/rest/refused.ts'
import { readDescription } from '../../support/openapi.ts'
import { createContractCaller, type Resource } from './contract-caller.ts'
import { apiKey, basic, type Rest, startRest } from './setup.ts'
import { conversationsShapes } from './shapes.ts'

const file = new URL('../../fixtures/twilio/twilio_conversations_v1.json', import.meta.url)
const description = readDescription(file, { nulls, shapes: conversationsShapes })
let rest: Rest
const { call, refused, covered } = createContractCaller(description, () => rest)

beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

/** A Service instance of its own. @returns the addresses below it, or below `/v1` when it is made the default one */
async function createService(form: 'named' | 'default'): Promise<{ service: Resource; at: (path: string) => string }> {
  const service = await call('POST', '/v1/Services', { FriendlyName: form })
  if (form === 'default') await call('POST', '/v1/Configuration', { DefaultChatServiceSid: service.sid })
  return { service, at: (path) => (form === 'named' ? `/v1/Services/${service.sid}${path}` : `/v1${path}`) }
}

test('the description knows 103 operations of Conversations v1', () => {
  expect(description.operations).toHaveLength(103)
})

test('the account has no default Service instance while there is none at all', async () => {
  expect(await call('GET', '/v1/Configuration')).toMatchObject({ default_chat_service_sid: null, links: { service: null } })
  await refused(404, 'GET', '/v1/Conversations')
})

test('Services are made, listed and removed as Twilio describes', async () => {
  const { service } = await createService('named')
  expect(service).toMatchObject({ friendly_name: 'named', links: { conversations: `${service.url}/Conversations` } })
  expect(await call('GET', service.url)).toEqual(service)
  expect((await call('GET', '/v1/Services'))['services']).toContainEqual(service)
  await call('DELETE', service.url)
  await refused(404, 'GET', service.url)
})

test('a Service’s configuration, webhooks and notifications are read and changed as Twilio describes', async () => {
  const { service, at } = await createService('named')
  const role = await call('POST', at('/Roles'), { FriendlyName: 'guest', Type: 'service', Permission: 'joinConversation' })
  const before = await call('GET', at('/Configuration'))
  expect(await call('POST', at('/Configuration'), { DefaultChatServiceRoleSid: role.sid, ReachabilityEnabled: 'true' })).toEqual({
    ...before,
    default_chat_service_role_sid: role.sid,
    reachability_enabled: true,
  })
  await refused(400, 'POST', at('/Configuration'), { DefaultConversationRoleSid: role.sid })

  expect(await call('GET', at('/Configuration/Webhooks'))).toMatchObject({ pre_webhook_url: null, method: null, filters: [] })
  const webhooks = { PreWebhookUrl: 'https://example.com/pre', PostWebhookUrl: 'https://example.com/post', Method: 'GET', Filters: ['onMessageAdded', 'onParticipantAdd'] } // prettier-ignore
  expect(await call('POST', at('/Configuration/Webhooks'), webhooks)).toMatchObject({
    pre_webhook_url: 'https://example.com/pre',
    post_webhook_url: 'https://example.com/post',
    method: 'GET',
    filters: ['onMessageAdded', 'onParticipantAdd'],
  })
  expect(await call('GET', at('/Configuration/Notifications'))).toMatchObject({ new_message: { enabled: false }, log_enabled: true })
  const notifications = {
    'NewMessage.Enabled': 'true',
    'NewMessage.BadgeCountEnabled': 'true',
    'NewMessage.WithMedia.Template': '${MEDIA}',
    'AddedToConversation.Sound': 'ding',
    'RemovedFromConversation.Template': 'bye',
    LogEnabled: 'false',
  }
  expect(await call('POST', at('/Configuration/Notifications'), notifications)).toMatchObject({
    new_message: { enabled: true, badge_count_enabled: true, with_media: { enabled: false, template: '${MEDIA}' } },
    added_to_conversation: { enabled: false, sound: 'ding' },
    removed_from_conversation: { enabled: false, template: 'bye' },
    log_enabled: false,
    chat_service_sid: service.sid,
  })
})

test('the account’s configuration decides the default Service instance, and the timers of new conversations', async () => {
  const { service, at } = await createService('default')
  const changed = await call('POST', '/v1/Configuration', {
    DefaultMessagingServiceSid: `MG${'a'.repeat(32)}`,
    DefaultInactiveTimer: 'PT1M',
    DefaultClosedTimer: 'PT10M',
  })
  expect(changed).toMatchObject({
    default_chat_service_sid: service.sid,
    default_messaging_service_sid: `MG${'a'.repeat(32)}`,
    default_inactive_timer: 'PT1M',
    default_closed_timer: 'PT10M',
  })
  const conversation = await call('POST', at('/Conversations'), {})
  const made = Date.parse(String(conversation['date_created']))
  expect(conversation['timers']).toEqual({
    date_inactive: new Date(made + 60_000).toISOString().replace('.000', ''),
    date_closed: new Date(made + 600_000).toISOString().replace('.000', ''),
  })
  await refused(400, 'POST', '/v1/Configuration', { DefaultInactiveTimer: 'PT59S' })
  await refused(404, 'POST', '/v1/Configuration', { DefaultChatServiceSid: `IS${'0'.repeat(32)}` })
  const none = { DefaultMessagingServiceSid: '', DefaultInactiveTimer: '', DefaultClosedTimer: '' }
  expect(await call('POST', '/v1/Configuration', none)).toMatchObject({ default_messaging_service_sid: null, default_inactive_timer: null })
  expect((await call('POST', at('/Conversations'), {}))['timers']).toEqual({})

  expect(await call('GET', '/v1/Configuration/Webhooks')).toMatchObject({ pre_webhook_url: null, target: 'webhook', method: 'POST' })
  const webhook = { Method: 'GET', Filters: 'onMessageAdd', PreWebhookUrl: 'https://example.com/pre', Target: 'flex' }
  const { url: _url, ...shown } = await call('POST', '/v1/Configuration/Webhooks', webhook)
  expect(shown).toMatchObject({ method: 'GET', filters: ['onMessageAdd'], pre_webhook_url: 'https://example.com/pre', target: 'flex' })
})

describe.each(['named', 'default'] as const)('below the %s Service instance', (form) => {
  test('Roles are made, given other permissions, listed and removed, in the words of Conversations', async () => {
    const { at } = await createService(form)
    const permissions = ['sendMessage', 'leaveConversation', 'editConversationName', 'addParticipant']
    const role = await call('POST', at('/Roles'), { FriendlyName: 'guest', Type: 'conversation', Permission: permissions })
    expect(role).toMatchObject({ friendly_name: 'guest', type: 'conversation', permissions })
    const changed = await call('POST', role.url, { Permission: ['deleteConversation'] })
    expect(changed['permissions']).toEqual(['deleteConversation'])
    expect(await call('GET', role.url)).toEqual(changed)
    const roles = (await call('GET', at('/Roles')))['roles'] as { type: string }[]
    expect(roles).toContainEqual(changed)
    expect(new Set(roles.map(({ type }) => type))).toEqual(new Set(['conversation', 'service']))
    await refused(400, 'POST', at('/Roles'), { FriendlyName: 'x', Type: 'channel', Permission: 'sendMessage' })
    const unknown = await refused(400, 'POST', at('/Roles'), { FriendlyName: 'x', Type: 'service', Permission: 'createChannel' })
    expect(unknown.body).toMatchObject({ message: expect.stringMatching(/"createChannel" does not exist here.*createConversation/) })
    await call('DELETE', role.url)
    await refused(404, 'GET', role.url)
  })

  test('Users are made, changed, found by Identity, listed and removed', async () => {
    const { service, at } = await createService(form)
    const user = await call('POST', at('/Users'), { Identity: 'zoë', FriendlyName: 'Zoë', Attributes: '{"vip":true}' })
    expect(user).toMatchObject({ identity: 'zoë', friendly_name: 'Zoë', attributes: '{"vip":true}', is_online: null })
    await call('POST', at('/Users'), { Identity: 'nameless' })
    expect(await call('GET', at(`/Users/${encodeURIComponent('zoë')}`))).toEqual(user)
    expect(await call('POST', user.url, { FriendlyName: 'Z' })).toMatchObject({ friendly_name: 'Z', attributes: '{"vip":true}' })
    await call('POST', `/v1/Services/${service.sid}/Configuration`, { ReachabilityEnabled: 'true' })
    rest.domain.instance(service.sid).users.setOnline('zoë', true)
    expect(await call('GET', user.url)).toMatchObject({ is_online: true })
    expect((await call('GET', at('/Users')))['users']).toMatchObject([{ identity: 'zoë' }, { identity: 'nameless', friendly_name: null }])
    await call('DELETE', user.url)
    await refused(404, 'GET', user.url)
  })

  test('conversations are made, changed, found by unique name, listed by state and date, and removed', async () => {
    const { service, at } = await createService(form)
    const plain = await call('POST', at('/Conversations'), {})
    expect(plain).toMatchObject({
      chat_service_sid: service.sid,
      friendly_name: null,
      unique_name: null,
      messaging_service_sid: null,
      attributes: '{}',
      state: 'active',
      timers: {},
      bindings: {},
    })
    const messagingService = `MG${'b'.repeat(32)}`
    const conversation = await call('POST', at('/Conversations'), {
      FriendlyName: 'Tea',
      UniqueName: 'tea',
      Attributes: '{"status":"open"}',
      MessagingServiceSid: messagingService,
      DateCreated: '2020-02-29T12:00:00Z',
      DateUpdated: '2020-03-01T12:00:00+01:00',
      State: 'inactive',
      'Timers.Closed': 'P1DT12H',
      'Bindings.Email.Address': 'tea@example.com',
    })
    expect(conversation).toMatchObject({
      friendly_name: 'Tea',
      unique_name: 'tea',
      attributes: '{"status":"open"}',
      messaging_service_sid: messagingService,
      date_created: '2020-02-29T12:00:00Z',
      date_updated: '2020-03-01T11:00:00Z',
      state: 'inactive',
      timers: { date_closed: expect.any(String) },
      bindings: { email: { address: 'tea@example.com' } },
    })
    expect(await call('GET', at('/Conversations/tea'))).toEqual(conversation)
    const list = async (query: string) => (await call('GET', at(`/Conversations?${query}`)))['conversations']
    expect(await list('State=inactive')).toMatchObject([{ sid: conversation.sid }])
    expect(await list('EndDate=2021-01-01T00:00:00Z')).toMatchObject([{ sid: conversation.sid }])
    expect(await list('StartDate=2021-01-01T00:00:00Z')).toMatchObject([{ sid: plain.sid }])
    expect(await list('StartDate=2020-01-01')).toMatchObject([{ sid: conversation.sid }, { sid: plain.sid }])
    const changed = await call('POST', at('/Conversations/tea'), {
      State: 'active',
      'Timers.Closed': 'PT0S',
      'Bindings.Email.Name': 'Tea',
      UniqueName: '',
      MessagingServiceSid: '',
    })
    expect(changed).toMatchObject({
      state: 'active',
      timers: {},
      bindings: { email: { address: 'tea@example.com', name: 'Tea' } },
      unique_name: null,
      messaging_service_sid: null,
    })
    for (const timer of ['P1M', 'PT', 'P', 'tomorrow', 'PT9M']) {
      await refused(400, 'POST', conversation.url, { 'Timers.Closed': timer })
    }
    await call('DELETE', conversation.url)
    await refused(404, 'GET', conversation.url)
  })

  test('a closed conversation can be read and removed, and nothing else', async () => {
    const { at } = await createService(form)
    const { url } = await call('POST', at('/Conversations'), { State: 'closed' })
    await refused(403, 'POST', url, { State: 'active' })
    await refused(403, 'POST', `${url}/Messages`, { Body: 'hello' })
    await refused(403, 'POST', `${url}/Participants`, { Identity: 'zoe' })
    expect(await call('GET', url)).toMatchObject({ state: 'closed' })
    await call('DELETE', url)
  })

  test('participants are added, changed, found by Identity, listed and removed', async () => {
    const { at } = await createService(form)
    const { url } = await call('POST', at('/Conversations'), {})
    const participants = `${url}/Participants`
    const zoe = await call('POST', participants, { Identity: 'zoe', Attributes: '{"a":1}', DateCreated: '2020-01-02T03:04:05Z' })
    expect(zoe).toMatchObject({ identity: 'zoe', attributes: '{"a":1}', messaging_binding: null, last_read_message_index: null })
    expect(zoe['date_created']).toBe('2020-01-02T03:04:05Z')
    await call('POST', participants, { Identity: 'yan' })
    const read = await call('POST', zoe.url, { LastReadMessageIndex: '0', LastReadTimestamp: '2024-05-06T07:08:09Z' })
    expect(read).toMatchObject({ last_read_message_index: 0, last_read_timestamp: '2024-05-06T07:08:09Z', attributes: '{"a":1}' })
    expect(await call('GET', `${participants}/zoe`)).toEqual(read)
    expect((await call('GET', participants))['participants']).toMatchObject([{ identity: 'zoe' }, { identity: 'yan' }])
    expect((await refused(409, 'POST', participants, { Identity: 'zoe' })).body).toMatchObject({ code: 50433 })
    await call('DELETE', `${participants}/zoe`)
    await refused(404, 'GET', zoe.url)
  })

  test('Messages are posted, edited, listed either way and removed', async () => {
    const { service, at } = await createService(form)
    const { url } = await call('POST', at('/Conversations'), {})
    const messages = `${url}/Messages`
    const member = await call('POST', `${url}/Participants`, { Identity: 'zoe' })
    const first = await call('POST', messages, { Body: 'héllo & = 🫖', Author: 'zoe', Attributes: '{"k":2}', Subject: 'mail only' })
    expect(first).toMatchObject({
      body: 'héllo & = 🫖',
      author: 'zoe',
      attributes: '{"k":2}',
      index: 0,
      media: null,
      participant_sid: member.sid,
    })
    const { media } = rest.domain.instance(service.sid)
    const file = (last: string, filename: string | null) =>
      media.create({ sid: `ME${last.repeat(32)}`, author: 'zoe', filename, contentType: 'image/png', size: 7 })
    const [named, nameless] = form === 'named' ? (['a', 'b'] as const) : (['c', 'd'] as const)
    const second = await call('POST', messages, { MediaSid: file(named, 'cup.png').sid })
    expect(second).toMatchObject({ author: 'system', body: null, participant_sid: null, media: [{ filename: 'cup.png', size: 7 }] })
    const third = await call('POST', messages, { Body: 'see', MediaSid: file(nameless, null).sid })
    expect(third).toMatchObject({ body: 'see', media: [{ filename: null }] })
    const edited = await call('POST', first.url, { Body: 'hello', Author: 'yan' })
    expect(edited).toMatchObject({ body: 'hello', author: 'yan' })
    expect(await call('GET', first.url)).toEqual(edited)
    expect((await call('GET', messages))['messages']).toEqual([edited, second, third])
    expect((await call('GET', `${messages}?Order=desc`))['messages']).toEqual([third, second, edited])
    await refused(501, 'POST', messages, { ContentSid: `HX${'a'.repeat(32)}` })
    await call('DELETE', third.url)
    await refused(404, 'GET', third.url)
  })

  test('a new Message wakes an inactive conversation and winds its timers up', async () => {
    const { at } = await createService(form)
    const { url } = await call('POST', at('/Conversations'), { State: 'inactive', 'Timers.Inactive': 'PT1M', 'Timers.Closed': 'PT10M' })
    expect((await call('GET', url))['timers']).toEqual({ date_closed: expect.any(String) })
    await call('POST', `${url}/Messages`, { Body: 'anybody there?' })
    expect(await call('GET', url)).toMatchObject({
      state: 'active',
      timers: { date_inactive: expect.any(String), date_closed: expect.any(String) },
    })
  })

  test('scoped Webhooks of each target are stored, changed, listed and removed', async () => {
    const { at } = await createService(form)
    const { url } = await call('POST', at('/Conversations'), {})
    const webhooks = `${url}/Webhooks`
    const filters = ['onMessageAdded', 'onConversationRemoved']
    const configuration = {
      'Configuration.Url': 'https://example.com/hook',
      'Configuration.Method': 'post',
      'Configuration.Filters': filters,
    }
    const webhook = await call('POST', webhooks, { Target: 'webhook', ...configuration, 'Configuration.ReplayAfter': '3' })
    expect(webhook).toMatchObject({ target: 'webhook' })
    expect(webhook['configuration']).toEqual({ url: 'https://example.com/hook', method: 'post', filters, replay_after: 3 })
    const flow = `FW${'a'.repeat(32)}`
    const studio = await call('POST', webhooks, { Target: 'studio', 'Configuration.FlowSid': flow })
    expect(studio['configuration']).toEqual({ flow_sid: flow })
    await call('POST', webhooks, { Target: 'trigger', 'Configuration.Url': 'https://example.com/hook', 'Configuration.Triggers': 'help' })
    const changed = await call('POST', webhook.url, { 'Configuration.Method': 'get' })
    expect(changed['configuration']).toMatchObject({ url: 'https://example.com/hook', method: 'get', filters })
    expect(await call('GET', webhook.url)).toEqual(changed)
    expect((await call('GET', webhooks))['webhooks']).toHaveLength(3)
    expect((await refused(400, 'POST', webhooks, { Target: 'webhook' })).body).toMatchObject({
      message: expect.stringContaining('Target=webhook'),
    })
    await call('DELETE', webhook.url)
    await refused(404, 'GET', webhook.url)
  })

  test('a User’s conversations show its horizon and level, and take it out', async () => {
    const { at } = await createService(form)
    const user = await call('POST', at('/Users'), { Identity: 'zoe' })
    const tea = await call('POST', at('/Conversations'), { UniqueName: 'tea' })
    const member = await call('POST', `${tea.url}/Participants`, { Identity: 'zoe' })
    for (const body of ['one', 'two']) await call('POST', `${tea.url}/Messages`, { Body: body })
    const conversations = `${user.url}/Conversations`
    const nameless = await call('POST', at('/Conversations'), {})
    await call('POST', `${nameless.url}/Participants`, { Identity: 'zoe' })
    expect((await call('GET', conversations))['conversations']).toMatchObject([
      { conversation_sid: tea.sid, participant_sid: member.sid, unread_messages_count: null, created_by: 'system' },
      { conversation_sid: nameless.sid, unique_name: null },
    ])
    const read = await call('POST', `${conversations}/tea`, { LastReadMessageIndex: '0', NotificationLevel: 'muted' })
    expect(read).toMatchObject({ last_read_message_index: 0, unread_messages_count: 1, notification_level: 'muted' })
    expect(await call('GET', at(`/Users/zoe/Conversations/${tea.sid}`))).toEqual(read)
    await call('DELETE', `${conversations}/${tea.sid}`)
    expect((await call('GET', conversations))['conversations']).toMatchObject([{ conversation_sid: nameless.sid }])
    await refused(404, 'GET', member.url)
    await refused(404, 'GET', `${conversations}/${tea.sid}`)
  })

  test('somebody who is no User is reached at an address, which one conversation has at a time', async () => {
    const { at } = await createService(form)
    const { sid, url } = await call('POST', at('/Conversations'), { FriendlyName: 'SMS', UniqueName: 'sms' })
    const participants = `${url}/Participants`
    const address = { 'MessagingBinding.Address': '+15558675310', 'MessagingBinding.ProxyAddress': '+15017122661' }
    const phone = await call('POST', participants, { ...address, Attributes: '{"role":"driver"}' })
    expect(phone).toMatchObject({ identity: null, attributes: '{"role":"driver"}' })
    expect(phone['messaging_binding']).toEqual({ type: 'sms', address: '+15558675310', proxy_address: '+15017122661' })
    expect((await refused(409, 'POST', participants, address)).body).toMatchObject({ code: 50416 })
    const mms = await call('POST', participants, { Identity: 'zoe', 'MessagingBinding.ProjectedAddress': '+15017122662' })
    expect(mms['messaging_binding']).toEqual({ type: 'sms', projected_address: '+15017122662' })
    await call('POST', participants, { 'MessagingBinding.Address': 'yan@example.com', 'MessagingBinding.ProxyAddress': 'desk@example.com' })
    const changed = await call('POST', phone.url, { 'MessagingBinding.ProxyAddress': '' })
    expect(changed['messaging_binding']).toEqual({ type: 'sms', address: '+15558675310' })
    for (const wrong of ['15558675310', 'fax:1', '+1555 8675310'])
      await refused(400, 'POST', participants, { 'MessagingBinding.Address': wrong })
    await refused(400, 'POST', participants, {})

    const of = async (query: Record<string, string>) =>
      (await call('GET', at(`/ParticipantConversations?${new URLSearchParams(query)}`)))['conversations']
    const found = { conversation_sid: sid, conversation_unique_name: 'sms', conversation_state: 'active' }
    expect(await of({ Address: '+15558675310' })).toMatchObject([{ ...found, participant_sid: phone.sid, participant_identity: null }])
    expect(await of({ Address: 'yan@example.com' })).toMatchObject([
      { participant_messaging_binding: { type: 'email', level: 'to', name: null } },
    ])
    expect(await of({ Identity: 'zoe' })).toMatchObject([{ ...found, participant_sid: mms.sid, participant_identity: 'zoe' }])
    const nameless = await call('POST', at('/Conversations'), {})
    await call('POST', `${nameless.url}/Participants`, { Identity: 'yan' })
    expect(await of({ Identity: 'yan' })).toMatchObject([{ conversation_sid: nameless.sid, participant_messaging_binding: null }])
    expect(await of({ Identity: 'nobody' })).toEqual([])
    await refused(400, 'GET', at('/ParticipantConversations'))

    await call('DELETE', phone.url)
    await refused(404, 'GET', phone.url)
  })

  test('receipts tell what became of a Message on its way to each participant', async () => {
    const { service, at } = await createService(form)
    const { sid, url } = await call('POST', at('/Conversations'), {})
    const lonely = await call('POST', `${url}/Messages`, { Body: 'anybody?' })
    expect(lonely['delivery']).toBeNull()
    const zoe = await call('POST', `${url}/Participants`, { Identity: 'zoe' })
    const addresses = { 'MessagingBinding.Address': '+15558675310', 'MessagingBinding.ProxyAddress': '+15017122661' }
    const phone = await call('POST', `${url}/Participants`, addresses)
    const message = await call('POST', `${url}/Messages`, { Body: 'hello' })
    expect(message['delivery']).toEqual({ total: 2, sent: 'all', delivered: 'none', read: 'none', failed: 'none', undelivered: 'none' })
    rest.domain
      .instance(service.sid)
      .receipts.report(sid, message.sid, phone.sid, { status: 'failed', errorCode: 30003, channelMessageSid: `SM${'a'.repeat(32)}` })
    await call('POST', zoe.url, { LastReadMessageIndex: '1' })
    const { delivery_receipts: receipts } = await call('GET', `${message.url}/Receipts`)
    const [first, second] = receipts as [Resource, Resource]
    expect([first, second]).toMatchObject([
      { participant_sid: zoe.sid, status: 'read', error_code: 0, channel_message_sid: null },
      { participant_sid: phone.sid, status: 'failed', error_code: 30003, channel_message_sid: `SM${'a'.repeat(32)}` },
    ])
    expect(await call('GET', second.url)).toEqual(second)
    expect((await call('GET', message.url))['delivery']).toMatchObject({ total: 2, read: 'some', failed: 'some', undelivered: 'none' })
    await refused(404, 'GET', `${message.url}/Receipts/DY${'0'.repeat(32)}`)
  })

  test('a conversation is made together with its participants, or not at all', async () => {
    const { at } = await createService(form)
    const path = at('/ConversationWithParticipants')
    const empty = await call('POST', path, { FriendlyName: 'empty', MessagingServiceSid: `MG${'c'.repeat(32)}` })
    expect(empty).toMatchObject({ friendly_name: 'empty', state: 'active' })
    const participants = ['{"identity":"zoe","attributes":"{\\"a\\":1}"}', '{"identity":"yan"}']
    const full = await call('POST', path, { UniqueName: 'full', Participant: participants }, 202)
    expect((await call('GET', `${full.url}/Participants`))['participants']).toMatchObject([
      { identity: 'zoe', attributes: '{"a":1}' },
      { identity: 'yan' },
    ])
    await refused(409, 'POST', path, { UniqueName: 'twice', Participant: ['{"identity":"zoe"}', '{"identity":"zoe"}'] })
    await refused(404, 'GET', at('/Conversations/twice'))
    for (const participant of ['{', '[]', 'null', '{}']) await refused(400, 'POST', path, { Participant: participant })
  })
})

test('each operation that is not served answers 501 and says its name', async () => {
  for (const { method, path, operation, because } of refusedOperations.filter((one) => one.path.startsWith('/v1'))) {
    const { body } = await refused(501, method.toUpperCase(), path.replaceAll(/:\w+/g, 'x'))
    expect(body).toMatchObject({ message: `${operation} is not served: ${because}` })
    expect(description.operationOf(method.toUpperCase(), path).id).toBe(operation)
  }
})

test('each refusal has the body of Twilio’s errors, in the words of Conversations', async () => {
  const { at } = await createService('named')
  await call('POST', at('/Conversations'), { UniqueName: 'taken' })
  expect((await refused(404, 'GET', at('/Conversations/nobody'))).body).toMatchObject({ code: 50350, message: 'Conversation not found' })
  expect((await refused(409, 'POST', at('/Conversations'), { UniqueName: 'taken' })).body).toMatchObject({ code: 50353 })
  expect((await refused(404, 'GET', at('/Conversations/taken/Participants/nobody'))).body).toMatchObject({
    message: 'Participant not found',
  })
  await refused(401, 'GET', at(''), undefined, { authorization: basic(apiKey.sid, 'wrong') })
  await refused(404, 'GET', '/v1/Rooms')
  await refused(405, 'PUT', at('/Conversations'), {})
})

test('every operation that Twilio describes is served, or refused with 501', () => {
  expect(description.operations.filter(({ id }) => !covered.has(id)).map(({ id }) => id)).toEqual([])
})

test('every listed null was really met', () => {
  expect(description.nulls.filter((label) => !description.nullsSeen.has(label))).toEqual([])
})

test('nothing happened that the service did not expect', () => {
  expect(rest.reported).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { refusedOperations } from '../../../demo/chat-service/rest/refused.ts'
import { description, places, useConversations } from './conversations-contract.ts'
import { apiKey, basic } from './setup.ts'

const { rest, call, refused, createService, testCompleteness } = useConversations()

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
    const { media } = rest().domain.instance(service.sid)
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

testCompleteness(places)

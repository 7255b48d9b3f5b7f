import { afterAll, beforeAll, expect, test } from 'vitest'
import { nulls } from '../../../demo/chat-service/rest/present/nulls.ts'
import { refusedOperations } from '../../../demo/chat-service/rest/refused.ts'
import { readDescription } from '../../support/openapi.ts'
import { createContractCaller, type Resource } from './contract-caller.ts'
import { apiKey, basic, type Rest, startRest } from './setup.ts'
import { chatShapes } from './shapes.ts'

const description = readDescription(new URL('../../fixtures/twilio/twilio_chat_v2.json', import.meta.url), { nulls, shapes: chatShapes })
let rest: Rest
const { call, refused, covered } = createContractCaller(description, () => rest)

beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

async function createService(name: string): Promise<{ service: Resource; at: (path: string) => string }> {
  const service = await call('POST', '/v2/Services', { FriendlyName: name })
  return { service, at: (path) => `/v2/Services/${service.sid}${path}` }
}

test('Services are made, changed in each of their properties, listed and removed as Twilio describes', async () => {
  const { service, at } = await createService('Parlour')
  const role = await call('POST', at('/Roles'), { FriendlyName: 'guest', Type: 'deployment', Permission: 'createChannel' })
  const changed = await call('POST', at(''), {
    FriendlyName: 'Salon',
    DefaultServiceRoleSid: role.sid,
    ReadStatusEnabled: 'false',
    ReachabilityEnabled: 'true',
    TypingIndicatorTimeout: '7',
    ConsumptionReportInterval: '9',
    'Notifications.NewMessage.Enabled': 'true',
    'Notifications.NewMessage.Template': '${USER}: ${MESSAGE}',
    'Notifications.NewMessage.BadgeCountEnabled': 'true',
    'Notifications.AddedToChannel.Sound': 'ding',
    'Notifications.LogEnabled': 'true',
    PreWebhookUrl: 'https://example.com/before',
    PostWebhookUrl: 'https://example.com/after',
    WebhookMethod: 'GET',
    WebhookFilters: ['onMessageSent', 'onChannelDestroyed'],
    'Limits.ChannelMembers': '12',
    'Media.CompatibilityMessage': 'a file',
    PreWebhookRetryCount: '1',
    PostWebhookRetryCount: '2',
  })
  expect(changed).toMatchObject({
    friendly_name: 'Salon',
    default_service_role_sid: role.sid,
    default_channel_role_sid: service['default_channel_role_sid'],
    read_status_enabled: false,
    reachability_enabled: true,
    typing_indicator_timeout: 7,
    consumption_report_interval: 9,
    limits: { channel_members: 12, user_channels: (service['limits'] as { user_channels: number }).user_channels },
    pre_webhook_url: 'https://example.com/before',
    post_webhook_url: 'https://example.com/after',
    webhook_method: 'GET',
    webhook_filters: ['onMessageSent', 'onChannelDestroyed'],
    pre_webhook_retry_count: 1,
    post_webhook_retry_count: 2,
    media: { size_limit_mb: 150, compatibility_message: 'a file' },
    notifications: {
      new_message: { enabled: true, template: '${USER}: ${MESSAGE}', badge_count_enabled: true },
      added_to_channel: { enabled: false, sound: 'ding' },
      log_enabled: true,
    },
  })
  expect(await call('POST', at(''), { PreWebhookUrl: '', 'Media.CompatibilityMessage': '' })).toMatchObject({
    pre_webhook_url: null,
    media: { compatibility_message: null },
    friendly_name: 'Salon',
  })
  expect(await call('GET', service.url)).toMatchObject({ sid: service.sid, friendly_name: 'Salon' })
  const list = await call('GET', '/v2/Services')
  expect(list['services']).toContainEqual(expect.objectContaining({ sid: service.sid }))
  await call('DELETE', at(''))
  await refused(404, 'GET', at(''))
})

test('Roles are made, given other permissions, listed and removed as Twilio describes', async () => {
  const { at } = await createService('Roles')
  const role = await call('POST', at('/Roles'), { FriendlyName: 'guest', Type: 'channel', Permission: ['sendMessage', 'leaveChannel'] })
  expect(role).toMatchObject({ friendly_name: 'guest', type: 'channel', permissions: ['sendMessage', 'leaveChannel'] })
  const changed = await call('POST', role.url, { Permission: ['editOwnMessage'] })
  expect(changed['permissions']).toEqual(['editOwnMessage'])
  expect(await call('GET', role.url)).toEqual(changed)
  expect((await call('GET', at('/Roles')))['roles']).toContainEqual(changed)
  await call('DELETE', role.url)
  await refused(404, 'GET', role.url)
})

test('Users are made, changed, found by Identity, listed and removed as Twilio describes', async () => {
  const { service, at } = await createService('Users')
  const user = await call('POST', at('/Users'), { Identity: 'zoë', FriendlyName: 'Zoë', Attributes: '{"vip":true}' })
  expect(user).toMatchObject({
    identity: 'zoë',
    friendly_name: 'Zoë',
    attributes: '{"vip":true}',
    is_online: null,
    joined_channels_count: 0,
  })
  const nameless = await call('POST', at('/Users'), { Identity: 'nameless' })
  expect(nameless).toMatchObject({ friendly_name: null, attributes: '{}' })
  expect(await call('GET', at(`/Users/${encodeURIComponent('zoë')}`))).toEqual(user)
  expect(await call('POST', user.url, { FriendlyName: 'Z' })).toMatchObject({ friendly_name: 'Z', attributes: '{"vip":true}' })

  await call('POST', at(''), { ReachabilityEnabled: 'true' })
  rest.domain.instance(service.sid).users.setOnline('zoë', true)
  expect(await call('GET', user.url)).toMatchObject({ is_online: true })
  expect((await call('GET', at('/Users')))['users']).toMatchObject([{ identity: 'zoë', is_online: null }, { identity: 'nameless' }])
  await call('DELETE', user.url)
  await refused(404, 'GET', user.url)
})

test('Channels are made, changed, found by unique name, listed by type and removed as Twilio describes', async () => {
  const { at } = await createService('Channels')
  const fields = {
    FriendlyName: 'Tea',
    UniqueName: 'tea',
    Attributes: '{"status":"open"}',
    Type: 'private',
    DateCreated: '2020-02-29T12:00:00Z',
    DateUpdated: '2020-03-01T12:00:00+01:00',
    CreatedBy: 'zoe',
  }
  const channel = await call('POST', at('/Channels'), fields)
  expect(channel).toMatchObject({
    friendly_name: 'Tea',
    unique_name: 'tea',
    attributes: '{"status":"open"}',
    type: 'private',
    date_created: '2020-02-29T12:00:00Z',
    date_updated: '2020-03-01T11:00:00Z',
    created_by: 'zoe',
    members_count: 0,
    messages_count: 0,
    links: { last_message: null },
  })
  const plain = await call('POST', at('/Channels'), {})
  expect(plain).toMatchObject({ friendly_name: null, unique_name: null, attributes: '{}', type: 'public', created_by: 'system' })
  expect(await call('GET', at('/Channels/tea'))).toEqual(channel)
  expect(await call('POST', at('/Channels/tea'), { Attributes: '{"status":"ended"}', UniqueName: '' })).toMatchObject({
    sid: channel.sid,
    unique_name: null,
    attributes: '{"status":"ended"}',
  })
  expect((await call('GET', at('/Channels?Type=private')))['channels']).toMatchObject([{ sid: channel.sid }])
  expect((await call('GET', at('/Channels?Type=private&Type=public')))['channels']).toHaveLength(2)
  await call('DELETE', channel.url)
  await refused(404, 'GET', channel.url)
})

test('Members are added, changed, found by Identity, listed and removed as Twilio describes', async () => {
  const { service, at } = await createService('Members')
  const channel = await call('POST', at('/Channels'), { Type: 'private' })
  const members = `${channel.url}/Members`
  const zoe = await call('POST', members, { Identity: 'zoe', Attributes: '{"a":1}' })
  expect(zoe).toMatchObject({ identity: 'zoe', attributes: '{"a":1}', last_consumed_message_index: null, last_consumption_timestamp: null })
  await call('POST', members, { Identity: 'yan' })
  await call('POST', `${channel.url}/Messages`, { Body: 'hello' })
  const read = await call('POST', zoe.url, { LastConsumedMessageIndex: '0', LastConsumptionTimestamp: '2024-05-06T07:08:09Z' })
  expect(read).toMatchObject({ last_consumed_message_index: 0, last_consumption_timestamp: '2024-05-06T07:08:09Z', attributes: '{"a":1}' })
  expect(await call('GET', `${members}/zoe`)).toEqual(read)
  expect((await call('GET', members))['members']).toMatchObject([{ identity: 'zoe' }, { identity: 'yan' }])
  expect((await call('GET', `${members}?Identity=yan`))['members']).toMatchObject([{ identity: 'yan' }])
  const messagingBinding = { address: '+15558675310', proxyAddress: '+15017122661' }
  const phone = rest.domain.instance(service.sid).members.create({ kind: 'system' }, channel.sid, { messagingBinding })
  expect(await call('GET', `${members}/${phone.sid}`)).toMatchObject({ identity: null })
  expect(await call('GET', channel.url)).toMatchObject({ members_count: 3 })
  await call('DELETE', `${members}/zoe`)
  await refused(404, 'GET', zoe.url)
})

test('Messages are posted, edited, listed either way and removed as Twilio describes', async () => {
  const { service, at } = await createService('Messages')
  const channel = await call('POST', at('/Channels'), {})
  const messages = `${channel.url}/Messages`
  const first = await call('POST', messages, { Body: 'héllo & = 🫖', From: 'zoe', Attributes: '{"k":2}' })
  expect(first).toMatchObject({
    body: 'héllo & = 🫖',
    from: 'zoe',
    attributes: '{"k":2}',
    index: 0,
    type: 'text',
    media: null,
    was_edited: false,
    last_updated_by: null,
    to: channel.sid,
  })
  const media = rest.domain.instance(service.sid).media
  const file = (last: string, filename: string | null) =>
    media.create({ sid: `ME${last.repeat(32)}`, author: 'zoe', filename, contentType: 'image/png', size: 7 })
  const named = await call('POST', messages, { MediaSid: file('a', 'cup.png').sid })
  expect(named).toMatchObject({ type: 'media', from: 'system', media: { filename: 'cup.png', content_type: 'image/png', size: 7 } })
  const nameless = await call('POST', messages, { MediaSid: file('b', null).sid })
  expect(nameless).toMatchObject({ media: { filename: null } })
  const edited = await call('POST', first.url, { Body: 'hello', LastUpdatedBy: 'yan' })
  expect(edited).toMatchObject({ body: 'hello', was_edited: true, last_updated_by: 'yan' })
  expect(await call('GET', first.url)).toEqual(edited)
  expect((await call('GET', messages))['messages']).toEqual([edited, named, nameless])
  expect((await call('GET', `${messages}?Order=desc`))['messages']).toEqual([nameless, named, edited])
  expect(await call('GET', channel.url)).toMatchObject({ messages_count: 3, links: { last_message: nameless.url } })
  await call('DELETE', nameless.url)
  await refused(404, 'GET', nameless.url)
  expect(await call('GET', channel.url)).toMatchObject({ messages_count: 2, links: { last_message: named.url } })
})

test('User Channels show where a User is joined or invited, and take the User out', async () => {
  const { at } = await createService('User Channels')
  const user = await call('POST', at('/Users'), { Identity: 'zoe' })
  const joined = await call('POST', at('/Channels'), { UniqueName: 'joined' })
  const invited = await call('POST', at('/Channels'), {})
  const member = await call('POST', `${joined.url}/Members`, { Identity: 'zoe' })
  await call('POST', `${invited.url}/Invites`, { Identity: 'zoe' })
  for (const body of ['one', 'two']) await call('POST', `${joined.url}/Messages`, { Body: body })

  const channels = `${user.url}/Channels`
  expect((await call('GET', channels))['channels']).toHaveLength(2)
  const unread = await call('GET', `${channels}/${joined.sid}`)
  expect(unread).toMatchObject({ status: 'joined', member_sid: member.sid, unread_messages_count: null, notification_level: 'default' })
  const read = await call('POST', `${channels}/joined`, { LastConsumedMessageIndex: '0', NotificationLevel: 'muted' })
  expect(read).toMatchObject({ last_consumed_message_index: 0, unread_messages_count: 1, notification_level: 'muted' })
  expect(await call('GET', at('/Users/zoe/Channels/joined'))).toEqual(read)
  expect(await call('GET', `${channels}/${invited.sid}`)).toMatchObject({ status: 'invited', member_sid: null, links: { member: null } })
  expect(await call('POST', `${channels}/joined`, { LastConsumedMessageIndex: '' })).toMatchObject({ unread_messages_count: null })

  await call('DELETE', `${channels}/${joined.sid}`)
  await call('DELETE', `${channels}/${invited.sid}`)
  expect((await call('GET', channels))['channels']).toEqual([])
  await refused(404, 'GET', member.url)
})

test('Invites are made, listed and taken back as Twilio describes', async () => {
  const { at } = await createService('Invites')
  const channel = await call('POST', at('/Channels'), { Type: 'private' })
  const invites = `${channel.url}/Invites`
  const invite = await call('POST', invites, { Identity: 'zoe' })
  expect(invite).toMatchObject({ identity: 'zoe', created_by: 'system', channel_sid: channel.sid })
  expect(await call('GET', invite.url)).toEqual(invite)
  expect((await call('GET', invites))['invites']).toEqual([invite])
  expect((await call('GET', `${invites}?Identity=yan`))['invites']).toEqual([])
  await call('DELETE', invite.url)
  await refused(404, 'GET', invite.url)
})

test('Channel Webhooks of each type are stored, changed, listed and removed as Twilio describes', async () => {
  const { at } = await createService('Webhooks')
  const channel = await call('POST', at('/Channels'), {})
  const webhooks = `${channel.url}/Webhooks`
  const webhook = await call('POST', webhooks, {
    Type: 'webhook',
    'Configuration.Url': 'https://example.com/hook',
    'Configuration.Method': 'POST',
    'Configuration.Filters': ['onMessageSent', 'onChannelDestroyed'],
    'Configuration.RetryCount': '2',
  })
  expect(webhook).toMatchObject({
    type: 'webhook',
    configuration: { url: 'https://example.com/hook', method: 'POST', filters: ['onMessageSent', 'onChannelDestroyed'], retry_count: 2 },
  })
  const flow = `FW${'a'.repeat(32)}`
  const studio = await call('POST', webhooks, { Type: 'studio', 'Configuration.FlowSid': flow })
  expect(studio['configuration']).toEqual({ flow_sid: flow })
  await call('POST', webhooks, { Type: 'trigger', 'Configuration.Url': 'https://example.com/hook', 'Configuration.Triggers': 'help' })
  const changed = await call('POST', webhook.url, { 'Configuration.Method': 'GET' })
  expect(changed['configuration']).toMatchObject({ url: 'https://example.com/hook', method: 'GET', retry_count: 2 })
  expect(await call('GET', webhook.url)).toEqual(changed)
  expect((await call('GET', webhooks))['webhooks']).toHaveLength(3)
  await call('DELETE', webhook.url)
  await refused(404, 'GET', webhook.url)
})

test('each operation that is not served answers 501 and says its name', async () => {
  for (const { method, path, operation } of refusedOperations.filter((one) => one.path.startsWith('/v2'))) {
    const { body } = await refused(501, method.toUpperCase(), path.replaceAll(/:\w+/g, 'x'))
    expect(body).toMatchObject({ message: expect.stringContaining(`${operation} is not served: push`) })
    expect(description.operationOf(method.toUpperCase(), path).id).toBe(operation)
  }
})

test('each refusal has the body of Twilio’s errors', async () => {
  const { at } = await createService('Refusals')
  const channel = await call('POST', at('/Channels'), { UniqueName: 'taken' })
  expect((await refused(400, 'POST', at('/Users'), {})).body).toMatchObject({ code: 20001, message: expect.stringContaining('Identity') })
  expect((await refused(400, 'POST', `${channel.url}/Messages`, { Body: 'x'.repeat(32_769) })).body).toMatchObject({
    message: expect.stringContaining('Body'),
  })
  const unauthenticated = await refused(401, 'GET', at(''), undefined, { authorization: basic('SKnobody', 'x') })
  expect(unauthenticated.body).toMatchObject({ code: 20003 })
  expect(unauthenticated.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"')
  expect((await refused(404, 'GET', '/v2/Rooms')).body).toMatchObject({ code: 20404 })
  await refused(404, 'GET', '/v2')
  await refused(404, 'GET', at('/Channels/'))
  expect((await refused(404, 'GET', at('/Channels/nobody'))).body).toMatchObject({ code: 50300 })
  const wrongMethod = await refused(405, 'PUT', at('/Channels'), {})
  expect(wrongMethod.body).toMatchObject({ code: 20004 })
  expect(wrongMethod.headers.get('allow')).toBe('GET, POST')
  expect((await refused(409, 'POST', at('/Channels'), { UniqueName: 'taken' })).body).toMatchObject({ code: 50307 })
  await refused(413, 'POST', at('/Channels'), { FriendlyName: 'x'.repeat(128 * 1024) })
  const headers = { authorization: basic(apiKey.sid, apiKey.secret), 'content-type': 'application/json' }
  const json = await fetch(`${rest.url}${at('/Channels')}`, { method: 'POST', headers, body: '{}' })
  expect(json.status).toBe(415)
  expect(await json.json()).toMatchObject({ status: 415, code: 20415 })
})

test('every operation that Twilio describes is served, or refused with 501', () => {
  expect(description.operations.filter(({ id }) => !covered.has(id))).toEqual([])
})

test('every listed null was really met', () => {
  expect(description.nulls.filter((label) => !description.nullsSeen.has(label))).toEqual([])
})

test('nothing happened that the service did not expect', () => {
  expect(rest.reported).toEqual([])
})

import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiKey, basic, type Rest, send, startRest } from './setup.ts'

let rest: Rest
let service: string
const channel = () => `${service}/Channels/room`

beforeAll(async () => {
  rest = await startRest()
  const { body } = await send(rest, 'POST', '/v2/Services', { FriendlyName: 'Random' })
  service = new URL((body as { url: string }).url).pathname
  await send(rest, 'POST', `${service}/Channels`, { UniqueName: 'room' })
  await send(rest, 'POST', `${channel()}/Members`, { Identity: 'zoe' })
  for (const text of ['one', 'two', 'three']) await send(rest, 'POST', `${channel()}/Messages`, { Body: text })
})
afterAll(() => rest.close())

/** Every parameter that the API reads, and a few that it does not. */
const names = [
  'FriendlyName', 'UniqueName', 'Attributes', 'Type', 'DateCreated', 'DateUpdated', 'CreatedBy', 'Identity', 'RoleSid', 'Permission',
  'LastConsumedMessageIndex', 'LastConsumptionTimestamp', 'NotificationLevel', 'From', 'LastUpdatedBy', 'Body', 'MediaSid',
  'Configuration.Url', 'Configuration.Method', 'Configuration.Filters', 'Configuration.Triggers', 'Configuration.FlowSid',
  'Configuration.RetryCount', 'ReadStatusEnabled', 'TypingIndicatorTimeout', 'WebhookFilters', 'Limits.ChannelMembers',
  'Notifications.NewMessage.Enabled', 'PreWebhookUrl', 'WebhookMethod', '__proto__', 'Unknown',
  'State', 'Timers.Inactive', 'Timers.Closed', 'MessagingServiceSid', 'Bindings.Email.Address', 'MessagingBinding.Address',
  'MessagingBinding.ProxyAddress', 'MessagingBinding.ProjectedAddress', 'LastReadMessageIndex', 'LastReadTimestamp', 'Author', 'Subject',
  'Target', 'Configuration.ReplayAfter', 'Participant', 'Address', 'StartDate', 'EndDate', 'DefaultInactiveTimer',
  'DefaultChatServiceRoleSid', 'NewMessage.WithMedia.Enabled', 'Filters', 'Method',
] // prettier-ignore
const values = [
  '', 'true', 'false', '0', '-1', '1.5', '9007199254740991', '99999999999999999999', 'private', 'public', 'channel', 'deployment', 'webhook',
  'trigger', 'studio', 'GET', 'muted', 'sendMessage', 'zoe', 'system', 'room', '{}', '{"a":1}', '[]', 'null', '"', '{"__proto__":{"x":1}}',
  '2024-02-29T00:00:00Z', '2024-02-30', '0000-01-01', '9999-12-31T23:59:59Z', 'https://example.com', 'http://[', 'a/b', '%', '..', '\u0000',
  'active', 'inactive', 'closed', 'PT1M', 'PT0S', 'P999W', 'P', 'conversation', 'service', 'get', '+15558675310', 'zoe@example.com',
  'whatsapp:+15558675310', '{"identity":"zoe"}', '{"messaging_binding":{"address":1}}', '{"":{"":null}}', `MG${'a'.repeat(32)}`,
  `RL${'a'.repeat(32)}`, `ME${'a'.repeat(32)}`, `CH${'f'.repeat(32)}`, `FW${'a'.repeat(32)}`,
] // prettier-ignore
const value = fc.oneof(
  fc.constantFrom(...values),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ minLength: 250, maxLength: 5000 }),
)
const form = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })), value), { maxLength: 8 })
const segment = fc.oneof(
  fc.constantFrom(
    'zoe',
    'room',
    'system',
    `CH${'0'.repeat(32)}`,
    `IM${'0'.repeat(32)}`,
    `RL${'0'.repeat(32)}`,
    '%00',
    '%E0%A4',
    '%2F',
    "'",
    '"; --',
  ),
  fc.string({ minLength: 1, maxLength: 12 }).map((text) => encodeURIComponent(text.replaceAll('.', '_'))),
)
/** The lists of both APIs, those of Conversations under either address; below `room`, and for the User in it. */
const lists: readonly (() => string)[] = [
  ...['Roles', 'Users', 'Channels', 'Users/zoe/Channels'].map((list) => () => `${service}/${list}`),
  ...['Members', 'Messages', 'Invites', 'Webhooks'].map((list) => () => `${channel()}/${list}`),
  ...[
    'Roles',
    'Users',
    'Conversations',
    'Users/zoe/Conversations',
    'ParticipantConversations',
    'ConversationWithParticipants',
    'Configuration',
  ].flatMap((list) => [() => `${service.replace('/v2', '/v1')}/${list}`, () => `/v1/${list}`]),
  ...['Participants', 'Messages', 'Webhooks'].flatMap((list) => [
    () => `${service.replace('/v2', '/v1')}/Conversations/room/${list}`,
    () => `/v1/Conversations/room/${list}`,
  ]),
]
const path = fc.tuple(fc.constantFrom(...lists), fc.option(segment)).map(([list, key]) => (key === null ? list() : `${list()}/${key}`))
const runs = { numRuns: 600 }

async function request(method: string, address: string, body?: Uint8Array<ArrayBuffer> | string): Promise<number> {
  const headers = { authorization: basic(apiKey.sid, apiKey.secret), 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(rest.url + address, { method, headers, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  if (text !== '') expect(() => JSON.parse(text)).not.toThrow()
  return response.status
}
const encode = (pairs: readonly (readonly [string, string])[]) => new URLSearchParams(pairs.map(([name, text]) => [name, text])).toString()

test('no form makes the service fail, whatever its names and values', async () => {
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('POST', 'POST', 'POST', 'GET'), path, form, async (method, address, pairs) => {
      const status = method === 'GET' ? await request(method, `${address}?${encode(pairs)}`) : await request(method, address, encode(pairs))
      statuses.add(status)
      expect(status).toBeLessThan(500)
    }),
    runs,
  )
  // The forms reach all kinds of ends, or they would show little.
  for (const status of [200, 201, 400, 404]) expect(statuses).toContain(status)
  expect(rest.reported).toEqual([])
})

test('no paging query makes the service fail', async () => {
  const query = fc.record(
    {
      PageSize: fc.oneof(value, fc.integer().map(String)),
      Page: fc.oneof(value, fc.nat().map(String)),
      PageToken: fc.oneof(
        value,
        fc.tuple(fc.constantFrom('PA', 'PB', 'PT'), fc.integer()).map(([kind, seq]) => `${kind}${seq}`),
      ),
      Order: fc.constantFrom('asc', 'desc', 'up', ''),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(path, query, async (address, parameters) => {
      expect(await request('GET', `${address}?${encode(Object.entries(parameters))}`)).toBeLessThan(500)
    }),
    runs,
  )
  expect(rest.reported).toEqual([])
})

test('no bytes in a body make the service fail', async () => {
  await fc.assert(
    fc.asyncProperty(path, fc.uint8Array({ maxLength: 200 }), async (address, bytes) => {
      expect(await request('POST', address, new Uint8Array(bytes))).toBeLessThan(500)
    }),
    { numRuns: 150 },
  )
  expect(rest.reported).toEqual([])
})

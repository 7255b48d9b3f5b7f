import { expect, test } from 'vitest'
import { createWorld, openRoom, statusOf, system, user } from './setup.ts'

test('a new Service has the Roles that Twilio gives it', () => {
  const { instance } = createWorld()
  const roles = new Map(instance.roles.list({ limit: 10 }).items.map((role) => [role.friendlyName, role]))
  expect([...roles.keys()].sort()).toEqual(['channel admin', 'channel user', 'service admin', 'service user'])
  expect(roles.get('service user')?.permissions).toEqual(['createChannel', 'joinChannel', 'editOwnUserInfo'])
  expect(roles.get('channel user')?.permissions).toEqual([
    'sendMessage',
    'sendMediaMessage',
    'leaveChannel',
    'editOwnMessage',
    'editOwnMessageAttributes',
    'deleteOwnMessage',
  ])
  expect(roles.get('service admin')?.permissions).toHaveLength(19)
  expect(roles.get('channel admin')?.permissions).toHaveLength(15)
  const service = instance.service()
  expect(service.defaultServiceRoleSid).toBe(roles.get('service user')?.sid)
  expect(service.defaultChannelRoleSid).toBe(roles.get('channel user')?.sid)
  expect(service.defaultChannelCreatorRoleSid).toBe(roles.get('channel admin')?.sid)
})

test('a Role with a permission that does not exist, or not for its type, is refused', () => {
  const { instance } = createWorld()
  const create = (type: 'channel' | 'deployment', ...permissions: string[]): number =>
    statusOf(() => instance.roles.create({ friendlyName: 'r', type, permissions }))
  expect(create('deployment', 'sendMessage', 'flyToTheMoon')).toBe(400)
  expect(create('deployment', 'constructor')).toBe(400)
  expect(create('channel', 'createChannel')).toBe(400)
  expect(create('deployment', 'createChannel', 'sendMessage')).toBe(200)
  const { sid } = instance.roles.create({ friendlyName: 'r', type: 'channel', permissions: ['sendMessage', 'sendMessage'] })
  expect(instance.roles.fetch(sid).permissions).toEqual(['sendMessage'])
  expect(statusOf(() => instance.roles.update(sid, { permissions: ['x'] }))).toBe(400)
  expect(instance.roles.update(sid, { permissions: ['leaveChannel'] }).permissions).toEqual(['leaveChannel'])
})

test('a Role in use stays', () => {
  const { instance } = createWorld()
  const deployment = instance.roles.create({ friendlyName: 'd', type: 'deployment', permissions: [] })
  const forMember = instance.roles.create({ friendlyName: 'm', type: 'channel', permissions: [] })
  const forInvite = instance.roles.create({ friendlyName: 'i', type: 'channel', permissions: [] })
  const spare = instance.roles.create({ friendlyName: 's', type: 'channel', permissions: [] })
  instance.users.create({ identity: 'ann', roleSid: deployment.sid })
  const room = openRoom({ instance })
  instance.members.create(system, room, { identity: 'ann', roleSid: forMember.sid })
  instance.invites.create(system, room, { identity: 'bob', roleSid: forInvite.sid })
  for (const { sid } of [deployment, forMember, forInvite]) expect(statusOf(() => instance.roles.remove(sid))).toBe(409)
  expect(statusOf(() => instance.roles.remove(instance.service().defaultChannelRoleSid))).toBe(409)
  expect(statusOf(() => instance.roles.remove(spare.sid))).toBe(200)
  expect(statusOf(() => instance.roles.fetch(spare.sid))).toBe(404)
})

test('a Role of the wrong type, or of nobody, is refused wherever one is given', () => {
  const { domain, instance } = createWorld()
  const { defaultChannelRoleSid: channel, defaultServiceRoleSid: deployment } = instance.service()
  const room = openRoom({ instance })
  expect(statusOf(() => instance.users.create({ identity: 'ann', roleSid: channel }))).toBe(400)
  expect(statusOf(() => instance.members.create(system, room, { identity: 'ann', roleSid: deployment }))).toBe(400)
  expect(statusOf(() => instance.invites.create(system, room, { identity: 'ann', roleSid: `RL${'0'.repeat(32)}` }))).toBe(400)
  expect(statusOf(() => domain.services.update(instance.serviceSid, { defaultChannelRoleSid: deployment }))).toBe(400)
})

test.each([
  '',
  ' ',
  'a/b',
  'a?b',
  'a#b',
  'a%20b',
  'a\\b',
  '.',
  '..',
  'a\nb',
  'a\0b',
  'a\u007fb',
  '\ud800',
  'system',
  'System',
  `US${'0'.repeat(32)}`,
  'x'.repeat(257),
])('the Identity %j is refused everywhere', (identity) => {
  const { instance, database } = createWorld()
  const room = openRoom({ instance })
  const count = (): unknown => database.get('SELECT count(*) AS n FROM users')
  const before = count()
  expect(statusOf(() => instance.users.create({ identity }))).toBe(400)
  expect(statusOf(() => instance.users.ensure(identity))).toBe(400)
  expect(statusOf(() => instance.members.create(system, room, { identity }))).toBe(400)
  expect(statusOf(() => instance.invites.create(system, room, { identity }))).toBe(400)
  expect(count()).toEqual(before)
})

test.each(['ann', 'a b@c.de', 'Zoë', '小明', '😀', 'x'.repeat(256), "o'neill", '__proto__'])('the Identity %j is fine', (identity) => {
  const { instance } = createWorld()
  const made = instance.users.ensure(identity)
  expect(instance.users.ensure(identity)).toEqual(made)
  expect(instance.users.fetch(made.sid).identity).toBe(identity)
})

test('unique names are unique among the Channels, can be cleared and used again', () => {
  const { instance } = createWorld()
  const one = instance.channels.create(system, { uniqueName: 'room' }).sid
  expect(statusOf(() => instance.channels.create(system, { uniqueName: 'room' }))).toBe(409)
  const two = instance.channels.create(system, {}).sid
  expect(statusOf(() => instance.channels.update(system, two, { uniqueName: 'room' }))).toBe(409)
  expect(instance.channels.update(system, one, { uniqueName: 'room' }).uniqueName).toBe('room')
  expect(instance.channels.update(system, one, { uniqueName: '' }).uniqueName).toBeNull()
  expect(instance.channels.update(system, two, { uniqueName: 'room' }).uniqueName).toBe('room')
  for (const uniqueName of [`CH${'0'.repeat(32)}`, 'a\0b', 'x'.repeat(257)]) {
    expect(statusOf(() => instance.channels.create(system, { uniqueName }))).toBe(400)
  }
})

test('nobody but the back end makes a Channel in the name of the system', () => {
  const { instance } = createWorld()
  instance.users.ensure('ann')
  expect(instance.channels.create(system, {}).createdBy).toBe('system')
  expect(instance.channels.create(system, { createdBy: 'ann' }).createdBy).toBe('ann')
  expect(instance.channels.create(user('ann'), {}).createdBy).toBe('ann')
  expect(statusOf(() => instance.channels.create(system, { createdBy: 'System' }))).toBe(400)
})

test('the creator of a Channel joins it with the creator Role', () => {
  const { instance } = createWorld()
  instance.users.ensure('ann')
  const { sid } = instance.channels.create(user('ann'), { type: 'private' })
  expect(instance.members.create(user('ann'), sid, { identity: 'ann' }).roleSid).toBe(instance.service().defaultChannelCreatorRoleSid)
  expect(instance.members.create(user('ann'), sid, { identity: 'bob' }).roleSid).toBe(instance.service().defaultChannelRoleSid)
})

test('a Channel and a User have no more memberships than the Service allows', () => {
  const { domain, instance } = createWorld()
  domain.services.update(instance.serviceSid, { limits: { channelMembers: 2, userChannels: 2 } })
  const full = openRoom({ instance }, 'ann', 'bob')
  expect(() => instance.members.create(system, full, { identity: 'eve' })).toThrow(expect.objectContaining({ status: 403, code: 50403 }))
  openRoom({ instance }, 'ann')
  const third = openRoom({ instance })
  expect(() => instance.members.create(system, third, { identity: 'ann' })).toThrow(expect.objectContaining({ status: 403, code: 50208 }))
  instance.members.remove(system, full, 'ann')
  expect(statusOf(() => instance.members.create(system, third, { identity: 'ann' }))).toBe(200)
})

test('counts are counts', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance }, 'ann', 'bob')
  openRoom({ instance }, 'ann')
  instance.messages.create(system, room, { body: 'a' })
  expect(instance.channels.fetch(system, room)).toMatchObject({ membersCount: 2, messagesCount: 1 })
  expect(instance.users.fetch('ann').joinedChannelsCount).toBe(2)
  instance.users.remove('bob')
  expect(instance.channels.fetch(system, room).membersCount).toBe(1)
})

test('garbage for a Service is refused as a whole', () => {
  const { domain, instance } = createWorld()
  const before = instance.service()
  const update = (fields: Parameters<typeof domain.services.update>[1]): number =>
    statusOf(() => domain.services.update(instance.serviceSid, { friendlyName: 'changed', ...fields }))
  expect(update({ typingIndicatorTimeout: 0 })).toBe(400)
  expect(update({ limits: { channelMembers: 1_001, userChannels: 1 } })).toBe(400)
  expect(update({ preWebhookUrl: 'javascript:alert(1)' })).toBe(400)
  expect(update({ webhookMethod: 'DELETE' })).toBe(400)
  expect(instance.service()).toEqual(before)
  expect(domain.services.update(instance.serviceSid, { friendlyName: 'changed', typingIndicatorTimeout: 7 })).toMatchObject({
    friendlyName: 'changed',
    typingIndicatorTimeout: 7,
    limits: before.limits,
  })
})

test('who is online is told only while the Service tells it', async () => {
  const { domain, instance, database, heard } = createWorld()
  instance.users.ensure('ann')
  instance.users.setOnline('ann', true)
  expect(instance.users.fetch('ann').online).toBeNull()
  await database.durable()
  const before = heard.length
  domain.services.update(instance.serviceSid, { reachabilityEnabled: true })
  expect(instance.users.fetch('ann').online).toBe(true)
  instance.users.setOnline('ann', true)
  instance.users.setOnline('ann', false)
  instance.users.setOnline('nobody', true)
  await database.durable()
  expect(heard.slice(before).map(({ event }) => ('item' in event ? event.item.data : event))).toEqual([
    { online: true, notifiable: false },
    { online: false, notifiable: false },
  ])
})

test('webhooks of a Channel are kept and checked', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance })
  const made = instance.webhooks.create(room, { type: 'webhook', configuration: { url: 'https://example.org/hook', method: 'POST' } })
  expect(instance.webhooks.update(room, made.sid, { configuration: { retry_count: 2 } }).configuration).toEqual({
    url: 'https://example.org/hook',
    method: 'POST',
    retry_count: 2,
  })
  const refuse = (type: 'webhook' | 'trigger' | 'studio', configuration: Record<string, unknown>): number =>
    statusOf(() => instance.webhooks.create(room, { type, configuration }))
  expect(refuse('webhook', {})).toBe(400)
  expect(refuse('webhook', { url: 'file:///etc/passwd' })).toBe(400)
  expect(refuse('trigger', { url: 'https://example.org', retry_count: 9 })).toBe(400)
  expect(refuse('studio', { url: 'https://example.org' })).toBe(400)
  expect(refuse('studio', { flow_sid: `FW${'0'.repeat(32)}` })).toBe(200)
  instance.webhooks.remove(room, made.sid)
  expect(instance.webhooks.list(room, { limit: 10 }).items).toHaveLength(1)
})

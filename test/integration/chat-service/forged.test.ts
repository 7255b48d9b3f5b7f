import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectRaw } from '../../support/raw-client.ts'
import { createForgedWorld, takeHands, type ForgedWorld, type Hands } from './forged-world.ts'
import { connect, letGoOfTheSdksRejections, statusOf, system } from './sdk.ts'

let world: ForgedWorld
let hands: Hands
letGoOfTheSdksRejections()
beforeAll(async () => {
  world = await createForgedWorld()
})
afterAll(() => world.service.stop())
beforeEach(async () => {
  hands = await takeHands(world)
})

type Call = () => Promise<unknown>
const post = (path: string, body?: unknown): Promise<unknown> => hands.request('post', path, body)
const get = (path: string, params?: Record<string, string>): Promise<unknown> => hands.request('get', path, undefined, params)
const remove = (path: string): Promise<unknown> => hands.request('delete', path)
const inOwn = (rest = ''): string => `/chat/Conversations/${world.own.sid}${rest}`
const inForeign = (rest = ''): string => `/chat/Conversations/${world.foreign.sid}${rest}`

const member = async (
  identity: string,
): Promise<{ remove(): Promise<unknown>; updateAttributes(attributes: object): Promise<unknown> }> => {
  const found = (await hands.channel.getMembers()).find((each) => each.identity === identity)
  if (!found) throw new Error(`${identity} is no Member`)
  return found
}

const forged: [string, Call][] = [
  // Channels
  ['create a private Channel', () => hands.client.createChannel({ friendlyName: 'x', isPrivate: true })],
  ['create a public Channel', () => hands.client.createChannel({ uniqueName: 'x', isPrivate: false })],
  ['create a Channel in the name of the back end', () => post('/chat/Conversations', { type: 'private', created_by: 'system' })],
  ['rename its Channel', () => hands.channel.updateFriendlyName('mine')],
  ['give its Channel a unique name', () => hands.channel.updateUniqueName('mine')],
  ['change the attributes of its Channel', () => hands.channel.updateAttributes({ status: 'ended' })],
  ['change the creator of its Channel', () => post(inOwn(), { created_by: 'visitor-one' })],
  ['delete its Channel', () => hands.channel.delete()],
  ['find a foreign Channel by its sid', () => hands.client.getChannelBySid(world.foreign.sid)],
  ['find a foreign Channel by its unique name', () => hands.client.getChannelByUniqueName(world.foreign.uniqueName)],
  ['rename a foreign Channel', () => post(inForeign(), { friendly_name: 'mine' })],
  ['delete a foreign Channel', () => remove(inForeign())],
  ['delete a public Channel', () => remove(`/chat/Conversations/${world.publicSid}`)],
  ['find a Channel of another Service instance', () => hands.client.getChannelBySid(world.otherService.channelSid)],
  // Members and invites
  ['join a foreign private Channel by its sid', () => post(inForeign('/Participants'), { identity: world.visitor })],
  ['join it by its unique name', () => post(`/chat/Conversations/${world.foreign.uniqueName}/Participants`, { identity: world.visitor })],
  ['join a public Channel', () => post(`/chat/Conversations/${world.publicSid}/Participants`, { identity: world.visitor })],
  ['add somebody to its Channel', () => hands.channel.add('accomplice')],
  ['add itself anew, with a better Role', () => post(inOwn('/Participants'), { identity: 'accomplice', role_sid: world.adminChannelRole })],
  ['add somebody to a foreign Channel', () => post(inForeign('/Participants'), { identity: 'accomplice' })],
  ['invite somebody into its Channel', () => hands.channel.invite('accomplice')],
  ['invite itself into a foreign Channel', () => post(inForeign('/Invites'), { identity: world.visitor })],
  ["decline another's invitation", () => remove(inForeign('/Invites/visitor-three'))],
  ['remove the agent from its Channel', async () => (await member('agent')).remove()],
  ['remove a Member from a foreign Channel', () => remove(inForeign(`/Participants/${world.foreign.member}`))],
  [
    'take itself a better Role in its Channel',
    () => post(inOwn(`/Participants/${world.own.visitorMember}`), { role_sid: world.adminChannelRole }),
  ],
  ["change the agent's attributes as a Member", async () => (await member('agent')).updateAttributes({ fooled: true })],
  ['change a Member of a foreign Channel', () => post(inForeign(`/Participants/${world.foreign.member}`), { attributes: '{}' })],
  ['read a Member of a foreign Channel', () => get(inForeign(`/Participants/${world.foreign.member}`))],
  ['list the Users of a foreign Channel', () => get('/chat/Users', { ConversationSid: world.foreign.sid })],
  // Messages
  ["edit the agent's Message", () => hands.agentMessage.updateBody('Pay here')],
  ["change the attributes of the agent's Message", () => hands.agentMessage.updateAttributes({ x: 1 })],
  ["delete the agent's Message", () => hands.agentMessage.remove()],
  ['write in the name of the agent', () => post(inOwn('/Messages'), { body: 'Pay here', author: 'agent' })],
  ['write in the name of the back end', () => post(inOwn('/Messages'), { body: 'Pay here', from: 'system' })],
  ['write into a foreign Channel', () => post(inForeign('/Messages'), { body: 'hello' })],
  ['write into a public Channel without being in it', () => post(`/chat/Conversations/${world.publicSid}/Messages`, { body: 'hello' })],
  ['read a Message of a foreign Channel', () => get(inForeign(`/Messages/${world.foreign.message}`))],
  ['read it by way of its own Channel', () => get(inOwn(`/Messages/${world.foreign.message}`))],
  ['edit a Message of a foreign Channel', () => post(inForeign(`/Messages/${world.foreign.message}`), { body: 'x' })],
  ['delete a Message of a foreign Channel', () => remove(inForeign(`/Messages/${world.foreign.message}`))],
  ['delete it by way of its own Channel', () => remove(inOwn(`/Messages/${world.foreign.message}`))],
  // What only the newer SDK asks
  ['read the receipts of a Message of a foreign Channel', () => get(inForeign(`/Messages/${world.foreign.message}/Receipts`))],
  ['read them by way of its own Channel', () => get(inOwn(`/Messages/${world.foreign.message}/Receipts`))],
  [
    'read the receipts of a public Channel without being in it',
    () => get(`/chat/Conversations/${world.publicSid}/Messages/${world.foreign.message}/Receipts`),
  ],
  ['read the metadata of a Message of a foreign Channel', () => get(inForeign(`/Messages/${world.foreign.message}/ChannelMetadata`))],
  ['list whom the Messages of a foreign Channel reached as mail', () => get(inForeign('/MessageRecipients'))],
  [
    'list whom a foreign Message reached, by way of its own Channel',
    () => get(inOwn('/MessageRecipients'), { MessageSid: world.foreign.message }),
  ],
  [
    'add somebody by phone to its Channel',
    () => post(inOwn('/Participants'), { messaging_binding: { address: '+15551234567', proxy_address: '+15557654321' } }),
  ],
  [
    'add somebody by mail to a foreign Channel',
    () => post(inForeign('/Participants'), { messaging_binding: { address: 'a@example.com', proxy_address: 'b@example.com' } }),
  ],
  [
    'join a foreign Channel with a phone number',
    () => post(inForeign('/Participants'), { identity: world.visitor, messaging_binding: { projected_address: '+15551234567' } }),
  ],
  [
    'take itself a phone number in a public Channel',
    () =>
      post(`/chat/Conversations/${world.publicSid}/Participants`, {
        messaging_binding: { address: '+15551234567', proxy_address: '+15557654321' },
      }),
  ],
  ['peek into a foreign Channel', () => get(inForeign())],
  [
    'write several attachments into a foreign Channel',
    () => post(inForeign('/Messages'), { body: 'x', media_sids: [world.foreign.media] }),
  ],
  [
    'move a horizon in a foreign Channel under the newer name',
    () => post(`/chat/MyConversations/${world.foreign.sid}`, { last_read_message_index: 0 }),
  ],
  // Horizon and typing
  ['type into a foreign Channel', () => post('/chat/Typing', { ChannelSid: world.foreign.sid })],
  ['type into a public Channel without being in it', () => post('/chat/Typing', { ChannelSid: world.publicSid })],
  ['move a horizon in a foreign Channel', () => post(`/chat/MyConversations/${world.foreign.sid}`, { last_consumed_message_index: 0 })],
  ['count what is unread in a foreign Channel', () => get(`/chat/MyConversations/${world.foreign.sid}`)],
  // Users
  ["change another User's name", () => post(`/chat/Users/${world.victim.identity}`, { friendly_name: 'x' })],
  ["change the agent's attributes", () => post('/chat/Users/agent', { attributes: '{}' })],
  ['change a User by its sid', () => post(`/chat/Users/${world.victim.userSid}`, { friendly_name: 'x' })],
  ['promote itself', () => post(`/chat/Users/${world.visitor}`, { role_sid: world.adminRole })],
  ['promote itself beside an honest change', () => post(`/chat/Users/${world.visitor}`, { friendly_name: 'x', role_sid: world.adminRole })],
  // Sync
  ['read the document of a foreign Channel', () => get(`/v3/Documents/${world.foreign.sid}.channel`)],
  ['read the Messages of a foreign Channel by name', () => get(`/v3/Lists/${world.foreign.sid}.messages`)],
  ['read the Messages of a foreign Channel by sid', () => get(`/v3/Lists/${world.foreign.listSid}/Items`, { From: '0', PageSize: '100' })],
  ['read one Message of a foreign Channel', () => get(`/v3/Lists/${world.foreign.listSid}/Items`, { Index: '1' })],
  ['read the roster of a foreign Channel', () => get(`/v3/Maps/${world.foreign.rosterSid}/Items`)],
  ['read the Messages of a public Channel without being in it', () => get(`/v3/Lists/${world.publicSid}.messages`)],
  ["read another User's list of Channels", () => get(`/v3/Maps/${world.victim.userSid}.channels`)],
  ['write a Sync item', () => post(`/v3/Lists/${world.foreign.listSid}/Items`, { data: {} })],
  ['delete a Sync list', () => remove(`/v3/Lists/${world.foreign.listSid}`)],
  [
    "write its own User's info past the service",
    () => post(`/v3/Maps/${world.victim.infoMap}/Items/friendlyName`, { data: { value: 'x' } }),
  ],
  // Media
  ['look up foreign media', () => lookUp(`/${world.foreign.media}`)],
  [
    'read foreign media under an address of its own making',
    () => lookUp(`/${world.foreign.media}/Content?expires=99999999999&signature=${'0'.repeat(64)}`),
  ],
  ['look up foreign media in a set', () => lookUpSet(world.foreign.media)],
  ['upload into another Service instance', () => lookUp('', world.otherService.sid, 'POST')],
]

async function lookUp(path: string, serviceSid = world.service.credentials.serviceSid, method = 'GET'): Promise<void> {
  const headers = { 'X-Twilio-Token': world.service.token(world.visitor) }
  const response = await fetch(`${world.service.url}/v1/Services/${serviceSid}/Media${path}`, {
    method,
    headers,
    ...(method === 'POST' && { body: 'x' }),
  })
  if (!response.ok) throw Object.assign(new Error(response.statusText), { status: response.status })
}

/** Fails as the one media does that was asked for. */
async function lookUpSet(sid: string): Promise<void> {
  const { url, credentials, token } = world.service
  const response = await fetch(`${url}/v1/Services/${credentials.serviceSid}/MediaSet`, {
    method: 'POST',
    headers: { 'X-Twilio-Token': token(world.visitor), 'Content-Type': 'application/json' },
    body: JSON.stringify({ command: 'get', list: [{ media_sid: sid }] }),
  })
  const [found] = (await response.json()) as [{ code: number; media_record: object }]
  if (found.code === 200) return
  expect(found.media_record).toEqual({ sid })
  throw Object.assign(new Error('refused'), { status: found.code })
}

test.each(forged)('does not let a stolen token %s', async (_what, call) => {
  const before = world.service.everything()
  expect([403, 404]).toContain(await statusOf(call()))
  expect(world.service.everything()).toEqual(before)
})

test('tries at least thirty forged calls', () => {
  expect(forged.length).toBeGreaterThanOrEqual(30)
})

test.each<[string, () => [string, 'map' | 'list' | 'document']]>([
  ['the Messages of a foreign Channel', () => [world.foreign.listSid, 'list']],
  ['the roster of a foreign Channel', () => [world.foreign.rosterSid, 'map']],
  [
    'the document of a foreign Channel',
    () => [world.service.instance.sync.open('agent', 'document', `${world.foreign.sid}.channel`).sid, 'document'],
  ],
  [
    "another User's list of Channels",
    () => [world.service.instance.sync.open('agent', 'map', `${world.service.instance.users.fetch('agent').sid}.channels`).sid, 'map'],
  ],
])('does not let a stolen token subscribe to %s', async (_what, target) => {
  const before = world.service.everything()
  const answer = await hands.subscribe(...target())
  expect(answer).toMatchObject({ event_type: 'subscription_failed', events: [{ error: { status: 403 } }] })
  expect(world.service.everything()).toEqual(before)
})

test('does not let a stolen token renew itself as somebody else, or for another Service instance', async () => {
  const { service, visitor, victim, otherService } = world
  for (const token of [service.token(victim.identity), service.token(visitor, { serviceSid: otherService.sid })]) {
    const client = await connect(service, visitor)
    const before = service.everything()
    await expect(client.updateToken(token)).rejects.toMatchObject({ reply: { status: { code: 403 } } })
    expect(service.everything()).toEqual(before)
  }
})

test('refuses foreign media in a Message of its own', async () => {
  const before = world.service.everything()
  expect(await statusOf(post(inOwn('/Messages'), { media_sid: world.foreign.media }))).toBe(400)
  expect(world.service.everything()).toEqual(before)
})

test.each([
  ['the public REST API', 'POST', () => `/v2/Services/${world.service.credentials.serviceSid}/Channels`],
  ['the newer public REST API', 'POST', () => `/v1/Services/${world.service.credentials.serviceSid}/Conversations`],
  ['the API keys', 'GET', () => `/2010-04-01/Accounts/${world.service.credentials.accountSid}/Keys.json`],
  ['a new API key', 'POST', () => `/2010-04-01/Accounts/${world.service.credentials.accountSid}/Keys.json`],
])('opens no door of %s to an Access Token', async (_what, method, path) => {
  const { url, credentials, token } = world.service
  const jwt = token(world.visitor)
  const before = world.service.everything()
  const headers = [`Bearer ${jwt}`, `Basic ${btoa(`${credentials.accountSid}:${jwt}`)}`, `Basic ${btoa(`${credentials.apiKeySid}:${jwt}`)}`]
  for (const Authorization of headers) {
    const response = await fetch(url + path(), { method, headers: { Authorization, 'X-Twilio-Token': jwt } })
    expect(response.status).toBe(401)
  }
  expect(world.service.everything()).toEqual(before)
})

test('sees a difference where there is one: what the visitor may do is done', async () => {
  const before = world.service.everything()
  expect(await hands.channel.sendMessage('honest')).toBeGreaterThan(0)
  expect(world.service.everything()).not.toEqual(before)
  await hands.client.user.updateFriendlyName('Vera')
  expect(world.service.instance.users.fetch(world.visitor).friendlyName).toBe('Vera')
})

test('goes on refusing when it holds the foreign Channel from before it was removed', async () => {
  const { instance, twilsockUrl, token } = world.service
  instance.members.create(system, world.foreign.sid, { identity: world.visitor })
  const raw = await connectRaw(twilsockUrl, token(world.visitor))
  const messages = `/chat/Conversations/${world.foreign.sid}/Messages`
  expect((await raw.request('POST', messages, { body: { body: 'while in it' } })).status).toBe(201)
  instance.members.remove(system, world.foreign.sid, world.visitor)
  expect((await raw.request('POST', messages, { body: { body: 'afterwards' } })).status).toBe(404)
  expect((await raw.request('GET', `/v3/Lists/${world.foreign.listSid}/Items`)).status).toBe(403)
  raw.close()
})

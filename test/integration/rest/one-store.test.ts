import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FormFields, type Rest, send, startRest } from './setup.ts'

let rest: Rest
/** The Service instance in either API */
let chat: string
let conversations: string

beforeAll(async () => {
  rest = await startRest()
  const { sid } = await ask('POST', '/v2/Services', { FriendlyName: 'One' })
  chat = `/v2/Services/${sid}`
  conversations = `/v1/Services/${sid}`
})
afterAll(() => rest.close())

interface Row {
  readonly sid: string
  readonly [property: string]: unknown
}

async function ask(method: string, path: string, form?: FormFields): Promise<Row> {
  const { status, body } = await send(rest, method, path, form)
  expect({ method, path, status, body }).toMatchObject({ status: expect.toSatisfy((code: number) => code >= 200 && code < 300) })
  return body as Row
}
const list = async (path: string, key: string) => (await ask('GET', path))[key] as readonly Row[]

test('a Channel made through Chat is the same conversation, with its Members and Messages', async () => {
  const channel = await ask('POST', `${chat}/Channels`, { UniqueName: 'tea', FriendlyName: 'Tea', Attributes: '{"a":1}', Type: 'private' })
  const member = await ask('POST', `${chat}/Channels/tea/Members`, { Identity: 'zoe', Attributes: '{"m":1}' })
  const message = await ask('POST', `${chat}/Channels/tea/Messages`, { From: 'zoe', Body: 'grüß 🫖', Attributes: '{"k":2}' })
  expect(await ask('GET', `${conversations}/Conversations/tea`)).toMatchObject({
    sid: channel.sid,
    friendly_name: 'Tea',
    attributes: '{"a":1}',
    state: 'active',
    date_created: channel['date_created'],
  })
  expect(await list(`${conversations}/Conversations/tea/Participants`, 'participants')).toMatchObject([
    { sid: member.sid, identity: 'zoe', attributes: '{"m":1}', role_sid: member['role_sid'] },
  ])
  expect(await list(`${conversations}/Conversations/${channel.sid}/Messages`, 'messages')).toMatchObject([
    { sid: message.sid, author: 'zoe', body: 'grüß 🫖', attributes: '{"k":2}', index: 0, participant_sid: member.sid },
  ])
})

test('a conversation is the same private Channel, with its participants and Messages', async () => {
  const conversation = await ask('POST', `${conversations}/Conversations`, { UniqueName: 'coffee', FriendlyName: 'Coffee' })
  const participant = await ask('POST', `${conversations}/Conversations/coffee/Participants`, { Identity: 'yan' })
  const message = await ask('POST', `${conversations}/Conversations/coffee/Messages`, { Author: 'yan', Body: 'hello' })
  await ask('POST', `${conversations}/Conversations/coffee/Participants/yan`, { LastReadMessageIndex: '0' })
  expect(await ask('GET', `${chat}/Channels/coffee`)).toMatchObject({
    sid: conversation.sid,
    friendly_name: 'Coffee',
    type: 'private',
    created_by: 'system',
    members_count: 1,
    messages_count: 1,
  })
  expect(await list(`${chat}/Channels/coffee/Members`, 'members')).toMatchObject([
    { sid: participant.sid, identity: 'yan', last_consumed_message_index: 0 },
  ])
  expect(await list(`${chat}/Channels/coffee/Messages`, 'messages')).toMatchObject([{ sid: message.sid, from: 'yan', body: 'hello' }])
})

test('Roles, Users, webhooks and notifications are the same under either name', async () => {
  const role = await ask('POST', `${conversations}/Roles`, { FriendlyName: 'guest', Type: 'conversation', Permission: 'leaveConversation' })
  expect(await ask('GET', `${chat}/Roles/${role.sid}`)).toMatchObject({ type: 'channel', permissions: ['leaveChannel'] })
  await ask('POST', `${chat}/Roles/${role.sid}`, { Permission: ['inviteMember', 'destroyChannel'] })
  const { permissions } = await ask('GET', `${conversations}/Roles/${role.sid}`)
  expect(permissions).toEqual(['inviteMember', 'deleteConversation'])
  // What one API gives, it takes back.
  const again = await ask('POST', `${conversations}/Roles/${role.sid}`, { Permission: permissions as string[] })
  expect(again['permissions']).toEqual(permissions)

  const user = await ask('POST', `${conversations}/Users`, { Identity: 'xi', FriendlyName: 'Xi' })
  expect(await ask('GET', `${chat}/Users/xi`)).toMatchObject({ sid: user.sid, friendly_name: 'Xi' })

  const webhook = await ask('POST', `${conversations}/Conversations/tea/Webhooks`, {
    Target: 'webhook',
    'Configuration.Url': 'https://example.com/',
    'Configuration.Method': 'get',
    'Configuration.ReplayAfter': '2',
  })
  expect((await ask('GET', `${chat}/Channels/tea/Webhooks/${webhook.sid}`))['configuration']).toEqual({
    url: 'https://example.com/',
    method: 'GET',
  })
  await ask('POST', `${chat}/Channels/tea/Webhooks/${webhook.sid}`, { 'Configuration.RetryCount': '3' })
  expect((await ask('GET', `${conversations}/Conversations/tea/Webhooks/${webhook.sid}`))['configuration']).toEqual({
    url: 'https://example.com/',
    method: 'get',
    replay_after: 2,
  })

  await ask('POST', `${conversations}/Configuration/Notifications`, {
    'AddedToConversation.Sound': 'ding',
    'NewMessage.WithMedia.Template': 'a file',
  })
  const { notifications } = await ask('GET', chat)
  expect(notifications).toMatchObject({ added_to_channel: { sound: 'ding' }, new_message: { enabled: false } })
  expect(JSON.stringify(notifications)).not.toContain('with_media')
  await ask('POST', chat, { 'Notifications.NewMessage.Sound': 'dong' })
  expect((await ask('GET', `${conversations}/Configuration/Notifications`))['new_message']).toEqual({
    enabled: false,
    sound: 'dong',
    with_media: { enabled: false, template: 'a file' },
  })
})

test('an invitation of Chat is no conversation of the User until it was accepted', async () => {
  const { sid } = await ask('POST', `${chat}/Channels`, { Type: 'private' })
  await ask('POST', `${chat}/Channels/${sid}/Invites`, { Identity: 'xi' })
  expect(await list(`${conversations}/Users/xi/Conversations`, 'conversations')).toEqual([])
  expect((await send(rest, 'GET', `${conversations}/Users/xi/Conversations/${sid}`)).status).toBe(404)
  expect((await send(rest, 'DELETE', `${conversations}/Users/xi/Conversations/${sid}`)).status).toBe(404)
  expect(await list(`${chat}/Users/xi/Channels`, 'channels')).toMatchObject([{ channel_sid: sid, status: 'invited' }])
})

test('a closed conversation is closed for Chat too', async () => {
  const { sid } = await ask('POST', `${conversations}/Conversations`, { State: 'closed' })
  const refused = await send(rest, 'POST', `${chat}/Channels/${sid}/Messages`, { Body: 'hello' })
  expect(refused).toMatchObject({ status: 403, body: { message: 'Conversation is closed' } })
  expect((await send(rest, 'POST', `${chat}/Channels/${sid}/Members`, { Identity: 'zoe' })).status).toBe(403)
  await ask('DELETE', `${chat}/Channels/${sid}`)
})

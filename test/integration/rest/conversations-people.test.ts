import { describe, expect, test } from 'vitest'
import type { Resource } from './contract-caller.ts'
import { people, useConversations } from './conversations-contract.ts'

const { rest, call, refused, createService, testCompleteness } = useConversations()

describe.each(['named', 'default'] as const)('below the %s Service instance', (form) => {
  test('Users are made, changed, found by Identity, listed and removed', async () => {
    const { service, at } = await createService(form)
    const user = await call('POST', at('/Users'), { Identity: 'zoë', FriendlyName: 'Zoë', Attributes: '{"vip":true}' })
    expect(user).toMatchObject({ identity: 'zoë', friendly_name: 'Zoë', attributes: '{"vip":true}', is_online: null })
    await call('POST', at('/Users'), { Identity: 'nameless' })
    expect(await call('GET', at(`/Users/${encodeURIComponent('zoë')}`))).toEqual(user)
    expect(await call('POST', user.url, { FriendlyName: 'Z' })).toMatchObject({ friendly_name: 'Z', attributes: '{"vip":true}' })
    await call('POST', `/v1/Services/${service.sid}/Configuration`, { ReachabilityEnabled: 'true' })
    rest().domain.instance(service.sid).users.setOnline('zoë', true)
    expect(await call('GET', user.url)).toMatchObject({ is_online: true })
    expect((await call('GET', at('/Users')))['users']).toMatchObject([{ identity: 'zoë' }, { identity: 'nameless', friendly_name: null }])
    await call('DELETE', user.url)
    await refused(404, 'GET', user.url)
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
    rest()
      .domain.instance(service.sid)
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

testCompleteness(people)

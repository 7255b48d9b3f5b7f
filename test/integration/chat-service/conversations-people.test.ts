import type { Conversation, Participant, User } from '@twilio/conversations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, enter } from './conversations.ts'
import { eventually, fresh, letGoOfTheSdksRejections, next, openChannel, statusOf, system } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService({ presenceGraceMs: 200 })
})
afterAll(() => service.stop())

async function inRoom(...others: string[]): Promise<{ anna: string; sid: string; conversation: Conversation }> {
  const anna = fresh('anna')
  const sid = openChannel(service, anna, ...others)
  return { anna, sid, conversation: await enter(await connect(service, anna), sid) }
}

const say = (sid: string, body = 'hello'): void => void service.instance.messages.create(system, sid, { body })

/** As an administrator, who may add and remove. */
function promote(sid: string, identity: string): void {
  const admin = service.instance.roles.list({ limit: 50 }).items.find(({ friendlyName }) => friendlyName === 'channel admin')
  service.instance.members.update(system, sid, identity, { roleSid: admin?.sid })
}

test('shows who is typing to the others, not to oneself, until the Message comes', async () => {
  const ben = fresh('ben')
  const { anna, sid, conversation } = await inRoom(ben)
  const theirs = await enter(await connect(service, ben), sid)
  const started = next<Participant>(theirs, 'typingStarted')
  let own = false
  conversation.on('typingStarted', () => (own = true))
  await conversation.typing()
  expect(await started).toMatchObject({ identity: anna, isTyping: true })
  const ended = next<Participant>(theirs, 'typingEnded')
  await conversation.sendMessage('there')
  expect((await ended).identity).toBe(anna)
  expect(own).toBe(false)
})

test('counts what is unread from the horizon on, and nothing before there is one', async () => {
  const { sid, conversation } = await inRoom()
  for (const body of ['a', 'b', 'c']) say(sid, body)
  expect(await conversation.getUnreadMessagesCount()).toBe(null)
  expect(await conversation.updateLastReadMessageIndex(0)).toBe(2)
  expect(await conversation.getUnreadMessagesCount()).toBe(2)
  expect(await conversation.setAllMessagesRead()).toBe(0)
  await conversation.setAllMessagesUnread()
  expect(await conversation.getUnreadMessagesCount()).toBe(null)
})

test('does not move the horizon back when it is asked to advance', async () => {
  const { anna, sid, conversation } = await inRoom()
  for (const body of ['a', 'b', 'c']) say(sid, body)
  await conversation.updateLastReadMessageIndex(2)
  await eventually(() => expect(conversation.lastReadMessageIndex).toBe(2))
  await conversation.advanceLastReadMessageIndex(1)
  expect(service.instance.members.fetch(system, sid, anna).lastConsumedMessageIndex).toBe(2)
})

test("shows a participant's horizon to the other, and to its own second tab", async () => {
  const ben = fresh('ben')
  const { anna, sid, conversation } = await inRoom(ben)
  const [tab, theirs] = [await enter(await connect(service, anna), sid), await enter(await connect(service, ben), sid)]
  say(sid)
  const participant = await theirs.getParticipantByIdentity(anna)
  await conversation.updateLastReadMessageIndex(0)
  await eventually(() => expect(participant?.lastReadMessageIndex).toBe(0))
  expect(Date.now() - (participant?.lastReadTimestamp?.getTime() ?? 0)).toBeLessThan(10_000)
  await eventually(() => expect(tab.lastReadMessageIndex).toBe(0))
})

test('lists the participants with Role, attributes and dates', async () => {
  const ben = fresh('ben')
  const { anna, sid, conversation } = await inRoom(ben)
  const participants = await conversation.getParticipants()
  expect(participants.map(({ identity }) => identity).sort()).toEqual([anna, ben].sort())
  const { sid: memberSid, roleSid } = service.instance.members.fetch(system, sid, ben)
  expect(await conversation.getParticipantBySid(memberSid)).toMatchObject({
    roleSid,
    type: 'chat',
    attributes: {},
    lastReadMessageIndex: null,
  })
})

test('tells of a participant that joins, changes, and leaves', async () => {
  const ben = fresh('ben')
  const { sid, conversation } = await inRoom()
  const joined = next<Participant>(conversation, 'participantJoined')
  service.instance.members.create(system, sid, { identity: ben, attributes: '{"seat":1}' })
  expect(await joined).toMatchObject({ identity: ben, attributes: { seat: 1 } })
  const updated = next<{ updateReasons: string[] }>(conversation, 'participantUpdated')
  service.instance.members.update(system, sid, ben, { attributes: '{"seat":2}' })
  expect((await updated).updateReasons).toContain('attributes')
  const left = next<Participant>(conversation, 'participantLeft')
  service.instance.members.remove(system, sid, ben)
  expect((await left).identity).toBe(ben)
})

test('adds and removes participants for those whose Role allows it', async () => {
  const ben = fresh('ben')
  const { anna, sid, conversation } = await inRoom()
  promote(sid, anna)
  await conversation.add(ben, { seat: 3 })
  expect(service.instance.members.fetch(system, sid, ben).attributes).toBe('{"seat":3}')
  await eventually(async () => expect(await conversation.getParticipants()).toHaveLength(2))
  await (await conversation.getParticipantByIdentity(ben))?.remove()
  expect(service.instance.channels.fetch(system, sid).membersCount).toBe(1)
})

test("refuses to change another participant's attributes, or to remove it", async () => {
  const ben = fresh('ben')
  const { conversation } = await inRoom(ben)
  const other = await conversation.getParticipantByIdentity(ben)
  expect(await statusOf(other?.updateAttributes({ a: 1 }) ?? Promise.resolve())).toBe(403)
  expect(await statusOf(other?.remove() ?? Promise.resolve())).toBe(403)
})

test('has participants that are no chat users: of another type, without a User, counted as any other', async () => {
  const ben = fresh('ben')
  const { sid, conversation } = await inRoom(ben)
  const joined = next<Participant>(conversation, 'participantJoined')
  const member = service.instance.members.create(system, sid, {
    messagingBinding: { address: '+15551234567', proxyAddress: '+15557654321' },
  })
  const participant = await joined
  expect(participant).toMatchObject({ sid: member.sid, type: 'sms', bindings: { sms: { address: '+15551234567' } } })
  expect(participant.identity ?? null).toBe(null)
  await expect(participant.getUser()).rejects.toThrow('not supported')
  expect(await conversation.getParticipantsCount()).toBe(3)
  service.instance.messages.create(system, sid, { from: '+15551234567', body: 'by phone' })
  await eventually(async () => {
    const [message] = (await conversation.getMessages()).items
    expect(message).toMatchObject({ author: '+15551234567', participantSid: member.sid, body: 'by phone' })
  })
})

test('lets an administrator add one by phone or mail, and refuses an address that is none', async () => {
  const { anna, sid, conversation } = await inRoom()
  promote(sid, anna)
  await conversation.addNonChatParticipant('+15550000009', '+15551112222', { from: 'shop' })
  await conversation.addNonChatParticipant('help@example.com', 'zoe@example.com', {}, { email: { name: 'Zoe', level: 'cc' } } as never)
  const added = service.instance.members.list(system, sid, { limit: 50 }).items.slice(1)
  expect(added.map(({ messagingBinding }) => messagingBinding)).toMatchObject([
    { type: 'sms', address: '+15551112222', proxyAddress: '+15550000009' },
    { type: 'email', address: 'zoe@example.com', name: 'Zoe', level: 'cc' },
  ])
  expect(await statusOf(conversation.addNonChatParticipant('+15550000009', 'nobody'))).toBe(400)
  expect(await statusOf(conversation.addNonChatParticipant('+15550000009', '+15551112222'))).toBe(409)
})

test('reads a User by Identity and by participant, and answers 404 for none', async () => {
  const ben = fresh('ben')
  const { conversation } = await inRoom(ben)
  service.instance.users.update(system, ben, { friendlyName: 'Ben' })
  const user = await (await conversation.getParticipantByIdentity(ben))?.getUser()
  expect(user).toMatchObject({ identity: ben, friendlyName: 'Ben' })
  const client = await connect(service, fresh('anna'))
  expect((await client.getUser(ben)).friendlyName).toBe('Ben')
  expect(await statusOf(client.getUser('nobody-at-all'))).toBe(404)
})

test("shows a User's new name, and who is online", async () => {
  const ben = fresh('ben')
  const { conversation } = await inRoom(ben)
  const user = (await (await conversation.getParticipantByIdentity(ben))?.getUser()) as User
  const theirs = await connect(service, ben)
  await eventually(() => expect(user.isOnline).toBe(true))
  await theirs.user.updateFriendlyName('Benjamin')
  await eventually(() => expect(user.friendlyName).toBe('Benjamin'))
  await theirs.shutdown()
  await eventually(() => expect(user.isOnline).toBe(false))
})

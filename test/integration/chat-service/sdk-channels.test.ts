import type { Channel } from 'twilio-chat'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import {
  collect,
  connect,
  enter,
  eventually,
  fresh,
  letGoOfTheSdksRejections,
  next,
  openChannel,
  statusOf,
  subscribed,
  system,
} from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

const sids = (channels: readonly Channel[]): string[] => channels.map(({ sid }) => sid).toSorted()

test('lists the Channels that the User is a Member of, and no other', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const mine = [openChannel(service, anna), openChannel(service, anna, ben)]
  openChannel(service, ben)
  const client = await connect(service, anna)
  const { items } = await client.getSubscribedChannels()
  expect(sids(items)).toEqual(mine.toSorted())
})

test('lists 70 Channels over two pages', async () => {
  const anna = fresh('anna')
  const all = Array.from({ length: 70 }, () => openChannel(service, anna))
  const client = await connect(service, anna)
  const first = await client.getSubscribedChannels()
  expect(first.items).toHaveLength(50)
  const second = await first.nextPage()
  expect(sids([...first.items, ...second.items])).toEqual(all.toSorted())
  expect(second.hasNextPage).toBe(false)
})

test('reads what the back end set: names, attributes, type, creator, dates', async () => {
  const anna = fresh('anna')
  const { sid } = service.instance.channels.create(system, {
    friendlyName: 'Ärger mit Schuhen 👟',
    uniqueName: fresh('shoes'),
    attributes: '{"order":{"no":7}}',
    type: 'private',
  })
  service.instance.members.create(system, sid, { identity: anna })
  const channel = await (await connect(service, anna)).getChannelBySid(sid)
  expect(channel).toMatchObject({ friendlyName: 'Ärger mit Schuhen 👟', createdBy: 'system', isPrivate: true, status: 'joined' })
  expect(channel.attributes).toEqual({ order: { no: 7 } })
  expect(Math.abs(channel.dateCreated.getTime() - Date.now())).toBeLessThan(10_000)
})

test('tells of a Channel to which the User is added while connected', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  await client.getSubscribedChannels()
  await subscribed()
  const added = next<Channel>(client, 'channelAdded')
  const joined = next<Channel>(client, 'channelJoined')
  const sid = openChannel(service, anna)
  expect((await added).sid).toBe(sid)
  expect(await joined).toMatchObject({ sid, status: 'joined' })
})

test('tells of an invitation, and lets the User in who accepts it', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  const sid = openChannel(service)
  const invited = next<Channel>(client, 'channelInvited')
  service.instance.invites.create(system, sid, { identity: anna })
  const channel = await invited
  expect(channel.status).toBe('invited')
  await channel.join()
  await eventually(() => expect(channel.status).toBe('joined'))
  expect(service.instance.members.fetch(system, sid, anna).identity).toBe(anna)
})

test('forgets an invitation that the User declines', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service)
  service.instance.invites.create(system, sid, { identity: anna })
  const channel = await (await connect(service, anna)).getChannelBySid(sid)
  await channel.decline()
  expect(service.instance.invites.list(sid, { limit: 10 }).items).toEqual([])
})

test('finds a Channel by its unique name', async () => {
  const anna = fresh('anna')
  const uniqueName = fresh('order 1/2 #')
  const { sid } = service.instance.channels.create(system, { uniqueName, type: 'private' })
  service.instance.members.create(system, sid, { identity: anna })
  const client = await connect(service, anna)
  expect((await client.getChannelByUniqueName(uniqueName)).sid).toBe(sid)
})

test('hides a private Channel from those who are not in it', async () => {
  const sid = openChannel(service, fresh('ben'))
  const client = await connect(service, fresh('anna'))
  expect(await statusOf(client.getChannelBySid(sid))).toBe(404)
})

test('shows public Channels to everybody, private ones to nobody', async () => {
  const open = service.instance.channels.create(system, { type: 'public', friendlyName: 'Open' })
  const closed = openChannel(service)
  const client = await connect(service, fresh('anna'))
  const { items } = await client.getPublicChannelDescriptors()
  const seen = items.map(({ sid }) => sid)
  expect(seen).toContain(open.sid)
  expect(seen).not.toContain(closed)
})

test('describes the own Channels with counts', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna, fresh('ben'))
  service.instance.messages.create(system, sid, { body: 'one' })
  const { items } = await (await connect(service, anna)).getUserChannelDescriptors()
  expect(items.map((item) => [item.sid, item.messagesCount, item.membersCount])).toEqual([[sid, 1, 2]])
})

test('creates a Channel for a User whose Role allows it, and lets the creator join', async () => {
  const client = await connect(service, fresh('anna'))
  const channel = await client.createChannel({ friendlyName: 'Mine', isPrivate: true, attributes: { z: 1 } })
  await channel.join()
  await eventually(() => expect(channel.status).toBe('joined'))
  expect(service.instance.channels.fetch(system, channel.sid)).toMatchObject({
    type: 'private',
    friendlyName: 'Mine',
    createdBy: client.user.identity,
  })
})

test('refuses a unique name that is taken', async () => {
  const client = await connect(service, fresh('anna'))
  const uniqueName = fresh('taken')
  await client.createChannel({ uniqueName })
  expect(await statusOf(client.createChannel({ uniqueName }))).toBe(409)
})

test('shows a changed name and changed attributes to the other Members', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const made = await (await connect(service, anna)).createChannel({ friendlyName: 'Old', isPrivate: true })
  await made.join()
  await made.add(ben)
  const seen = await enter(await connect(service, ben), made.sid)
  const renamed = next<{ updateReasons: string[] }>(seen, 'updated', ({ updateReasons }) => updateReasons.includes('friendlyName'))
  await made.updateFriendlyName('New')
  await renamed
  const changed = next<{ updateReasons: string[] }>(seen, 'updated', ({ updateReasons }) => updateReasons.includes('attributes'))
  await made.updateAttributes({ topic: 'x' })
  await changed
  expect(seen).toMatchObject({ friendlyName: 'New', attributes: { topic: 'x' } })
})

test('does not let a plain Member rename or delete the Channel', async () => {
  const anna = fresh('anna')
  const channel = await (await connect(service, anna)).getChannelBySid(openChannel(service, anna))
  expect(await statusOf(channel.updateFriendlyName('Mine now'))).toBe(403)
  expect(await statusOf(channel.delete())).toBe(403)
})

test('takes a Channel away from its Members when its creator deletes it', async () => {
  const ben = fresh('ben')
  const made = await (await connect(service, fresh('anna'))).createChannel({ isPrivate: true })
  await made.join()
  await made.add(ben)
  const other = await connect(service, ben)
  await enter(other, made.sid)
  const removed = next<Channel>(other, 'channelRemoved')
  await made.delete()
  expect((await removed).sid).toBe(made.sid)
  await eventually(async () => expect(await other.getLocalChannels()).toEqual([]))
})

test('ends a Channel for a Member that the back end removes', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  const sid = openChannel(service, anna)
  await enter(client, sid)
  const left = next<Channel>(client, 'channelLeft')
  const removed = next<Channel>(client, 'channelRemoved')
  service.instance.members.remove(system, sid, anna)
  expect((await left).sid).toBe(sid)
  expect((await removed).sid).toBe(sid)
})

test('lets a Member leave', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna, fresh('ben'))
  const client = await connect(service, anna)
  const channel = await enter(client, sid)
  const left = next(client, 'channelLeft')
  await channel.leave()
  await left
  expect(service.instance.members.list(system, sid, { limit: 10 }).items).toHaveLength(1)
})

test('keeps how loud a User wants a Channel', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const channel = await enter(await connect(service, anna), sid)
  await channel.setUserNotificationLevel('muted')
  expect(service.instance.userChannels.fetch(anna, sid).member?.notificationLevel).toBe('muted')
  await eventually(() => expect(channel.notificationLevel).toBe('muted'))
})

test('tells each of several Channels of its own events only', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  const [one, two] = [openChannel(service, anna), openChannel(service, anna)]
  const first = await enter(client, one)
  const second = await enter(client, two)
  const heardInFirst = collect(first, 'messageAdded')
  const heard = next(second, 'messageAdded')
  service.instance.messages.create(system, two, { body: 'for two' })
  await heard
  expect(heardInFirst).toEqual([])
})

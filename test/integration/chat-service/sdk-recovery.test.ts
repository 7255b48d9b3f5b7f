import type { Channel, Client, Message } from 'twilio-chat'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import {
  bodies,
  collect,
  createClient,
  enter,
  eventually,
  fresh,
  letGoOfTheSdksRejections,
  next,
  openChannel,
  statusOf,
  system,
} from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

/** A client whose socket is away while `meanwhile` happens, and then comes back. */
async function away(client: Client, identity: string, meanwhile: () => unknown): Promise<void> {
  const lost = next(client, 'connectionStateChanged', (state) => state === 'connecting')
  const back = next(client, 'connectionStateChanged', (state) => state === 'connected')
  service.faults.drop(identity)
  await lost
  expect(service.faults.sockets().filter((socket) => socket.identity === identity)).toEqual([])
  await meanwhile()
  await back
}

async function inRoom(): Promise<{ anna: string; sid: string; client: Client; channel: Channel }> {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = createClient(service, service.token(anna), { retryPolicy: { min: 300, max: 300, randomness: 0 } })
  await next(client, 'stateChanged', (state) => state === 'initialized')
  return { anna, sid, client, channel: await enter(client, sid) }
}

const say = (sid: string, body: string): string => service.instance.messages.create(system, sid, { body }).sid

test('catches up on new Messages, once each and in order', async () => {
  const { anna, sid, client, channel } = await inRoom()
  const heard = collect<Message>(channel, 'messageAdded')
  await away(client, anna, () => ['1', '2', '3'].map((body) => say(sid, body)))
  await eventually(() => expect(bodies(heard)).toEqual(['1', '2', '3']))
  say(sid, '4')
  await eventually(() => expect(bodies(heard)).toEqual(['1', '2', '3', '4']))
})

test('catches up on edited and deleted Messages', async () => {
  const { anna, sid, client, channel } = await inRoom()
  const [edited, deleted] = [say(sid, 'old'), say(sid, 'gone')]
  await eventually(async () => expect(bodies((await channel.getMessages()).items)).toEqual(['old', 'gone']))
  const updates = next<{ message: Message }>(channel, 'messageUpdated')
  const removals = next<Message>(channel, 'messageRemoved')
  await away(client, anna, () => {
    service.instance.messages.update(system, sid, edited, { body: 'new' })
    service.instance.messages.remove(system, sid, deleted)
  })
  expect((await updates).message.body).toBe('new')
  expect((await removals).index).toBe(1)
})

test('catches up on a renamed Channel', async () => {
  const { anna, sid, client, channel } = await inRoom()
  await away(client, anna, () => service.instance.channels.update(system, sid, { friendlyName: 'Renamed' }))
  await eventually(() => expect(channel.friendlyName).toBe('Renamed'))
})

test('finds a Channel that it was added to while away', async () => {
  const { anna, client } = await inRoom()
  const joined = next<Channel>(client, 'channelJoined')
  let added = ''
  await away(client, anna, () => (added = openChannel(service, anna)))
  expect((await joined).sid).toBe(added)
})

test('loses a Channel from which it was removed while away', async () => {
  const { anna, sid, client } = await inRoom()
  const removed = next<Channel>(client, 'channelRemoved')
  await away(client, anna, () => service.instance.members.remove(system, sid, anna))
  expect((await removed).sid).toBe(sid)
})

test('loses a Channel that was deleted while away', async () => {
  const { anna, sid, client } = await inRoom()
  const removed = next<Channel>(client, 'channelRemoved')
  await away(client, anna, () => service.instance.channels.remove(system, sid))
  expect((await removed).sid).toBe(sid)
  await eventually(async () => expect(await client.getLocalChannels()).toEqual([]))
})

test('loses a Channel that is deleted while it is connected', async () => {
  const { sid, client } = await inRoom()
  const removed = next<Channel>(client, 'channelRemoved')
  service.instance.channels.remove(system, sid)
  expect((await removed).sid).toBe(sid)
})

test('sends what was asked for while away, once', async () => {
  const { anna, sid, client, channel } = await inRoom()
  let sent: Promise<number> | undefined
  await away(client, anna, () => {
    sent = channel.sendMessage('from the tunnel')
  })
  expect(await sent).toBe(0)
  expect(service.instance.messages.list(system, sid, { limit: 10 }).items.map(({ body }) => body)).toEqual(['from the tunnel'])
})

test('hears everything after ten losses in a row', async () => {
  const { anna, sid, client, channel } = await inRoom()
  const heard = collect<Message>(channel, 'messageAdded')
  for (let i = 0; i < 10; i += 1) await away(client, anna, () => say(sid, String(i)))
  await eventually(() => expect(bodies(heard)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
})

test('comes back after an offload (308), in the time that it was told', async () => {
  const { anna, client } = await inRoom()
  const back = next(client, 'connectionStateChanged', (state) => state === 'connected')
  const at = Date.now()
  service.faults.close(anna, 308)
  await back
  expect(Date.now() - at).toBeLessThan(5_000)
})

test('tells of an expired token by 410, as Twilio may', async () => {
  const { anna, client } = await inRoom()
  const expired = next(client, 'tokenExpired')
  service.faults.close(anna, 410)
  await expired
})

test('refuses the token of before once it was made to expire, and takes a new one', async () => {
  const { anna, client } = await inRoom()
  service.faults.expireToken(anna)
  await next(client, 'tokenExpired')
  const back = next(client, 'connectionStateChanged', (state) => state === 'connected')
  // In another second: the library's tokens of one second are the same text.
  await client.updateToken(service.token(anna, { ttl: 3_000 }))
  await back
})

test('holds a frozen socket open in silence, and lets everything through afterwards', async () => {
  const { anna, sid, channel } = await inRoom()
  const heard = collect<Message>(channel, 'messageAdded')
  service.faults.freeze(anna, true)
  say(sid, 'unheard')
  let answered = false
  const sent = channel.sendMessage('stuck').then(() => (answered = true))
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect([heard.length, answered, service.faults.sockets().some(({ identity }) => identity === anna)]).toEqual([0, false, true])
  service.faults.freeze(anna, false)
  await sent
  await eventually(() => expect(bodies(heard)).toEqual(['unheard', 'stuck']))
})

test('cuts a frozen socket, and lets its client come back', async () => {
  const { anna, client } = await inRoom()
  service.faults.freeze(anna, true)
  const back = next(client, 'connectionStateChanged', (state) => state === 'connected')
  service.faults.drop(anna)
  await back
  expect(service.faults.sockets().filter(({ identity }) => identity === anna)).toHaveLength(1)
})

test('slows every packet down, also after a reconnect, in order', async () => {
  const { anna, client, channel } = await inRoom()
  const heard = collect<Message>(channel, 'messageAdded')
  service.faults.slow(anna, 150)
  const at = Date.now()
  await Promise.all(['a', 'b', 'c'].map((body) => channel.sendMessage(body)))
  expect(Date.now() - at).toBeGreaterThanOrEqual(290)
  await eventually(() => expect(bodies(heard)).toEqual(['a', 'b', 'c']))
  await away(client, anna, () => {})
  const later = Date.now()
  await channel.sendMessage('d')
  expect(Date.now() - later).toBeGreaterThanOrEqual(290)
  service.faults.slow(anna, 0)
})

test('refuses the next two Messages, then takes them again; the refused are not stored', async () => {
  const { anna, sid, channel } = await inRoom()
  service.faults.refuseSends(anna, 403, 1)
  expect(await statusOf(channel.sendMessage('no'))).toBe(403)
  service.faults.refuseSends(anna, 429, 1)
  expect(await statusOf(channel.sendMessage('no'))).toBe(429)
  expect(await channel.sendMessage('yes')).toBe(0)
  expect(service.instance.messages.list(system, sid, { limit: 10 }).items).toHaveLength(1)
})

test('stores a Message although its answer is lost with the socket', async () => {
  const { anna, channel } = await inRoom()
  const heard = collect<Message>(channel, 'messageAdded')
  service.faults.loseAnswers(anna)
  await expect(channel.sendMessage('stored')).rejects.toThrow(/disconnected/)
  await eventually(() => expect(bodies(heard)).toEqual(['stored']))
})

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connectRaw, decodePacket, encodePacket, type RawClient, type RawPayload } from '../../support/raw-client.ts'
import { fresh, openChannel, system } from './sdk.ts'

let service: RunningChatService
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

interface Note {
  readonly type: string
  readonly payload: RawPayload
}
interface Listener {
  readonly client: RawClient
  readonly notes: Note[]
  /** Bodies of the Messages it was told of, replayed or live. */
  heard(): string[]
}

async function listener(identity: string): Promise<Listener> {
  const client = await connectRaw(service.twilsockUrl, service.token(identity))
  onTestFinished(() => client.close())
  const notes: Note[] = []
  client.onNotification((type, payload) => notes.push({ type, payload }))
  const heard = (): string[] =>
    notes.flatMap(({ payload }) => {
      const event = payload['event'] as { item_data?: { text?: string } | null } | undefined
      return payload['event_type'] === 'list_item_added' ? [String(event?.item_data?.text)] : []
    })
  return { client, notes, heard }
}

const root = async (client: RawClient, kind: string, name: string): Promise<RawPayload> =>
  (await client.request('GET', `/v3/${kind}/${name}`)).body

const say = (sid: string, body: string): void => void service.instance.messages.create(system, sid, { body })

async function subscribeToMessages({ client }: Listener, sid: string, lastEventId?: number): Promise<string> {
  const list = await root(client, 'Lists', `${sid}.messages`)
  await client.subscribe([{ sid: String(list['sid']), type: 'list', lastEventId: lastEventId ?? Number(list['last_event_id']) }])
  return String(list['sid'])
}

/** Answered after everything that was said before it. */
const settled = ({ client }: Listener): Promise<unknown> => client.request('GET', '/Client/v1/Configuration')

test('replays what was missed in order, confirms, and goes on live, each once', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const ear = await listener(anna)
  for (const body of ['1', '2', '3']) say(sid, body)
  await subscribeToMessages(ear, sid, 1)
  expect(ear.notes.map(({ type, payload }) => [type, payload['event_type']])).toEqual([
    ['twilio.sync.event', 'list_item_added'],
    ['twilio.sync.event', 'list_item_added'],
    ['twilio.sync.event', 'subscription_established'],
  ])
  say(sid, '4')
  await settled(ear)
  expect(ear.heard()).toEqual(['2', '3', '4'])
  expect(ear.notes.at(-1)?.type).toBe('com.twilio.rtd.cds.list')
})

test('loses and doubles nothing when a hundred Messages come while it subscribes', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const ear = await listener(anna)
  const list = await root(ear.client, 'Lists', `${sid}.messages`)
  let said = 0
  const speaking = (async () => {
    while (said < 100) {
      say(sid, String(said++))
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  await ear.client.subscribe([{ sid: String(list['sid']), type: 'list', lastEventId: 0 }])
  await speaking
  await settled(ear)
  expect(ear.heard()).toEqual(Array.from({ length: 100 }, (_, i) => String(i)))
})

test('replays nothing but the last state of a Message that was edited, and the end of one that was deleted', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const ear = await listener(anna)
  const edited = service.instance.messages.create(system, sid, { body: 'a' })
  const deleted = service.instance.messages.create(system, sid, { body: 'b' })
  service.instance.messages.update(system, sid, edited.sid, { body: 'a!' })
  service.instance.messages.remove(system, sid, deleted.sid)
  await subscribeToMessages(ear, sid, 2)
  const events = ear.notes.map(({ payload }) => [
    payload['event_type'],
    (payload['event'] as { item_index?: number } | undefined)?.item_index,
  ])
  expect(events).toEqual([['list_item_updated', 0], ['list_item_removed', 1], ['subscription_established', undefined]]) // prettier-ignore
})

test('tells a cancelled subscription no more', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const ear = await listener(anna)
  const listSid = await subscribeToMessages(ear, sid)
  await ear.client.request('POST', '/v4/Subscriptions', {
    body: { action: 'cancel', correlation_id: 7, requests: [{ object_sid: listSid, object_type: 'list' }] },
  })
  say(sid, 'unheard')
  await settled(ear)
  expect(ear.heard()).toEqual([])
  expect(ear.notes.at(-1)?.payload).toMatchObject({ event_type: 'subscription_canceled', correlation_id: 7 })
})

test('tells a removed Member nothing more, although it does not let go by itself', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const [removed, member] = [await listener(anna), await listener(ben)]
  const listSid = await subscribeToMessages(removed, sid)
  await subscribeToMessages(member, sid)
  say(sid, 'for both')
  service.instance.members.remove(system, sid, anna)
  say(sid, 'for members')
  await Promise.all([settled(removed), settled(member)])
  expect(removed.heard()).toEqual(['for both'])
  expect(member.heard()).toEqual(['for both', 'for members'])
  await expect(removed.client.subscribe([{ sid: listSid, type: 'list', lastEventId: 0 }])).rejects.toThrow('refused')
  expect(removed.heard()).toEqual(['for both'])
})

test('hears again after it was removed, added and has subscribed anew within one commit', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const ear = await listener(anna)
  await subscribeToMessages(ear, sid)
  service.instance.members.remove(system, sid, anna)
  service.instance.members.create(system, sid, { identity: anna })
  await settled(ear)
  await subscribeToMessages(ear, sid)
  say(sid, 'welcome back')
  await settled(ear)
  expect(ear.heard()).toEqual(['welcome back'])
})

test('fails a subscription to what does not exist with 404, to what is not its own with 403, and confirms the rest', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const foreign = openChannel(service, fresh('ben'))
  const ear = await listener(anna)
  const own = await root(ear.client, 'Documents', `${sid}.channel`)
  const member = await listener(service.instance.members.list(system, foreign, { limit: 1 }).items[0]?.identity ?? '')
  const theirs = await root(member.client, 'Lists', `${foreign}.messages`)
  const wanted = [
    { object_sid: own['sid'], object_type: 'document', last_event_id: own['last_event_id'] },
    { object_sid: theirs['sid'], object_type: 'list', last_event_id: 0 },
    { object_sid: `ES${'0'.repeat(32)}`, object_type: 'list', last_event_id: 0 },
    { object_sid: own['sid'], object_type: 'map', last_event_id: 0 },
  ]
  const { status } = await ear.client.request('POST', '/v4/Subscriptions', {
    body: { action: 'establish', correlation_id: 9, requests: wanted },
  })
  expect(status).toBe(202)
  await settled(ear)
  const [established, failed] = ear.notes.map(({ payload }) => payload)
  expect(established).toMatchObject({ event_type: 'subscription_established', correlation_id: 9, events: [{ object_sid: own['sid'] }] })
  expect(failed).toMatchObject({ event_type: 'subscription_failed', correlation_id: 9 })
  expect(((failed?.['events'] ?? []) as { error: { status: number } }[]).map(({ error }) => error.status)).toEqual([403, 404, 404])
})

test('sends only the kinds of message that a client registered for', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const list = await root((await listener(anna)).client, 'Lists', `${sid}.messages`)
  const socket = new WebSocket(service.twilsockUrl)
  onTestFinished(() => socket.terminate())
  await new Promise((resolve) => socket.once('open', resolve))
  const came: string[] = []
  socket.on('message', (data: Buffer) => {
    const { header } = decodePacket(data)
    came.push(header.message_type ?? header.id)
  })
  const registrations = [{ product: 'ip_messaging', type: 'ers', message_types: ['com.twilio.rtd.cds.list'] }]
  socket.send(encodePacket({ id: 'init', method: 'init', token: service.token(anna), registrations }))
  await expect.poll(() => came).toEqual(['init'])
  const requests = [{ object_sid: list['sid'], object_type: 'list', last_event_id: 0 }]
  const header = { id: 'subscribe', method: 'message', http_request: { method: 'POST', path: '/v4/Subscriptions' } }
  socket.send(encodePacket(header, JSON.stringify({ action: 'establish', correlation_id: 1, requests })))
  await expect.poll(() => came).toEqual(['init', 'subscribe'])
  say(sid, 'live')
  await expect.poll(() => came).toEqual(['init', 'subscribe', 'com.twilio.rtd.cds.list'])
})

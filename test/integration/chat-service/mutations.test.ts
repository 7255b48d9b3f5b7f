import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connectRaw, type RawClient, type RawResponse } from '../../support/raw-client.ts'
import { connect, enter, fresh, letGoOfTheSdksRejections, openChannel, system } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

async function raw(identity: string, at = service): Promise<RawClient> {
  const client = await connectRaw(at.twilsockUrl, at.token(identity))
  onTestFinished(() => client.close())
  return client
}

async function inRoom(): Promise<{ client: RawClient; sid: string; anna: string }> {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  return { client: await raw(anna), sid, anna }
}

const send = (client: RawClient, sid: string, id: string, body = 'hello'): Promise<RawResponse> =>
  client.request('POST', `/chat/Conversations/${sid}/Messages`, { body: { body }, headers: { 'X-Twilio-Mutation-Id': id } })

const stored = (sid: string, at = service): string[] => at.instance.messages.list(system, sid, { limit: 100 }).items.map(({ body }) => body)

const pathOf = (answer: RawResponse): string => new URL(String(answer.body['resource_url'])).pathname

test('stores a repeated send once, and answers with where the first is', async () => {
  const { client, sid } = await inRoom()
  const id = randomUUID()
  const first = await send(client, sid, id)
  const second = await send(client, sid, id)
  expect([first.status, second.status]).toEqual([201, 202])
  const found = await client.request('GET', pathOf(second))
  expect(found).toMatchObject({ status: 200, body: { sid: first.body['sid'], index: 0, body: 'hello' } })
  expect(stored(sid)).toEqual(['hello'])
})

test('knows a repeated send also on another socket, and when both come at once', async () => {
  const { client, sid, anna } = await inRoom()
  const other = await raw(anna)
  const id = randomUUID()
  const answers = await Promise.all([send(client, sid, id), send(other, sid, id), send(client, sid, id)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 202, 202])
  expect(stored(sid)).toHaveLength(1)
})

test('takes the same id of another Identity for another thing', async () => {
  const { client, sid } = await inRoom()
  const ben = fresh('ben')
  service.instance.members.create(system, sid, { identity: ben })
  const id = randomUUID()
  await send(client, sid, id, 'hers')
  expect((await send(await raw(ben), sid, id, 'his')).status).toBe(201)
  expect(stored(sid)).toEqual(['hers', 'his'])
})

test('answers a repeated deletion as done', async () => {
  const { client, sid } = await inRoom()
  const { body } = await send(client, sid, randomUUID())
  const headers = { 'X-Twilio-Mutation-Id': randomUUID() }
  const remove = (): Promise<RawResponse> =>
    client.request('DELETE', `/chat/Conversations/${sid}/Messages/${String(body['sid'])}`, { body: 'null', headers })
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 204])
  expect((await client.request('DELETE', `/chat/Conversations/${sid}/Messages/${String(body['sid'])}`)).status).toBe(404)
})

test('does not do a repeated edit again over a newer one', async () => {
  const { client, sid } = await inRoom()
  const { body } = await send(client, sid, randomUUID())
  const path = `/chat/Conversations/${sid}/Messages/${String(body['sid'])}`
  const headers = { 'X-Twilio-Mutation-Id': randomUUID() }
  await client.request('POST', path, { body: { body: 'second' }, headers })
  await client.request('POST', path, { body: { body: 'third' } })
  const repeated = await client.request('POST', path, { body: { body: 'second' }, headers })
  expect(repeated.status).toBe(202)
  expect((await client.request('GET', pathOf(repeated))).body['body']).toBe('third')
})

test.each<[string, string, (sid: string) => string, unknown]>([
  ['a join', 'Participants', (sid) => `/chat/Conversations/${sid}/Participants`, 'self'],
  ['a horizon', 'MyConversations', (sid) => `/chat/MyConversations/${sid}`, { last_consumed_message_index: 0 }],
])('leads a repeat of %s to something that can be read', async (_what, part, path, body) => {
  const anna = fresh('anna')
  const { sid } = service.instance.channels.create(system, { type: 'public' })
  const client = await raw(anna)
  if (body !== 'self') service.instance.members.create(system, sid, { identity: anna })
  const request = (): Promise<RawResponse> =>
    client.request('POST', path(sid), {
      body: body === 'self' ? { identity: anna } : body,
      headers: { 'X-Twilio-Mutation-Id': `the-same-id-of-${part}` },
    })
  expect((await request()).status).toBeLessThan(202)
  const repeated = await request()
  expect(repeated.status).toBe(202)
  expect((await client.request('GET', pathOf(repeated))).status).toBe(200)
})

test('does not remember what was refused', async () => {
  const { client, sid, anna } = await inRoom()
  const id = randomUUID()
  service.instance.members.remove(system, sid, anna)
  expect((await send(client, sid, id)).status).toBe(404)
  service.instance.members.create(system, sid, { identity: anna })
  expect((await send(client, sid, id)).status).toBe(201)
})

test('gives a repeated send its Message after the answer and the socket were lost', async () => {
  const { client, sid, anna } = await inRoom()
  const id = randomUUID()
  service.faults.loseAnswers(anna)
  await expect(send(client, sid, id)).rejects.toThrow('closed')
  expect((await send(await raw(anna), sid, id)).status).toBe(202)
  expect(stored(sid)).toHaveLength(1)
})

test('stores twice when it is told to ignore the ids, as the SDK must expect of any service', async () => {
  const { client, sid } = await inRoom()
  const id = randomUUID()
  service.faults.ignoreMutationIds(true)
  const statuses = [(await send(client, sid, id)).status, (await send(client, sid, id)).status]
  service.faults.reset()
  expect(statuses).toEqual([201, 201])
  expect(stored(sid)).toHaveLength(2)
})

test.each(['', 'short', 'x'.repeat(200), 'with blank in it', "'; DROP TABLE mutations"])('refuses the id %j', async (id) => {
  const { client, sid } = await inRoom()
  expect((await send(client, sid, id)).status).toBe(400)
  expect(stored(sid)).toEqual([])
})

test('knows a repeated send after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parlour-restart-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const id = randomUUID()
  const before = await startChatService({ dataDir })
  const sid = openChannel(before, 'anna')
  const first = await send(await raw('anna', before), sid, id)
  await before.stop()
  const after = await startChatService({ dataDir })
  onTestFinished(() => after.stop())
  expect(after.credentials.apiKeySecret).toBe(before.credentials.apiKeySecret)
  const client = await raw('anna', after)
  const again = await send(client, sid, id)
  expect(again.status).toBe(202)
  expect((await client.request('GET', pathOf(again))).body['sid']).toBe(first.body['sid'])
  expect(stored(sid, after)).toHaveLength(1)
})

test('lets the SDK follow the answer of a repeated send to the index of the first', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = await connect(service, anna)
  const channel = await enter(client, sid)
  const { transport } = (
    client as unknown as { services: { transport: { post(url: string, headers: object, ...rest: unknown[]): unknown } } }
  ).services
  const post = transport.post.bind(transport)
  transport.post = (url, headers, ...rest) => post(url, { ...headers, 'X-Twilio-Mutation-Id': 'one-id-for-both' }, ...rest)
  expect([await channel.sendMessage('once'), await channel.sendMessage('once')]).toEqual([0, 0])
  expect(stored(sid)).toEqual(['once'])
})

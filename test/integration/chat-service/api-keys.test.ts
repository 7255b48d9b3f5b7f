import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import twilio from 'twilio'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Credentials } from '../../../demo/chat-service/credentials.ts'
import { createContentSigner } from '../../../demo/chat-service/media/signature.ts'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { mintToken } from '../../support/tokens.ts'
import { connectRaw } from '../../support/raw-client.ts'
import { cookieOf, decode, startHostOn } from '../host-backend/setup.ts'
import * as newer from './conversations.ts'
import * as sdk from './sdk.ts'
import { collect, eventually, fresh, letGoOfTheSdksRejections, next, openChannel, statusOf } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeEach(async () => {
  service = await startChatService()
})
afterEach(() => service.stop())

type Key = Pick<Credentials, 'apiKeySid' | 'apiKeySecret'>
const onDisk = (): Credentials => JSON.parse(readFileSync(join(service.dataDir, 'credentials.json'), 'utf8')) as Credentials
const tokenBy = (key: Key, identity: string): string => mintToken({ ...service.credentials, ...key }, identity)

/** Twilio's own library over Twilio's own addresses. */
function account({ apiKeySid, apiKeySecret }: Key = onDisk()): ReturnType<typeof twilio> {
  const client = twilio(apiKeySid, apiKeySecret, { accountSid: service.credentials.accountSid })
  client.api.baseUrl = service.url
  client.chat.baseUrl = service.url
  return client
}
async function createKey(friendlyName = 'Next'): Promise<Key> {
  const { sid, secret } = await account().newKeys.create({ friendlyName })
  return { apiKeySid: sid, apiKeySecret: secret }
}

test('lists API keys without their secrets, and shows the secret of a new one once', async () => {
  const made = await createKey('Second')
  const keys = await account().keys.list()
  expect(keys.map(({ friendlyName }) => friendlyName)).toEqual(['Host back end', 'Second'])
  expect(keys[1]?.dateCreated.getTime()).toBeGreaterThan(Date.now() - 60_000)
  expect(JSON.stringify(keys.map((key) => key.toJSON()))).not.toContain(made.apiKeySecret)
  expect((await account().keys(made.apiKeySid).fetch()).friendlyName).toBe('Second')
})

test('names the new key in credentials.json, and keeps the old one good until it is revoked', async () => {
  const old = { ...service.credentials }
  const made = await createKey()
  expect(onDisk()).toEqual({ ...old, ...made })
  const chat = account(old).chat.v2.services(old.serviceSid)
  expect((await chat.fetch()).sid).toBe(old.serviceSid)
  expect(await account(made).keys(old.apiKeySid).remove()).toBe(true)
  expect(await statusOf(chat.fetch())).toBe(401)
})

test("refuses every door to API keys but the host's own key", async () => {
  const old = { ...service.credentials }
  const made = await createKey()
  const address = `${service.url}/2010-04-01/Accounts/${old.accountSid}/Keys`
  const status = async (Authorization?: string, method = 'GET', path = '.json'): Promise<number> =>
    (await fetch(address + path, { method, headers: Authorization ? { Authorization } : {} })).status
  const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`
  const jwt = service.token('visitor')
  const before = service.everything()
  expect(await status()).toBe(401)
  expect(await status(`Bearer ${jwt}`)).toBe(401)
  expect(await status(basic(made.apiKeySid, jwt))).toBe(401)
  expect(await status(basic(made.apiKeySid, old.apiKeySecret))).toBe(401)
  // A key that is good, but not (any more) the host's.
  for (const method of ['GET', 'POST']) expect(await status(basic(old.apiKeySid, old.apiKeySecret), method)).toBe(403)
  for (const method of ['GET', 'DELETE']) {
    expect(await status(basic(old.apiKeySid, old.apiKeySecret), method, `/${made.apiKeySid}.json`)).toBe(403)
  }
  expect(service.everything()).toEqual(before)
})

test('refuses to revoke the key that programs start from, and one that is not there', async () => {
  const before = service.everything()
  expect(await statusOf(account().keys(service.credentials.apiKeySid).remove())).toBe(409)
  expect(
    await statusOf(
      account()
        .keys(`SK${'0'.repeat(32)}`)
        .remove(),
    ),
  ).toBe(404)
  expect(await statusOf(account().newKeys.create({ friendlyName: 'x'.repeat(300) }))).toBe(400)
  expect(service.everything()).toEqual(before)
})

test('ends the tokens of a revoked key at once: sockets, later starts, renewals, media and REST; others notice nothing', async () => {
  const old = { ...service.credentials }
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  openChannel(service, anna, ben)
  const oldToken = service.token(anna)
  const mine = sdk.createClient(service, oldToken)
  await sdk.started(mine)
  const made = await createKey()
  const theirs = sdk.createClient(service, tokenBy(made, ben))
  await sdk.started(theirs)
  const states = collect(theirs, 'connectionStateChanged')
  const refused = next<{ terminal: boolean; errorCode: number }>(mine, 'connectionError', ({ terminal }) => terminal)

  await account().keys(old.apiKeySid).remove()
  expect(service.faults.sockets().map(({ identity }) => identity)).toEqual([ben])
  expect(await refused).toMatchObject({ errorCode: 20103 })
  expect(mine.connectionState).toBe('denied')

  const again = sdk.createClient(service, mintToken(old, anna))
  expect(await next<{ terminal: boolean }>(again, 'connectionError', ({ terminal }) => terminal)).toMatchObject({ errorCode: 20103 })
  expect(states).toEqual([])
  await expect(theirs.updateToken(mintToken(old, ben))).rejects.toMatchObject({ reply: { status: { code: 401, errorCode: 20103 } } })
  const upload = await fetch(`${service.url}/v1/Services/${old.serviceSid}/Media`, {
    method: 'POST',
    headers: { 'X-Twilio-Token': oldToken, 'Content-Type': 'text/plain' },
    body: 'x',
  })
  expect(upload.status).toBe(401)
  expect(await statusOf(account(old).chat.v2.services(old.serviceSid).fetch())).toBe(401)
})

/** What the two SDKs have in common here. */
interface Room {
  sendMessage(body: string): Promise<unknown>
  getMessages(count: number): Promise<{ items: readonly { body: string | null }[] }>
}

test.each([
  ['twilio-chat', false],
  ['@twilio/conversations', true],
])('rotates without dropping a visitor or losing a Message, with %s', async (_name, isNewer) => {
  const old = { ...service.credentials }
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const client = isNewer ? await newer.connect(service, anna) : await sdk.connect(service, anna)
  const mine: Room = 'getConversationBySid' in client ? await newer.enter(client, sid) : await sdk.enter(client, sid)
  const states = collect(client, 'connectionStateChanged')
  const heard = collect<{ body: string }>(mine, 'messageAdded')
  const connectedAt = service.faults.sockets()[0]?.connectedAt

  let said = 0
  const say = async (): Promise<void> => {
    await mine.sendMessage(`visitor ${said}`)
    service.instance.messages.create({ kind: 'user', identity: ben }, sid, { body: `agent ${said++}` })
  }
  await say()
  const made = await createKey()
  await say()
  await client.updateToken(tokenBy(made, anna))
  await say()
  await account().keys(old.apiKeySid).remove()
  await say()

  const all = [0, 1, 2, 3].flatMap((number) => [`visitor ${number}`, `agent ${number}`])
  await eventually(() => expect(heard.map(({ body }) => body).sort()).toEqual([...all].sort()))
  expect((await mine.getMessages(30)).items.map(({ body }) => body)).toEqual(all)
  expect(states).toEqual([])
  expect(service.faults.sockets()).toMatchObject([{ identity: anna, connectedAt }])
  expect(onDisk()).toMatchObject(made)
})

test('is followed by a host back end that runs: it signs with the new key, and calls with it, before the old one goes', async () => {
  const old = { ...service.credentials }
  const host = await startHostOn(service.url, service.credentials)
  const ask = async (): Promise<string> => {
    const response = await host.post('/token', { reason: 'connect' })
    return ((await response.json()) as { token: string }).token
  }
  expect(decode(await ask()).payload).toMatchObject({ iss: old.apiKeySid })
  const made = await createKey()
  await account().keys(old.apiKeySid).remove()
  const token = await ask()
  expect(decode(token).payload).toMatchObject({ iss: made.apiKeySid })
  const client = sdk.createClient(service, token)
  await sdk.started(client)
  expect((await host.chat.channels.list()).length).toBe(0)
  const cookie = cookieOf(await host.post('/token', { reason: 'connect' }))
  expect((await host.post('/start', {}, { cookie })).status).toBeLessThan(300)
})

test('lets nobody in whose token was looked at while its key was revoked', async () => {
  const old = { ...service.credentials }
  await createKey()
  const arriving = Array.from({ length: 20 }, (_, number) => connectRaw(old.twilsockUrl, mintToken(old, `visitor-${number}`)))
  const settled = Promise.allSettled(arriving)
  await account().keys(old.apiKeySid).remove()
  expect(service.faults.sockets()).toEqual([])
  for (const arrival of await settled) if (arrival.status === 'fulfilled') await arrival.value.closed
  expect(service.faults.sockets()).toEqual([])
})

test('goes on showing a picture whose address was given before the rotation, and signs none with an API key', async () => {
  const old = { ...service.credentials }
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const client = await newer.connect(service, anna)
  const conversation = await newer.enter(client, sid)
  await conversation.prepareMessage().addMedia({ contentType: 'text/plain', media: 'abc', filename: 'a.txt' }).build().send()
  const url = (await (await newer.newest(conversation)).attachedMedia?.[0]?.getContentTemporaryUrl()) ?? ''
  await createKey()
  await account().keys(old.apiKeySid).remove()
  expect(await (await fetch(url)).text()).toBe('abc')
  const { pathname } = new URL(url)
  for (const { apiKeySecret } of [old, onDisk()]) {
    const forged = createContentSigner(apiKeySecret, Date.now).sign(pathname)
    expect((await fetch(`${service.url}${pathname}?${forged}`)).status).toBe(403)
  }
})

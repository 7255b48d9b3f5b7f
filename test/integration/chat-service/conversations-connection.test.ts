import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { goodToken, mintToken, signRaw } from '../../support/tokens.ts'
import { connect, createClient } from './conversations.ts'
import { collect, eventually, fresh, letGoOfTheSdksRejections, next, openChannel } from './sdk.ts'

// The living successor of the Programmable Chat SDK speaks the same wire: the same service serves it, unmodified.
let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService({ presenceGraceMs: 200 })
})
afterAll(() => service.stop())

interface ConnectionError {
  terminal: boolean
  httpStatusCode?: number
  errorCode?: number
  message: string
}

const expiredToken = (identity: string): string => {
  const { header, payload } = goodToken(service.credentials, identity, 1_700_000_000)
  return signRaw({ header, payload }, service.credentials.apiKeySecret)
}

test('starts with a good Access Token and knows its own Identity', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  expect(client.connectionState).toBe('connected')
  expect(client.user.identity).toBe(anna)
  expect(client.reachabilityEnabled).toBe(true)
})

test('is told how much a Message may bear', async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna)
  const conversation = await (await connect(service, anna)).getConversationBySid(sid)
  expect(conversation.limits).toMatchObject({
    mediaAttachmentsCountLimit: 10,
    mediaAttachmentSizeLimitInMb: 150,
    mediaAttachmentsTotalSizeLimitInMb: 150,
  })
})

test('refuses a token with a wrong signature for good, and says why', async () => {
  const client = createClient(service, mintToken({ ...service.credentials, apiKeySecret: 'wrong' }, 'mallory'))
  const [error] = await Promise.all([next<ConnectionError>(client, 'connectionError'), next(client, 'initFailed')])
  expect(error).toMatchObject({ terminal: true, httpStatusCode: 401, errorCode: 20107 })
  expect(error.message).toContain('signature')
})

test('refuses an expired token with the code by which the SDK knows it', async () => {
  const client = createClient(service, expiredToken('late'))
  const [error] = await Promise.all([next<ConnectionError>(client, 'connectionError'), next(client, 'tokenExpired')])
  expect(error).toMatchObject({ terminal: true, httpStatusCode: 401, errorCode: 20104 })
})

test('says in time that the token is about to expire', async () => {
  const client = createClient(service, service.token(fresh('anna'), { ttl: 3 }))
  const begun = Date.now()
  await next(client, 'tokenAboutToExpire')
  expect(Date.now() - begun).toBeGreaterThan(700)
  expect(Date.now() - begun).toBeLessThan(2_900)
})

test('stays connected beyond the first token when it is renewed in time', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna, { ttl: 2 })
  const states = collect(client, 'connectionStateChanged')
  await client.updateToken(service.token(anna))
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(client.connectionState).toBe('connected')
  expect(states).toEqual([])
})

test('drops the socket when the token expires, and takes a new token after that', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna, { ttl: 2 })
  await next(client, 'tokenExpired')
  expect(client.connectionState).toBe('denied')
  const connected = next(client, 'connectionStateChanged', (state) => state === 'connected')
  await client.updateToken(service.token(anna))
  await connected
})

test('refuses a renewal under another Identity, and an expired one', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const client = await connect(service, anna)
  await expect(client.updateToken(service.token(ben))).rejects.toMatchObject({ reply: { status: { code: 403 } } })
  const other = await connect(service, ben)
  await expect(other.updateToken(expiredToken(ben))).rejects.toMatchObject({ reply: { status: { code: 401, errorCode: 20104 } } })
})

test('forgets a socket that was shut down', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  await client.shutdown()
  await eventually(() => expect(service.faults.sockets().some((socket) => socket.identity === anna)).toBe(false))
})

test('has no content templates, and says so', async () => {
  const client = await connect(service, fresh('anna'))
  expect(await client.getContentTemplates()).toEqual([])
})

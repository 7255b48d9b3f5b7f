import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { goodToken, mintToken, signRaw } from '../../support/tokens.ts'
import { collect, connect, createClient, eventually, fresh, letGoOfTheSdksRejections, next, started } from './sdk.ts'

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

const refusalOf = (token: string): Promise<ConnectionError> => next(createClient(service, token), 'connectionError')

test('starts with a good Access Token and knows its own Identity', async () => {
  const identity = fresh('anna')
  const client = await connect(service, identity)
  expect(client.connectionState).toBe('connected')
  expect(client.user.identity).toBe(identity)
  expect(client.reachabilityEnabled).toBe(true)
})

test('keeps an Identity with blanks, dots and umlauts as it is', async () => {
  const client = await connect(service, 'Jürgen M. <j@example.org>')
  expect(client.user.identity).toBe('Jürgen M. <j@example.org>')
})

test('refuses a token with a wrong signature for good, and says why', async () => {
  const error = await refusalOf(mintToken({ ...service.credentials, apiKeySecret: 'wrong' }, 'mallory'))
  expect(error).toMatchObject({ terminal: true, httpStatusCode: 401, errorCode: 20107 })
  expect(error.message).toContain('signature')
})

test('refuses an expired token with the code by which the SDK knows it', async () => {
  const { header, payload } = goodToken(service.credentials, 'late', 1_700_000_000)
  const client = createClient(service, signRaw({ header, payload }, service.credentials.apiKeySecret))
  const [error] = await Promise.all([next<ConnectionError>(client, 'connectionError'), next(client, 'tokenExpired')])
  expect(error).toMatchObject({ terminal: true, httpStatusCode: 401, errorCode: 20104 })
})

test('refuses a token for a Service instance that does not exist', async () => {
  const error = await refusalOf(service.token('anna', { serviceSid: `IS${'0'.repeat(32)}` }))
  expect(error).toMatchObject({ terminal: true, httpStatusCode: 403 })
})

test('refuses the Identity that the back end writes under', async () => {
  expect(await refusalOf(service.token('system'))).toMatchObject({ terminal: true, httpStatusCode: 403 })
})

test('says in time that the token is about to expire, at two thirds of a short life', async () => {
  const client = createClient(service, service.token(fresh('anna'), { ttl: 3 }))
  const begun = Date.now()
  await next(client, 'tokenAboutToExpire')
  expect(Date.now() - begun).toBeGreaterThan(700)
  expect(Date.now() - begun).toBeLessThan(2_900)
})

test('stays connected beyond the first token when it is renewed in time', async () => {
  const identity = fresh('anna')
  const client = await connect(service, identity, { ttl: 2 })
  const states = collect(client, 'connectionStateChanged')
  await client.updateToken(service.token(identity, { ttl: 3600 }))
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(client.connectionState).toBe('connected')
  expect(states).not.toContain('connecting')
  expect(service.faults.sockets().find((socket) => socket.identity === identity)?.tokenExpiresAt).toBeGreaterThan(Date.now() + 60_000)
})

test('drops the socket when the token expires, and takes a new token after that', async () => {
  const identity = fresh('anna')
  const client = await connect(service, identity, { ttl: 2 })
  await next(client, 'tokenExpired')
  expect(client.connectionState).toBe('denied')
  const connected = next(client, 'connectionStateChanged', (state) => state === 'connected')
  await client.updateToken(service.token(identity))
  await connected
})

test('refuses a renewal under another Identity', async () => {
  const client = await connect(service, fresh('anna'))
  await expect(client.updateToken(service.token(fresh('ben')))).rejects.toMatchObject({ reply: { status: { code: 403 } } })
  await eventually(() => expect(client.connectionState).toBe('denied'))
})

test('refuses a renewal for another Service instance', async () => {
  const identity = fresh('anna')
  const other = service.domain.services.create({ friendlyName: 'Other' })
  const client = await connect(service, identity)
  const foreign = service.token(identity, { serviceSid: other.sid })
  await expect(client.updateToken(foreign)).rejects.toMatchObject({ reply: { status: { code: 403 } } })
})

test('refuses an expired renewal', async () => {
  const identity = fresh('anna')
  const client = await connect(service, identity)
  const { header, payload } = goodToken(service.credentials, identity, 1_700_000_000)
  const old = signRaw({ header, payload }, service.credentials.apiKeySecret)
  await expect(client.updateToken(old)).rejects.toMatchObject({ reply: { status: { code: 401, errorCode: 20104 } } })
})

test('forgets a socket that was shut down', async () => {
  const identity = fresh('anna')
  const client = await connect(service, identity)
  await client.shutdown()
  await eventually(() => expect(service.faults.sockets().some((socket) => socket.identity === identity)).toBe(false))
})

test('keeps the Service instances apart, also for the same Identity', async () => {
  const identity = fresh('anna')
  const other = service.domain.services.create({ friendlyName: 'Other' })
  const here = await connect(service, identity)
  const there = createClient(service, service.token(identity, { serviceSid: other.sid }))
  await started(there)
  await here.user.updateFriendlyName('Anna here')
  expect((await there.getUser(identity)).friendlyName).not.toBe('Anna here')
  expect(service.faults.sockets(other.sid)).toHaveLength(1)
})

test('ends the sockets of a User that the back end removes', async () => {
  const identity = fresh('anna')
  const client = await connect(service, identity)
  const gone = next(client, 'connectionStateChanged', (state) => state === 'connecting')
  service.instance.users.remove(identity)
  await gone
})

test('answers 600 requests at once', async () => {
  const client = await connect(service, fresh('anna'))
  const answers = await Promise.all(Array.from({ length: 600 }, () => client.getPublicChannelDescriptors()))
  expect(answers).toHaveLength(600)
})

test('says that push is disabled until the Service enables it', async () => {
  const client = await connect(service, fresh('anna'))
  const { transport } = (client as unknown as { services: { transport: { post(...args: unknown[]): Promise<unknown> } } }).services
  const register = (): Promise<unknown> =>
    transport.post(
      'https://ers.us1.twilio.com/v1/registrations?productId=ip_messaging',
      { 'Content-Type': 'application/json' },
      '{}',
      'ip_messaging',
    )
  await expect(register()).rejects.toMatchObject({ status: 403, body: { message: expect.stringContaining('disabled') as string } })
  service.instance.service()
  service.domain.services.update(service.credentials.serviceSid, {
    notifications: { ...service.instance.service().notifications, new_message: { enabled: true } },
  })
  await expect(register()).resolves.toMatchObject({ status: { code: 201 } })
})

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Credentials, ensureAccount, loadCredentials } from '../../../demo/chat-service/credentials.ts'
import { type ApiKeys, createApiKeys } from '../../../demo/chat-service/domain/api-keys.ts'
import { createDomain } from '../../../demo/chat-service/domain/create-domain.ts'
import type { Domain } from '../../../demo/chat-service/domain/domain.ts'
import type { Database } from '../../../demo/chat-service/storage/database.ts'
import { everything, openRoom, statusOf, system, temporaryDatabase, temporaryFolder, user } from './setup.ts'

interface Started {
  readonly database: Database
  readonly domain: Domain
  readonly apiKeys: ApiKeys
  readonly credentials: Credentials
}

/** As the service starts on a data folder. */
function start(dataDir: string, publicUrl = 'http://127.0.0.1:4801'): Started {
  const database = temporaryDatabase(join(dataDir, 'chat.sqlite'))
  const { domain } = createDomain({ database, accountSid: ensureAccount(database) })
  const apiKeys = createApiKeys(database)
  return { database, domain, apiKeys, credentials: loadCredentials({ dataDir, publicUrl, database, domain, apiKeys }) }
}

test('a restart keeps everything: Channels, history, horizons, Sync logs, keys', () => {
  const folder = temporaryFolder()
  const first = start(folder)
  const one = first.domain.instance(first.credentials.serviceSid)
  const room = openRoom({ instance: one }, 'ann', 'bob')
  for (const body of ['a', 'b', 'c']) one.messages.create(user('ann'), room, { body })
  one.userChannels.update(user('bob'), 'bob', room, { lastConsumedMessageIndex: 1 })
  one.mutations.record('ann', 'id', null)
  const before = everything(first.database)
  first.database.close()

  const second = start(folder)
  expect(second.credentials).toEqual(first.credentials)
  expect(everything(second.database)).toEqual(before)
  const two = second.domain.instance(second.credentials.serviceSid)
  expect(two.userChannels.fetch('bob', room).unreadMessagesCount).toBe(1)
  expect(two.messages.create(user('ann'), room, { body: 'd' }).index).toBe(3)
  // Four Messages, of which two were shown as read.
  expect(two.sync.open('ann', 'list', `${room}.messages`).eventId).toBe(6)
})

test('what was committed survives without closing, the lock left behind notwithstanding', async () => {
  const folder = temporaryFolder()
  const first = start(folder)
  const one = first.domain.instance(first.credentials.serviceSid)
  const room = openRoom({ instance: one }, 'ann')
  const { sid } = one.messages.create(user('ann'), room, { body: 'acknowledged' })
  await first.database.durable()
  // The first is never closed, as after a kill: its lock directory is still there.
  const second = start(folder)
  expect(second.domain.instance(second.credentials.serviceSid).messages.fetch(system, room, sid).body).toBe('acknowledged')
})

test('after a restart nobody is online, and the maps say so', () => {
  const folder = temporaryFolder()
  const first = start(folder)
  const one = first.domain.instance(first.credentials.serviceSid)
  one.users.ensure('ann')
  one.users.setOnline('ann', true)
  expect(one.users.fetch('ann').online).toBe(true)
  first.database.close()

  const second = start(folder)
  const two = second.domain.instance(second.credentials.serviceSid)
  expect(two.users.fetch('ann').online).toBe(false)
  const map = two.sync.open('ann', 'map', two.users.fetch('ann').infoMap)
  expect(two.sync.items('ann', map.sid, { key: 'reachability', limit: 1, order: 'asc' }).items[0]?.data).toEqual({
    online: false,
    notifiable: false,
  })
})

test('the credentials are for this user only, and follow the address of today', () => {
  const folder = temporaryFolder()
  const first = start(folder)
  const file = join(folder, 'credentials.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(first.credentials)
  expect(first.credentials).toEqual({
    accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/) as string,
    apiKeySid: expect.stringMatching(/^SK[0-9a-f]{32}$/) as string,
    apiKeySecret: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    serviceSid: expect.stringMatching(/^IS[0-9a-f]{32}$/) as string,
    restUrl: 'http://127.0.0.1:4801',
    twilsockUrl: 'ws://127.0.0.1:4801/twilsock',
  })
  first.database.close()

  writeFileSync(file, 'garbage', { mode: 0o644 })
  const second = start(folder, 'http://127.0.0.1:4802/')
  expect(second.credentials).toEqual({
    ...first.credentials,
    restUrl: 'http://127.0.0.1:4802',
    twilsockUrl: 'ws://127.0.0.1:4802/twilsock',
  })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(second.credentials)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a key that was removed opens nothing, and the host gets a new one at the next start', () => {
  const folder = temporaryFolder()
  const first = start(folder)
  const { accountSid, apiKeySid } = first.credentials
  const other = first.apiKeys.create({ accountSid, friendlyName: 'Other' })
  expect(first.apiKeys.find(other.sid)).toEqual(other)
  expect(first.apiKeys.list(accountSid).map(({ friendlyName }) => friendlyName)).toEqual(['Host back end', 'Other'])
  expect(JSON.stringify(first.apiKeys.list(accountSid))).not.toContain(other.secret)
  expect(first.apiKeys.remove(apiKeySid)).toBe(true)
  expect(first.apiKeys.remove(apiKeySid)).toBe(false)
  expect(first.apiKeys.find(apiKeySid)).toBeUndefined()
  first.domain.services.remove(first.credentials.serviceSid)
  first.database.close()

  const second = start(folder)
  expect(second.credentials.accountSid).toBe(accountSid)
  expect(second.credentials.apiKeySid).not.toBe(apiKeySid)
  expect(second.apiKeys.find(second.credentials.apiKeySid)?.secret).toBe(second.credentials.apiKeySecret)
  expect(statusOf(() => second.domain.instance(second.credentials.serviceSid))).toBe(200)
})

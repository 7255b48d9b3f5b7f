import { join } from 'node:path'
import sqlite from 'node-sqlite3-wasm'
import { expect, test } from 'vitest'
import { createDomain } from '../../../demo/chat-service/domain/create-domain.ts'
import { firstSchema } from '../../../demo/chat-service/storage/first-schema.ts'
import { accountSid, system, temporaryDatabase, temporaryFolder } from './setup.ts'

const sid = (prefix: string, digit: string): string => prefix + digit.repeat(32)
const service = sid('IS', '1')
const channel = sid('CH', '2')
const message = sid('IM', '3')
const media = sid('ME', '4')
const member = sid('MB', '5')
const gone = sid('MB', '6')

/** A data file as the first version left it: one Member that stayed, one that left, a Message with media. */
function writeOldFile(file: string): void {
  const db = new sqlite.Database(file)
  db.exec('CREATE TABLE schemaVersion (version INTEGER NOT NULL); INSERT INTO schemaVersion (version) VALUES (1)')
  for (const statement of firstSchema) db.exec(statement)
  const fields = JSON.stringify({
    friendlyName: 'Old',
    limits: { channelMembers: 100, userChannels: 250 },
    defaultChannelRoleSid: sid('RL', 'a'),
  })
  const insert = (table: string, row: Record<string, string | number | null>): void => {
    const names = Object.keys(row)
    db.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, Object.values(row))
  }
  const made = { dateCreated: 1_000, dateUpdated: 1_000 }
  const inChannel = { serviceSid: service, channelSid: channel }
  insert('services', { sid: service, fields, ...made })
  insert('roles', {
    sid: sid('RL', 'a'),
    serviceSid: service,
    friendlyName: 'x',
    type: 'channel',
    permissions: '["sendMessage"]',
    ...made,
  })
  insert('channels', { sid: channel, serviceSid: service, attributes: '{}', type: 'private', createdBy: 'system', ...made })
  for (const [prefix, type, purpose] of [
    ['ET', 'document', 'channel'],
    ['ES', 'list', 'messages'],
    ['MP', 'map', 'roster'],
  ] as const) {
    const object = { sid: sid(prefix, '7'), serviceSid: service, type, uniqueName: `${channel}.${purpose}`, purpose, owner: channel }
    insert('syncObjects', { ...object, data: type === 'document' ? '{}' : null, ...made })
  }
  const seat = { ...inChannel, roleSid: sid('RL', 'a'), notificationLevel: 'muted', attributes: '{"a":1}', ...made }
  insert('members', { sid: member, identity: 'ann', lastConsumedMessageIndex: 4, ...seat })
  insert('members', { sid: gone, identity: 'bob', ...seat })
  db.run('DELETE FROM members WHERE sid = ?', [gone])
  insert('media', {
    sid: media,
    serviceSid: service,
    author: 'ann',
    contentType: 'image/png',
    size: 3,
    channelSid: channel,
    messageSid: message,
    ...made,
  })
  insert('messages', {
    sid: message,
    ...inChannel,
    messageIndex: 0,
    author: 'ann',
    body: '',
    attributes: '{}',
    mediaSid: media,
    ...made,
  })
  db.close()
}

test('a data file of the first version opens with everything in it, and goes on', () => {
  const file = join(temporaryFolder(), 'chat.sqlite')
  writeOldFile(file)
  const database = temporaryDatabase(file)
  const { domain } = createDomain({ database, accountSid })
  const instance = domain.instance(service)
  expect(instance.members.list(system, channel, { limit: 10 }).items).toMatchObject([
    {
      sid: member,
      identity: 'ann',
      messagingBinding: null,
      lastConsumedMessageIndex: 4,
      notificationLevel: 'muted',
      attributes: '{"a":1}',
    },
  ])
  expect(instance.messages.fetch(system, channel, message)).toMatchObject({
    media: [{ sid: media, category: 'media' }],
    delivery: null,
  })
  expect(instance.channels.fetch(system, channel)).toMatchObject({ state: 'active', membersCount: 1, messagesCount: 1 })
  // The number of the Member that left is given to no other, or a page would show one twice.
  const next = instance.members.create(system, channel, {
    messagingBinding: { address: '+15551234567', proxyAddress: '+15557654321' },
  })
  expect(database.get<{ seq: number }>('SELECT seq FROM members WHERE sid = ?', [next.sid])?.seq).toBe(3)
  expect(instance.channels.fetch(system, channel).membersCount).toBe(2)
  expect(instance.messages.create(system, channel, { body: 'on' })).toMatchObject({ index: 1, delivery: { total: 2, sent: 'all' } })
})

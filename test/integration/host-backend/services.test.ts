import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openArchives } from '../../../demo/host-backend/archive.ts'
import { openJournal } from '../../../demo/host-backend/journal.ts'
import { createLifecycle } from '../../../demo/host-backend/lifecycle.ts'
import { readService } from '../../../demo/host-backend/twilio-client.ts'
import { helperLibrary, type Rest, startRest } from '../rest/setup.ts'
import { runCommand } from './command.ts'
import { channelOf, converse, type Host, services, startHost, type TokenAnswer } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const conversationsOf = (host: Host) => helperLibrary(rest).conversations.v1.services(host.credentials.serviceSid)
const sidIn = async (response: Response): Promise<string | undefined> => ((await response.json()) as Partial<TokenAnswer>).channelSid

test.each([
  [undefined, 'chat'],
  ['', 'chat'],
  ['chat', 'chat'],
  ['conversations', 'conversations'],
])('SERVICE=%s means %s', (setting, service) => {
  expect(readService(setting)).toBe(service)
})

test.each(['Chat', 'conversation', 'programmable-chat', ' chat'])('SERVICE=%s is refused with a sentence', (setting) => {
  expect(() => readService(setting)).toThrow(`SERVICE must be chat or conversations, not "${setting}".`)
})

test('a command with a SERVICE that there is not says so', async () => {
  const host = await startHost(rest)
  const outcome = await runCommand({ ...host, options: { ...host.options, service: 'sms' as 'chat' } }, 'roles-audit.ts')
  expect(outcome).toEqual({ code: 2, stdout: '', stderr: 'SERVICE must be chat or conversations, not "sms".\n' })
})

describe.each([
  ['chat', 'conversations'],
  ['conversations', 'chat'],
] as const)('a website that goes from %s to %s', (before, after) => {
  test('keeps its visitors, their conversation, and every word of it', async () => {
    const host = await startHost(rest, { service: before })
    const visitor = await converse(host, { name: 'Ann', topic: 'tea' })
    const { messages } = host.chat.channels(visitor.channelSid)
    await messages.create({ from: visitor.identity, body: 'before', attributes: '{"parlourId":"p-1"}' })

    const moved = await host.restart({ service: after })
    const { cookie } = visitor
    expect(await sidIn(await moved.post('/token', { reason: 'connect' }, { cookie }))).toBe(visitor.channelSid)
    expect(await sidIn(await moved.post('/start', { preChat: { name: 'Another' } }, { cookie }))).toBe(visitor.channelSid)
    await messages.create({ from: 'agent', body: 'after' })
    expect((await moved.post('/end', { channelSid: visitor.channelSid }, { cookie })).status).toBe(200)

    expect(await channelOf(host, visitor.channelSid)).toBeUndefined()
    const archive = await (await openArchives(moved.dataDir, moved.rooms)).read(visitor.channelSid)
    expect(archive).toMatchObject({
      endedBy: visitor.identity,
      channel: { sid: visitor.channelSid, friendlyName: 'Ann', uniqueName: visitor.identity },
      messages: [
        { index: 0, from: visitor.identity, body: 'before', parlourId: 'p-1' },
        { index: 1, from: 'agent', body: 'after' },
      ],
    })
    expect(archive?.members.map((member) => member.identity).toSorted()).toEqual(['agent', visitor.identity])
    const next = await sidIn(await moved.post('/start', {}, { cookie }))
    expect(next).toMatch(/^CH/)
    expect(next).not.toBe(visitor.channelSid)
  })

  test('finds its Roles and settings as it left them, and makes none twice', async () => {
    const host = await startHost(rest, { service: before })
    const look = async () => [
      (await host.chat.roles.list()).map((role) => role.toJSON()),
      (await host.chat.fetch()).toJSON(),
      (await host.chat.users.list()).map((user) => user.toJSON()),
    ]
    const seen = await look()
    await host.restart({ service: after })
    expect(await look()).toEqual(seen)
  })

  test('finishes an end that a crash cut short before', async () => {
    const host = await startHost(rest, { service: before })
    const visitor = await converse(host)
    await host.chat.channels(visitor.channelSid).messages.create({ from: visitor.identity, body: 'a word' })
    const journal = await openJournal(host.dataDir)
    const dying = createLifecycle({
      rooms: host.rooms,
      archives: await openArchives(host.dataDir, host.rooms),
      journal: {
        ...journal,
        write: (ending) => (ending.next === 'archive' ? Promise.reject(new Error('crash')) : journal.write(ending)),
      },
    })
    await expect(dying.end(visitor.channelSid, 'agent')).rejects.toThrow('crash')
    const moved = await host.restart({ service: after })
    expect(moved.logged).toEqual([])
    expect(await channelOf(host, visitor.channelSid)).toBeUndefined()
    const archive = await (await openArchives(moved.dataDir, moved.rooms)).read(visitor.channelSid)
    expect(archive?.messages.map((message) => message.body)).toEqual(['a word'])
  })
})

test('both services make the same Channel, Members and Roles of a start', async () => {
  const seen = []
  for (const service of services) {
    const host = await startHost(rest, { service })
    const { channelSid, identity } = await converse(host, { name: 'Ann', topic: 'tea' })
    const { friendlyName, uniqueName, attributes, type, createdBy } = await host.chat.channels(channelSid).fetch()
    const roles = new Map(
      (await host.chat.roles.list()).map((role) => [role.sid, `${role.type} ${role.friendlyName}: ${role.permissions}`]),
    )
    const members = (await host.chat.channels(channelSid).members.list()).map((member) => [
      member.identity === identity ? 'visitor' : member.identity,
      roles.get(member.roleSid),
    ])
    seen.push({ friendlyName, named: uniqueName === identity, attributes, type, createdBy, members, roles: [...roles.values()] })
  }
  expect(seen[0]).toEqual(seen[1])
  expect(seen[0]).toMatchObject({ type: 'private', createdBy: 'system', named: true })
})

describe('on conversations', () => {
  test('a conversation that a timer or a hand closed is archived, and its visitor starts anew', async () => {
    const host = await startHost(rest, { service: 'conversations' })
    const visitor = await converse(host, { name: 'Ann' })
    const conversation = conversationsOf(host).conversations(visitor.channelSid)
    await conversation.messages.create({ author: visitor.identity, body: 'a word' })
    await conversation.update({ state: 'closed' })
    const next = await sidIn(await visitor.ask('/start', {}))
    expect(next).not.toBe(visitor.channelSid)
    expect(await channelOf(host, visitor.channelSid)).toBeUndefined()
    const archive = await (await openArchives(host.dataDir, host.rooms)).read(visitor.channelSid)
    expect(archive).toMatchObject({ channel: { closed: true }, messageCount: 1, messages: [{ body: 'a word' }] })
  })

  test('an archive names a participant that has no Identity by its address', async () => {
    const host = await startHost(rest, { service: 'conversations' })
    const visitor = await converse(host)
    const binding = { 'messagingBinding.address': '+15005550006', 'messagingBinding.proxyAddress': '+15005550001' }
    await conversationsOf(host).conversations(visitor.channelSid).participants.create(binding)
    expect((await visitor.ask('/end', { channelSid: visitor.channelSid })).status).toBe(200)
    const archive = await (await openArchives(host.dataDir, host.rooms)).read(visitor.channelSid)
    expect(archive?.members.find((member) => member.identity === null)?.messagingBinding).toMatchObject({ address: '+15005550006' })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rest, startRest } from '../rest/setup.ts'
import { channelOf, converse, type Host, identityIn, openConsole, services, startHost, type TokenAnswer, visit } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const rows = async (response: Response) => (await response.json()) as { count: number; rows: Record<string, unknown>[] }
const agentPaths = ['/agent/token', '/agent/end', '/admin/remove']
const reads = ['/admin/users', '/admin/channels', `/admin/channels/CH${'0'.repeat(32)}/messages`, '/admin/push']

describe.each(services)('on %s', (service) => {
  test('opening the console makes the agent, whose token bears the Identity of the agent', async () => {
    const host = await startHost(rest, { service })
    const opened = await host.get('/console')
    expect(opened.headers.get('set-cookie')).toMatch(/^parlour_agent=agent\.[\w%]+; Path=\/; HttpOnly; SameSite=Strict$/)
    const response = await host.post('/agent/token', { reason: 'connect' }, await openConsole(host))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(identityIn(((await response.json()) as TokenAnswer).token)).toBe('agent')
  })

  test('without the cookie of the console nothing of the agent or the administrator is served', async () => {
    const host = await startHost(rest, { service })
    const { cookie } = await visit(host)
    const cookies = [
      undefined,
      cookie,
      cookie.replace('parlour_visitor', 'parlour_agent'),
      'parlour_agent=agent',
      `parlour_agent=agent.${'A'.repeat(43)}=`,
    ]
    for (const cookie of cookies) {
      for (const path of agentPaths) expect((await host.post(path, {}, { cookie })).status).toBe(401)
      for (const path of reads) expect((await host.get(path, { cookie })).status).toBe(401)
    }
  })

  test('another website reads nothing with the cookie of the console', async () => {
    const host = await startHost(rest, { service })
    const { cookie } = await openConsole(host)
    for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'none' }]) {
      for (const path of reads) expect((await host.get(path, { cookie, headers })).status).toBe(403)
    }
    expect((await host.post('/admin/users', {}, { cookie })).status).toBe(405)
    expect((await host.get('/admin/remove', { cookie })).status).toBe(405)
  })

  async function withConversation(host: Host) {
    const visitor = await converse(host, { name: 'Ann' })
    const { messages } = host.chat.channels(visitor.channelSid)
    const first = await messages.create({ from: visitor.identity, body: 'first', attributes: '{"parlourId":"p-1"}' })
    await messages.create({ from: 'agent', body: 'second' })
    return { visitor, first, agent: await openConsole(host) }
  }

  test('the administrator sees Users, Channels and Messages with counts', async () => {
    const host = await startHost(rest, { service })
    const { visitor, agent } = await withConversation(host)
    const users = await rows(await host.get('/admin/users', agent))
    expect([users.count, users.rows.map((user) => user['identity']).toSorted()]).toEqual([2, ['agent', visitor.identity]])
    expect(users.rows.find((user) => user['identity'] === visitor.identity)).toMatchObject({
      friendlyName: 'Ann',
      joinedChannelsCount: { chat: 1, conversations: null }[service],
    })
    const channels = await rows(await host.get('/admin/channels', agent))
    // What Conversations does not tell is null.
    const counts = { membersCount: 2, messagesCount: 2, createdBy: 'system' }
    const nothing = { membersCount: null, messagesCount: null, createdBy: null }
    expect(channels).toMatchObject({
      count: 1,
      rows: [{ sid: visitor.channelSid, friendlyName: 'Ann', status: 'open', ...{ chat: counts, conversations: nothing }[service] }],
    })
    const messages = await rows(await host.get(`/admin/channels/${visitor.channelSid}/messages`, agent))
    expect(messages).toMatchObject({
      count: 2,
      rows: [
        { index: 0, from: visitor.identity, body: 'first', parlourId: 'p-1' },
        { index: 1, from: 'agent', body: 'second' },
      ],
    })
  })

  test('the administrator removes one Message, one Channel, one User', async () => {
    const host = await startHost(rest, { service })
    const { visitor, first, agent } = await withConversation(host)
    const remove = async (body: object) => (await host.post('/admin/remove', body, agent)).status
    expect(await remove({ kind: 'message', channelSid: visitor.channelSid, sid: first.sid })).toBe(200)
    expect((await host.chat.channels(visitor.channelSid).messages.list()).map((message) => message.body)).toEqual(['second'])
    expect(await remove({ kind: 'message', channelSid: visitor.channelSid, sid: first.sid })).toBe(404)
    const user = await host.chat.users(visitor.identity).fetch()
    expect(await remove({ kind: 'user', sid: user.sid })).toBe(200)
    expect((await host.chat.channels(visitor.channelSid).members.list()).map((member) => member.identity)).toEqual(['agent'])
    expect(await remove({ kind: 'channel', sid: visitor.channelSid })).toBe(200)
    expect(await channelOf(host, visitor.channelSid)).toBeUndefined()
  })

  test.each([
    {},
    { kind: 'role', sid: 'RL1' },
    { kind: 'user', sid: '../../Channels' },
    { kind: 'channel', sid: 'x' },
    { kind: 'message', sid: 'IM1' },
  ])('removing %j is refused', async (body) => {
    const host = await startHost(rest, { service })
    expect((await host.post('/admin/remove', body, await openConsole(host))).status).toBe(400)
  })

  test('push is disabled until the Service instance enables it', async () => {
    const host = await startHost(rest, { service })
    const agent = await openConsole(host)
    expect(await (await host.get('/admin/push', agent)).json()).toEqual({ push: 'disabled' })
    await host.chat.update({ 'notifications.newMessage.enabled': true })
    expect(await (await host.get('/admin/push', agent)).json()).toEqual({ push: 'enabled' })
  })

  test('a website that is no demo has no console, no agent and no administrator, whatever cookie comes', async () => {
    const host = await startHost(rest, { service })
    const { cookie } = await openConsole(host)
    const website = await host.restart({ demoConsole: false })
    const opened = await website.get('/console')
    expect([opened.status, opened.headers.get('set-cookie')]).toEqual([404, null])
    for (const path of agentPaths) expect((await website.post(path, {}, { cookie })).status).toBe(404)
    for (const path of reads) expect((await website.get(path, { cookie })).status).toBe(404)
    expect((await website.post('/token', { reason: 'connect' })).status).toBe(200)
  })

  test('no back end starts with a reserved name for its agent', async () => {
    await expect(startHost(rest, { service, agentIdentity: 'system' })).rejects.toThrow('reserved')
    await expect(startHost(rest, { service, agentIdentity: 'bot', reservedIdentities: ['bot'] })).rejects.toThrow('reserved')
  })
})

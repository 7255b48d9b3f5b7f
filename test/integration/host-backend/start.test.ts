import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rest, startRest } from '../rest/setup.ts'
import { channelOf, converse, type Host, services, startHost, type TokenAnswer, visit } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const channels = (host: Host) => host.chat.channels.list({ type: ['private', 'public'] })
const identities = async (host: Host, sid: string) =>
  (await host.chat.channels(sid).members.list()).map((member) => member.identity).toSorted()
const sidIn = async (response: Response): Promise<string> => ((await response.json()) as { channelSid: string }).channelSid

describe.each(services)('on %s', (service) => {
  test('a start makes a private Channel of the system, with the visitor and the agent in it, each with its own Role', async () => {
    const host = await startHost(rest, { service })
    const { channelSid, identity } = await converse(host, { name: ' Ann ' })
    const channel = await channelOf(host, channelSid)
    expect(channel).toMatchObject({ type: 'private', createdBy: 'system', friendlyName: 'Ann', attributes: '{"status":"open"}' })
    const members = await host.chat.channels(channelSid).members.list()
    const roles = new Map((await host.chat.roles.list()).map((role) => [role.sid, `${role.type} ${role.friendlyName}`]))
    expect(Object.fromEntries(members.map((member) => [member.identity, roles.get(member.roleSid)]))).toEqual({
      [identity]: 'channel visitor',
      agent: 'channel agent',
    })
    const user = await host.chat.users(identity).fetch()
    expect(user.friendlyName).toBe('Ann')
    expect(roles.get(user.roleSid)).toBe('deployment visitor')
  })

  test('a visitor without a name is told apart by the end of its Identity', async () => {
    const host = await startHost(rest, { service })
    const { channelSid, identity } = await converse(host)
    expect((await channelOf(host, channelSid))?.friendlyName).toBe(`Visitor ${identity.slice(-4)}`)
  })

  test('the other answers are kept as attributes, whatever their names', async () => {
    const host = await startHost(rest, { service })
    const answers = JSON.parse('{"topic":"Größe 42 🫖","__proto__":"x","status":"ended","empty":" "}') as object
    const { channelSid } = await converse(host, answers)
    const attributes = JSON.parse((await channelOf(host, channelSid))?.attributes ?? '') as Record<string, unknown>
    expect(attributes['status']).toBe('open')
    expect(JSON.stringify(attributes['answers'])).toBe('{"topic":"Größe 42 🫖","__proto__":"x","status":"ended"}')
  })

  test.each([
    ['a name of 61 characters', { name: 'x'.repeat(61) }],
    ['a name that is no text', { name: 7 }],
    ['an answer that is an object', { topic: { deep: true } }],
    ['eleven answers beside the name', Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`q${at}`, 'x']))],
    ['answers of more than 2 KB', { topic: '🫖'.repeat(600) }],
  ])('%s is refused, and nothing is made', async (_, body) => {
    const host = await startHost(rest, { service })
    const visitor = await visit(host)
    expect((await visitor.ask('/start', { preChat: body })).status).toBe(400)
    expect(await channels(host)).toEqual([])
  })

  test('a second start answers with the open conversation; a token names it', async () => {
    const host = await startHost(rest, { service })
    const visitor = await converse(host, { name: 'Ann' })
    expect(await sidIn(await visitor.ask('/start', { preChat: { name: 'Another name' } }))).toBe(visitor.channelSid)
    expect(await channels(host)).toHaveLength(1)
    const answer = (await (await visitor.ask('/token', { reason: 'connect' })).json()) as TokenAnswer
    expect(answer.channelSid).toBe(visitor.channelSid)
  })

  test('a visitor with no conversation gets a token without a Channel', async () => {
    const host = await startHost(rest, { service })
    await converse(host)
    const answer = (await (await (await visit(host)).ask('/token', { reason: 'connect' })).json()) as TokenAnswer
    expect(answer).not.toHaveProperty('channelSid')
  })

  test('eight starts at once, in two processes of the website, make one Channel with two Members', async () => {
    const host = await startHost(rest, { service })
    const twin = await host.restart()
    const { cookie } = await visit(host)
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => (at % 2 ? host : twin).post('/start', {}, { cookie })))
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200))
    const sids = new Set(await Promise.all(answers.map(sidIn)))
    expect(sids.size).toBe(1)
    expect(await channels(host)).toHaveLength(1)
    expect(await identities(host, [...sids][0] ?? '')).toHaveLength(2)
  })

  test('a start that was cut short is completed by the next', async () => {
    const host = await startHost(rest, { service })
    const visitor = await visit(host)
    const cut = await host.chat.channels.create({ type: 'private', uniqueName: visitor.identity, attributes: '{"status":"open"}' })
    expect(await (await visitor.ask('/token', { reason: 'connect' })).json()).not.toHaveProperty('channelSid')
    expect(await sidIn(await visitor.ask('/start', {}))).toBe(cut.sid)
    expect(await identities(host, cut.sid)).toEqual(['agent', visitor.identity])
    await host.chat.channels(cut.sid).members('agent').remove()
    expect(await sidIn(await visitor.ask('/start', {}))).toBe(cut.sid)
    expect(await identities(host, cut.sid)).toEqual(['agent', visitor.identity])
  })

  test('a visitor whom the agent removed starts anew, and the old conversation is archived', async () => {
    const host = await startHost(rest, { service })
    const visitor = await converse(host)
    await host.chat.channels(visitor.channelSid).members(visitor.identity).remove()
    expect(await (await visitor.ask('/token', { reason: 'connect' })).json()).not.toHaveProperty('channelSid')
    const next = await sidIn(await visitor.ask('/start', {}))
    expect(next).not.toBe(visitor.channelSid)
    expect(await identities(host, next)).toEqual(['agent', visitor.identity])
    expect(await channelOf(host, visitor.channelSid)).toBeUndefined()
  })

  test('after the end a start makes a new conversation', async () => {
    const host = await startHost(rest, { service })
    const visitor = await converse(host)
    expect((await visitor.ask('/end', { channelSid: visitor.channelSid })).status).toBe(200)
    const next = await sidIn(await visitor.ask('/start', {}))
    expect(next).not.toBe(visitor.channelSid)
    expect((await channelOf(host, next))?.attributes).toBe('{"status":"open"}')
  })
})

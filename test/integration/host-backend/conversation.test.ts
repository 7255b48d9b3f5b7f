import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rest, startRest } from '../rest/setup.ts'
import { channelOf, converse, openConsole, services, startHost, visit, type Host } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const colleagues = [{ identity: 'robin', name: 'Robin' }]

/** A host with a queue that is on, and what its console asks. */
async function atTheDesk(service: (typeof services)[number], queueing: boolean) {
  const host = await startHost(rest, { service, colleagues })
  const { cookie } = await openConsole(host)
  const ask = async (path: string, body: object = {}): Promise<{ status: number; body: unknown }> => {
    const response = await host.post(`/agent/${path}`, body, { cookie })
    return { status: response.status, body: await response.json() }
  }
  if (queueing) await ask('queueing', { on: true })
  return { host, ask }
}
const identities = async (host: Host, sid: string): Promise<readonly string[]> =>
  (await host.chat.channels(sid).members.list()).map((member) => member.identity).toSorted()
const placeOf = async (host: Host, sid: string): Promise<unknown> =>
  (JSON.parse((await channelOf(host, sid))?.attributes ?? '{}') as { parlour?: { queue?: unknown } }).parlour?.queue
const events = async (host: Host, sid: string): Promise<readonly unknown[]> =>
  (await host.chat.channels(sid).messages.list()).map(({ from, body, attributes }) => ({
    from,
    body,
    ...(JSON.parse(attributes) as { parlour: object }).parlour,
  }))

describe.each(services)('on %s', (service) => {
  test('with the queue on newcomers wait in their Channels, and each knows its place [C2]', async () => {
    const { host, ask } = await atTheDesk(service, true)
    const ann = await converse(host, { name: 'Ann' })
    const bob = await converse(host, { name: 'Bob' })
    expect(await identities(host, ann.channelSid)).toEqual([ann.identity])
    expect(await placeOf(host, ann.channelSid)).toEqual({ position: 1, waitMinutes: 2 })
    expect(await placeOf(host, bob.channelSid)).toEqual({ position: 2, waitMinutes: 4 })
    const { waiting } = (await ask('desk')).body as { waiting: { name: string }[] }
    expect(waiting.map(({ name }) => name)).toEqual(['Ann', 'Bob'])
  })

  test('whoever is accepted has an agent and no place, and the others move up [C2]', async () => {
    const { host, ask } = await atTheDesk(service, true)
    const ann = await converse(host, { name: 'Ann' })
    const bob = await converse(host, { name: 'Bob' })
    expect((await ask('accept', { channelSid: ann.channelSid, as: 'robin' })).status).toBe(200)
    expect(await identities(host, ann.channelSid)).toEqual(['robin', ann.identity].toSorted())
    expect(await placeOf(host, ann.channelSid)).toBeUndefined()
    expect(await placeOf(host, bob.channelSid)).toEqual({ position: 1, waitMinutes: 2 })
    expect(await events(host, ann.channelSid)).toEqual([{ from: 'system', body: 'Robin joined', event: { type: 'joined', name: 'Robin' } }])
    expect((await ask('accept', { channelSid: ann.channelSid })).status).toBe(409)
  })

  test('a visitor who asks again stays where it stands, and one who goes makes room [C2]', async () => {
    const { host, ask } = await atTheDesk(service, true)
    const ann = await converse(host, { name: 'Ann' })
    const bob = await converse(host, { name: 'Bob' })
    await ann.ask('/start', {})
    expect(await placeOf(host, ann.channelSid)).toEqual({ position: 1, waitMinutes: 2 })
    expect((await ann.ask('/end', { channelSid: ann.channelSid })).status).toBe(200)
    expect(await placeOf(host, bob.channelSid)).toEqual({ position: 1, waitMinutes: 2 })
    expect(((await ask('desk')).body as { waiting: unknown[] }).waiting).toHaveLength(1)
  })

  test('the line outlives a restart', async () => {
    const { host } = await atTheDesk(service, true)
    await converse(host, { name: 'Ann' })
    await converse(host, { name: 'Bob' })
    const again = await host.restart()
    const response = await again.post('/agent/desk', {}, await openConsole(again))
    const { waiting } = (await response.json()) as { waiting: { name: string }[] }
    expect(waiting.map(({ name }) => name)).toEqual(['Ann', 'Bob'])
  })

  test('a hand-over brings the colleague, tells the visitor, and takes the agent out [C10]', async () => {
    const { host, ask } = await atTheDesk(service, false)
    const ann = await converse(host, { name: 'Ann' })
    expect((await ask('handover', { channelSid: ann.channelSid, to: 'robin' })).status).toBe(200)
    expect(await identities(host, ann.channelSid)).toEqual(['robin', ann.identity].toSorted())
    expect(await events(host, ann.channelSid)).toEqual([
      { from: 'system', body: 'You are now talking to Robin', event: { type: 'handover', name: 'Robin' } },
    ])
    expect((await ask('handover', { channelSid: ann.channelSid, to: 'robin' })).status).toBe(409)
    expect((await ask('handover', { channelSid: ann.channelSid, to: 'nobody' })).status).toBe(400)
    // The conversation is still the visitor's own: a second start brings no second agent.
    await ann.ask('/start', {})
    expect(await identities(host, ann.channelSid)).toEqual(['robin', ann.identity].toSorted())
  })

  test('a rating is kept, the first one counts, and the console sees it [C4]', async () => {
    const { host, ask } = await atTheDesk(service, false)
    const ann = await converse(host, { name: 'Ann' })
    const rating = { channelSid: ann.channelSid, kind: 'stars', value: 4, comment: ' Very kind ' }
    expect((await ann.ask('/rate', rating)).status).toBe(404)
    await ann.ask('/end', { channelSid: ann.channelSid })
    expect((await ann.ask('/rate', rating)).status).toBe(200)
    expect((await ann.ask('/rate', { ...rating, value: 1 })).status).toBe(200)
    expect((await (await visit(host)).ask('/rate', rating)).status).toBe(404)
    expect((await ask('feedback')).body).toMatchObject({
      ratings: [{ channelSid: ann.channelSid, kind: 'stars', value: 4, comment: 'Very kind', by: 'Ann' }],
    })
  })

  test('a message that is left is kept, and the console sees it [C8]', async () => {
    const { host, ask } = await atTheDesk(service, false)
    const visitor = await visit(host)
    const left = { name: 'Ann', email: 'ann@example.com', message: 'Is the bowl still there?' }
    expect((await visitor.ask('/leave', left)).status).toBe(200)
    expect((await ask('feedback')).body).toMatchObject({ left: [left] })
  })

  test('a box that was ticked is an answer like another [C1]', async () => {
    const { host } = await atTheDesk(service, false)
    const { channelSid } = await converse(host, { name: 'Ann', news: true })
    expect(JSON.parse((await channelOf(host, channelSid))?.attributes ?? '')).toMatchObject({ answers: { news: 'yes' } })
  })
})

test.each([
  ['an unknown kind', '/rate', { kind: 'dots', value: 1 }],
  ['six stars', '/rate', { kind: 'stars', value: 6 }],
  ['half a star', '/rate', { kind: 'stars', value: 1.5 }],
  ['a comment that is no text', '/rate', { kind: 'stars', value: 1, comment: 7 }],
  ['no address', '/leave', { message: 'x' }],
  ['no message', '/leave', { email: 'ann@example.com', message: ' ' }],
  ['a message of 2,001 characters', '/leave', { email: 'ann@example.com', message: 'x'.repeat(2_001) }],
  ['answers that are no object', '/start', { preChat: [] }],
])('%s is refused', async (_, path, body) => {
  const host = await startHost(rest)
  const visitor = await converse(host)
  expect((await visitor.ask(path, { channelSid: visitor.channelSid, ...body })).status).toBe(400)
})

test.each(['/rate', '/leave'])('%s is for visitors on our own pages, and not for strangers', async (path) => {
  const host = await startHost(rest)
  expect((await host.post(path, {})).status).toBe(401)
  const { cookie } = await visit(host)
  expect((await host.post(path, {}, { cookie, headers: { Origin: 'https://elsewhere.example' } })).status).toBe(403)
})

test.each(['desk', 'queueing', 'accept', 'handover', 'feedback'])('/agent/%s is for agents only', async (path) => {
  const host = await startHost(rest)
  const { cookie } = await visit(host)
  expect((await host.post(`/agent/${path}`, {}, { cookie })).status).toBe(401)
})

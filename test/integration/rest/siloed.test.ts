import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, foreignKey, type FormFields, type Rest, send, startRest } from './setup.ts'

let rest: Rest

beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

interface House {
  readonly url: string
  readonly sid: string
  /** One of each resource, the paths below the Service with the other instance's names in them. */
  readonly paths: readonly string[]
  readonly sids: readonly string[]
  /** The same as Conversations has it: its address, and the paths below. */
  readonly conversations: { readonly url: string; readonly paths: readonly string[] }
}

async function create(path: string, form: FormFields): Promise<{ sid: string; url: string }> {
  const { status, body } = await send(rest, 'POST', path, form)
  expect({ path, status, body }).toMatchObject({ status: 201 })
  return body as { sid: string; url: string }
}

/** A Service instance with one of everything, under the same names in each. */
async function furnish(name: string): Promise<House> {
  const { sid, url } = await create('/v2/Services', { FriendlyName: name })
  const role = await create(`${url}/Roles`, { FriendlyName: name, Type: 'channel', Permission: 'sendMessage' })
  const user = await create(`${url}/Users`, { Identity: `guest-of-${name}` })
  const channel = await create(`${url}/Channels`, { UniqueName: `room-of-${name}` })
  const member = await create(`${channel.url}/Members`, { Identity: `guest-of-${name}` })
  const message = await create(`${channel.url}/Messages`, { Body: `secret of ${name}` })
  const invite = await create(`${channel.url}/Invites`, { Identity: `invited-by-${name}` })
  const webhook = await create(`${channel.url}/Webhooks`, { Type: 'webhook', 'Configuration.Url': 'https://example.com/' })
  const below = (address: string) => address.slice(url.length)
  const conversation = `/Conversations/${channel.sid}`
  return {
    url,
    sid,
    sids: [sid, role, user, channel, member, message, invite, webhook].map((row) => (typeof row === 'string' ? row : row.sid)),
    paths: [
      ...[role, user, channel, member, message, invite, webhook].map((row) => below(row.url)),
      `/Users/guest-of-${name}`,
      `/Users/guest-of-${name}/Channels`,
      `/Users/${user.sid}/Channels/${channel.sid}`,
      `/Channels/room-of-${name}`,
      ...['Members', 'Messages', 'Invites', 'Webhooks'].map((list) => `/Channels/${channel.sid}/${list}`),
    ],
    conversations: {
      url: `/v1/Services/${sid}`,
      paths: [
        `/Roles/${role.sid}`,
        `/Users/${user.sid}`,
        `/Users/guest-of-${name}/Conversations`,
        `/Users/${user.sid}${conversation}`,
        `/Conversations/room-of-${name}`,
        ...['', '/Participants', '/Messages', '/Webhooks'].map((list) => conversation + list),
        `${conversation}/Participants/${member.sid}`,
        `${conversation}/Messages/${message.sid}`,
        `${conversation}/Messages/${message.sid}/Receipts`,
        `${conversation}/Webhooks/${webhook.sid}`,
      ],
    },
  }
}

test('a Service instance finds nothing of another by sid or by name, to read, change or remove', async () => {
  const [ours, theirs] = [await furnish('ours'), await furnish('theirs')]
  for (const path of theirs.paths) {
    expect({ path, status: (await send(rest, 'GET', theirs.url + path)).status }).toEqual({ path, status: 200 })
    for (const method of ['GET', 'POST', 'DELETE']) {
      const form = {
        Body: 'x',
        FriendlyName: 'x',
        Permission: 'sendMessage',
        Identity: 'x',
        Type: 'webhook',
        'Configuration.Url': 'https://x.example',
      }
      const { status } = await send(rest, method, ours.url + path, method === 'POST' ? form : undefined)
      expect([404, 405], `${method} ${path}`).toContain(status)
    }
  }
  for (const path of theirs.paths) expect((await send(rest, 'GET', theirs.url + path)).status).toBe(200)
})

test('Conversations finds nothing of another Service instance either, named or default', async () => {
  const [{ conversations: ours, sid }, { conversations: theirs }] = [await furnish('mine'), await furnish('yours')]
  expect((await send(rest, 'POST', '/v1/Configuration', { DefaultChatServiceSid: sid })).status).toBe(200)
  for (const path of ours.paths) expect({ path, status: (await send(rest, 'GET', `/v1${path}`)).status }).toEqual({ path, status: 200 })
  for (const path of theirs.paths) {
    expect({ path, status: (await send(rest, 'GET', theirs.url + path)).status }).toEqual({ path, status: 200 })
    for (const base of [ours.url, '/v1']) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const form = {
          Body: 'x',
          FriendlyName: 'x',
          Permission: 'sendMessage',
          Identity: 'x',
          Target: 'webhook',
          'Configuration.Url': 'https://x.example',
        }
        const { status } = await send(rest, method, base + path, method === 'POST' ? form : undefined)
        expect([404, 405], `${method} ${base}${path}`).toContain(status)
      }
    }
  }
  const found = await send(rest, 'GET', `${ours.url}/ParticipantConversations?Identity=guest-of-yours`)
  expect(found).toMatchObject({ status: 200, body: { conversations: [] } })
})

test('no list of a Service instance shows a row of another', async () => {
  const [ours, theirs] = [await furnish('one'), await furnish('two')]
  for (const path of ['/Roles', '/Users', '/Channels', '/Channels/room-of-one/Members', '/Channels/room-of-one/Messages']) {
    const { status, body } = await send(rest, 'GET', ours.url + path)
    expect(status).toBe(200)
    const text = JSON.stringify(body)
    expect(theirs.sids.filter((sid) => text.includes(sid))).toEqual([])
    expect(text).toContain(ours.sid)
  }
})

test('a Role of another Service instance is given to nobody', async () => {
  const [ours, theirs] = [await furnish('lender'), await furnish('borrower')]
  const foreignRole = ours.sids[1] ?? ''
  const before = await send(rest, 'GET', `${theirs.url}/Users/guest-of-borrower`)
  const answers = [
    await send(rest, 'POST', `${theirs.url}/Users/guest-of-borrower`, { RoleSid: foreignRole }),
    await send(rest, 'POST', `${theirs.url}/Channels/room-of-borrower/Members/guest-of-borrower`, { RoleSid: foreignRole }),
    await send(rest, 'POST', theirs.url, { DefaultChannelRoleSid: foreignRole }),
  ]
  for (const { status } of answers) expect([400, 404]).toContain(status)
  expect((await send(rest, 'GET', `${theirs.url}/Users/guest-of-borrower`)).body).toEqual(before.body)
})

test('the same Identity and unique name stand in two Service instances for two different things', async () => {
  const [ours, theirs] = [await furnish('left'), await furnish('right')]
  const [left, right] = [
    await create(`${ours.url}/Channels`, { UniqueName: 'hall' }),
    await create(`${theirs.url}/Channels`, { UniqueName: 'hall' }),
  ]
  expect(left.sid).not.toBe(right.sid)
  expect((await send(rest, 'GET', `${theirs.url}/Channels/hall`)).body).toMatchObject({ sid: right.sid })
})

test('removing a Service instance leaves the others whole', async () => {
  const [ours, theirs] = [await furnish('stays'), await furnish('goes')]
  expect((await send(rest, 'DELETE', theirs.url)).status).toBe(204)
  for (const path of theirs.paths) expect((await send(rest, 'GET', theirs.url + path)).status).toBe(404)
  for (const path of ours.paths) expect((await send(rest, 'GET', ours.url + path)).status).toBe(200)
})

test('the API key of another account sees no Service instance at all', async () => {
  const ours = await furnish('private')
  const headers = { authorization: basic(foreignKey.sid, foreignKey.secret) }
  expect((await send(rest, 'GET', '/v2/Services', undefined, headers)).body).toMatchObject({ services: [], meta: { next_page_url: null } })
  for (const path of ['', ...ours.paths]) {
    expect(await send(rest, 'GET', ours.url + path, undefined, headers)).toMatchObject({ status: 404, body: { code: 20404 } })
  }
  expect((await send(rest, 'DELETE', ours.url, undefined, headers)).status).toBe(404)
  expect((await send(rest, 'GET', ours.url)).status).toBe(200)
})

import * as fc from 'fast-check'
import { connect as connectTcp } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connectRaw, decodePacket, encodePacket } from '../../support/raw-client.ts'

let service: RunningChatService
const complaints = vi.spyOn(console, 'error')
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

interface Socket {
  readonly socket: WebSocket
  /** Headers of all packets that came. */
  readonly packets: ReturnType<typeof decodePacket>['header'][]
  readonly closed: Promise<number>
}

async function open(): Promise<Socket> {
  const socket = new WebSocket(service.twilsockUrl)
  const packets: Socket['packets'] = []
  socket.on('message', (data: Buffer) => packets.push(decodePacket(data).header))
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)))
  onTestFinished(() => socket.terminate())
  await new Promise((resolve) => socket.once('open', resolve))
  return { socket, packets, closed }
}

/** It still lets somebody in and answers. */
async function isUp(): Promise<void> {
  const client = await connectRaw(service.twilsockUrl, service.token('witness'))
  expect((await client.request('GET', '/Client/v1/Configuration')).status).toBe(200)
  client.close()
}

/** Let in, with the answer to `init` as its first packet. */
async function openReady(): Promise<Socket> {
  const opened = await open()
  opened.socket.send(encodePacket({ id: 'TM1', method: 'init', token: service.token('anna') }))
  await expect.poll(() => opened.packets.length).toBe(1)
  return opened
}

async function ready(): Promise<Awaited<ReturnType<typeof connectRaw>>> {
  const client = await connectRaw(service.twilsockUrl, service.token('anna'))
  onTestFinished(() => client.close())
  return client
}

test('survives random bytes, and says what was wrong before it hangs up', async () => {
  for (const bytes of fc.sample(fc.uint8Array({ minLength: 0, maxLength: 300 }), { numRuns: 60, seed: 7 })) {
    const { socket, packets, closed } = await open()
    socket.send(bytes)
    expect(await closed).toBe(1002)
    expect(packets).toMatchObject([{ method: 'close', status: { code: 406 } }])
  }
  await isUp()
})

test('survives packets that are cut off anywhere', async () => {
  const good = encodePacket({ id: 'TM1', method: 'init', token: service.token('anna') })
  for (let length = 0; length < good.length; length += 23) {
    const { socket, closed } = await open()
    socket.send(good.subarray(0, length))
    expect(await closed).toBe(1002)
  }
  await isUp()
})

test('closes on a text frame', async () => {
  const { socket, packets, closed } = await open()
  socket.send('TWILSOCK V3.0 2\r\n{}\r\n')
  await closed
  expect(packets).toMatchObject([{ method: 'close', status: { code: 406, description: 'Packets are binary messages' } }])
})

test('closes on a packet above 256 KB, without reading it to its end', async () => {
  const { socket, closed } = await open()
  socket.send(Buffer.alloc(4 * 1024 * 1024, 'x'))
  expect(await closed).toBe(1009)
  await isUp()
})

test('closes on a second init, and on an update before init', async () => {
  const early = await open()
  early.socket.send(encodePacket({ id: 'TM1', method: 'update', token: 'x' }))
  await early.closed
  expect(early.packets).toMatchObject([{ method: 'close', status: { code: 417 } }])

  const twice = await open()
  const init = encodePacket({ id: 'TM1', method: 'init', token: service.token('anna') })
  twice.socket.send(init)
  twice.socket.send(init)
  await twice.closed
  expect(twice.packets).toMatchObject([{ method: 'close', status: { code: 417 } }])
})

test('answers a request before init with 401 and hangs up', async () => {
  const { socket, packets, closed } = await open()
  socket.send(encodePacket({ id: 'TM1', method: 'message', http_request: { method: 'GET', path: '/Client/v1/Configuration' } }))
  expect(await closed).toBe(1008)
  expect(packets).toMatchObject([{ method: 'reply', id: 'TM1', status: { code: 401 } }])
})

test('refuses what is no token', async () => {
  const tokens = [undefined, null, 7, '', 'x', {}, 'a.b.c', 'x'.repeat(20_000)]
  const answers = tokens.map(async (token) => {
    const { socket, packets, closed } = await open()
    socket.send(encodePacket({ id: 'TM1', method: 'init', token }))
    await closed
    return packets.map(({ status }) => status?.code)
  })
  expect(await Promise.all(answers)).toEqual(tokens.map(() => [401]))
})

test('leaves unknown methods, acknowledgements and telemetry without an answer', async () => {
  const { socket, packets } = await openReady()
  for (const method of ['ping', 'reply', 'telemetry.v1', '__proto__', 'constructor'])
    socket.send(encodePacket({ id: `TM-${method}`, method }))
  socket.send(encodePacket({ id: 'TM2', method: 'message', http_request: { method: 'GET', path: '/Client/v1/Configuration' } }))
  await expect.poll(() => packets.length).toBe(2)
  expect(packets.map(({ id }) => id)).toEqual(['TM1', 'TM2'])
})

test('closes when the client says close', async () => {
  const { socket, closed } = await open()
  socket.send(encodePacket({ id: 'TM1', method: 'init', token: service.token('anna') }))
  socket.send(encodePacket({ id: 'TM2', method: 'close' }))
  expect(await closed).toBe(1000)
})

test.each([
  ['no request', {}, 400],
  ['a request that is text', { http_request: 'GET /' }, 400],
  ['an unknown verb', { http_request: { method: 'PATCH', path: '/Client/v1/Configuration' } }, 400],
  ['no path', { http_request: { method: 'GET' } }, 400],
  ['a path that is a number', { http_request: { method: 'GET', path: 5 } }, 400],
  ['an unknown path', { http_request: { method: 'GET', path: '/chat/Nothing' } }, 404],
  ['a path with dots', { http_request: { method: 'GET', path: '/chat/../../etc/passwd' } }, 404],
  ['a verb that the path has not', { http_request: { method: 'DELETE', path: '/Client/v1/Configuration' } }, 405],
  ['a broken escape', { http_request: { method: 'GET', path: '/chat/Users/%E0%A4%A' } }, 400],
  ['a zero byte', { http_request: { method: 'GET', path: '/chat/Users/a%00b' } }, 404],
  ['a page size of nothing', { http_request: { method: 'GET', path: '/chat/MyConversations', params: { PageSize: '0' } } }, 400],
  ['a page token of its own', { http_request: { method: 'GET', path: '/chat/MyConversations', params: { PageToken: "a1' OR 1=1" } } }, 400],
])('answers a packet with %s with an error, and goes on', async (_what, header, status) => {
  const { socket, packets } = await openReady()
  socket.send(encodePacket({ id: 'TM2', method: 'message', ...header }))
  await expect.poll(() => packets.length).toBe(2)
  expect(packets[1]).toMatchObject({ id: 'TM2', status: { code: 200 }, http_status: { code: status } })
  expect(socket.readyState).toBe(WebSocket.OPEN)
})

test.each([
  ['that is no JSON', 'POST', '/chat/Conversations', '{"type":'],
  ['that is a list', 'POST', '/chat/Conversations', '[]'],
  ['with a number for a text', 'POST', '/chat/Conversations', { friendly_name: 5 }],
  ['with an unknown type', 'POST', '/chat/Conversations', { type: 'secret' }],
  ['with attributes that are no JSON', 'POST', '/chat/Conversations', { attributes: '{' }],
  ['with attributes that are an object', 'POST', '/chat/Conversations', { attributes: {} }],
  ['with a friendly name of 10,000 characters', 'POST', '/chat/Conversations', { friendly_name: 'x'.repeat(10_000) }],
  ['with no requests', 'POST', '/v4/Subscriptions', { action: 'establish' }],
  ['with requests of null', 'POST', '/v4/Subscriptions', { action: 'establish', requests: [null] }],
  ['with another action', 'POST', '/v4/Subscriptions', { action: 'explode', requests: [] }],
  [
    'with a fraction as event id',
    'POST',
    '/v4/Subscriptions',
    { action: 'establish', requests: [{ object_sid: 'x', object_type: 'map', last_event_id: 1.5 }] },
  ],
  ['without a Channel', 'POST', '/chat/Typing', {}],
])('answers a body %s with 400', async (_what, method, path, body) => {
  const client = await ready()
  expect(await client.request(method, path, { body })).toMatchObject({
    status: 400,
    body: { status: 400, message: expect.any(String) as string },
  })
})

test('is not confused by names that every object has', async () => {
  const client = await ready()
  const body = '{"__proto__":{"friendly_name":"x"},"constructor":1,"toString":"y"}'
  const { status, body: channel } = await client.request('POST', '/chat/Conversations', { body })
  expect(status).toBe(201)
  expect(channel['friendly_name']).not.toBe('x')
})

test('answers a JSON of a hundred thousand brackets', async () => {
  const client = await ready()
  expect((await client.request('POST', '/chat/Conversations', { body: '['.repeat(100_000) })).status).toBe(400)
})

test('answers the flood of one socket with 429, and everybody else as ever', async () => {
  const client = await ready()
  const answers = await Promise.all(Array.from({ length: 6_000 }, () => client.request('GET', '/chat/Nothing')))
  expect(answers.slice(0, 600).every(({ status }) => status === 404)).toBe(true)
  expect(answers.some(({ status }) => status === 429)).toBe(true)
  await isUp()
})

test('drops a reader that does not read', async () => {
  const { socket, closed } = await open()
  socket.send(encodePacket({ id: 'TM1', method: 'init', token: service.token('sloth') }))
  await expect.poll(() => service.faults.sockets().some(({ identity }) => identity === 'sloth')).toBe(true)
  const { sid } = service.instance.channels.create({ kind: 'system' }, { type: 'private' })
  service.instance.members.create({ kind: 'system' }, sid, { identity: 'sloth' })
  for (let i = 0; i < 100; i += 1) service.instance.messages.create({ kind: 'system' }, sid, { body: 'x'.repeat(32_000) })
  const items = { method: 'GET', path: `/v3/Lists/${sid}.messages`, params: {} }
  const { body: list } = await (await connectRaw(service.twilsockUrl, service.token('sloth'))).request('GET', items.path)
  socket.pause()
  const request = { ...items, path: `/v3/Lists/${String(list['sid'])}/Items`, params: { PageSize: '100' } }
  for (let i = 0; i < 12; i += 1) socket.send(encodePacket({ id: `TM${i}`, method: 'message', http_request: request }))
  await expect.poll(() => service.faults.sockets().filter(({ identity }) => identity === 'sloth').length, { timeout: 10_000 }).toBe(1)
  socket.resume()
  expect(await closed).toBe(1006)
})

test('refuses a foreign Host, over HTTP and for the socket', async () => {
  const statusLine = (request: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connectTcp(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(request))
      socket.once('data', (data) => {
        resolve(data.toString().split('\r\n')[0] ?? '')
        socket.destroy()
      })
      socket.once('error', reject)
    })
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  expect(await statusLine('GET /v2/Services HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toContain(' 421 ')
  expect(await statusLine('GET /v2/Services HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n')).toContain(' 421 ')
  expect(await statusLine(`GET /twilsock HTTP/1.1\r\nHost: evil.example\r\n${upgrade}\r\n`)).toContain(' 421 ')
  expect(await statusLine(`GET /elsewhere HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toContain(' 404 ')
  expect(await statusLine(`GET /twilsock HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toContain(' 101 ')
  expect(await statusLine('GET /v2/Services HTTP/1.1\r\nHost: [::1]:80\r\n\r\n')).toContain(' 401 ')
  expect(await statusLine(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain(' 431 ')
  expect(await statusLine('complete garbage\r\n\r\n')).toContain(' 400 ')
})

test('refuses a body over 1 MB, said or not', async () => {
  const said = await fetch(`${service.url}/v2/Services`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })
  expect(said.status).toBe(413)
  const chunk = Buffer.alloc(64 * 1024, 'x')
  async function* endless(): AsyncGenerator<Buffer> {
    for (let i = 0; i < 40; i += 1) yield chunk
  }
  const unsaid = await fetch(`${service.url}/v2/Services`, {
    method: 'POST',
    body: Readable.toWeb(Readable.from(endless())) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  expect([401, 413]).toContain(unsaid.status)
  await isUp()
})

test('met nothing in all this that it did not expect', () => {
  expect(complaints).not.toHaveBeenCalled()
})

import { readdirSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseRange } from '../../../demo/chat-service/media/content.ts'
import { createContentSigner } from '../../../demo/chat-service/media/signature.ts'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { fresh, openChannel, system } from './sdk.ts'

let service: RunningChatService
let mediaUrl: string
let now = Date.now()
const complaints = vi.spyOn(console, 'error')
beforeAll(async () => {
  service = await startChatService({ clock: { now: () => now } })
  mediaUrl = `${service.url}/v1/Services/${service.credentials.serviceSid}/Media`
})
afterAll(() => service.stop())

const asUser = (identity: string): Record<string, string> => ({ 'X-Twilio-Token': service.token(identity) })
const files = (): string[] => readdirSync(join(service.dataDir, 'media'))

interface Made {
  sid: string
  size: number
  content_type: string
  filename: string | null
  links: { content_direct_temporary: string }
}

/** Somebody who may send media in one Channel. */
function member(): { anna: string; sid: string } {
  const anna = fresh('anna')
  return { anna, sid: openChannel(service, anna) }
}

async function upload(
  identity: string,
  body: BodyInit,
  contentType?: string,
  query = '?Category=media',
): Promise<{ status: number; made: Made }> {
  const headers = { ...asUser(identity), ...(contentType !== undefined && { 'Content-Type': contentType }) }
  const response = await fetch(mediaUrl + query, { method: 'POST', headers, body })
  return { status: response.status, made: (await response.json()) as Made }
}

const lookUp = (sid: string, identity: string): Promise<Response> => fetch(`${mediaUrl}/${sid}`, { headers: asUser(identity) })

test('stores a raw body and gives it back byte by byte', async () => {
  const { anna } = member()
  const bytes = Buffer.from([0, 1, 255, 254, 128, 13, 10])
  const { status, made } = await upload(anna, bytes, 'image/png', '?Category=media&Filename=a%20b.png')
  expect(status).toBe(201)
  expect(made).toMatchObject({
    size: 7,
    content_type: 'image/png',
    filename: 'a b.png',
    author: anna,
    channel_sid: null,
    category: 'media',
  })
  expect(made.sid).toMatch(/^ME[0-9a-f]{32}$/)
  expect(Buffer.from(await (await fetch(made.links.content_direct_temporary)).arrayBuffer())).toEqual(bytes)
})

test('stores the first file of a form, with its name and type', async () => {
  const { anna } = member()
  const form = new FormData()
  form.set('note', 'before')
  form.set('file', new Blob(['Grüße'], { type: 'text/plain' }), 'grüße.txt')
  const { status, made } = await upload(anna, form)
  expect(status).toBe(201)
  expect(made).toMatchObject({ size: 7, content_type: 'text/plain', filename: 'grüße.txt' })
  expect(await (await fetch(made.links.content_direct_temporary)).text()).toBe('Grüße')
})

test('stores a file of no bytes', async () => {
  const { anna } = member()
  const { made } = await upload(anna, '', 'text/plain')
  const response = await fetch(made.links.content_direct_temporary)
  expect([made.size, response.status, await response.text()]).toEqual([0, 200, ''])
})

test('serves content so that it can never act as a page', async () => {
  const { anna } = member()
  const { made } = await upload(anna, '<script>alert(1)</script>', 'text/html', '?Filename=%22%3B%0Aevil%22.html')
  const { headers } = await fetch(made.links.content_direct_temporary)
  expect(headers.get('content-security-policy')).toContain('sandbox')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w ._-]+"; filename\*=UTF-8''[\w%.-]+$/)
})

test.each([
  ['image/png', 'inline'],
  ['video/mp4', 'inline'],
  ['image/svg+xml', 'attachment'],
  ['application/pdf', 'attachment'],
])('shows %s %s', async (type, kind) => {
  const { made } = await upload(member().anna, 'x', type)
  expect((await fetch(made.links.content_direct_temporary)).headers.get('content-disposition')).toBe(kind)
})

test.each(['', 'nonsense', 'text/plain\u00e4', 'a/b/c', `text/${'x'.repeat(300)}`])('keeps the type %j as mere bytes', async (type) => {
  expect((await upload(member().anna, Buffer.from('x'), type)).made.content_type).toBe('application/octet-stream')
})

test('lets a page of any origin upload and look up', async () => {
  const preflight = await fetch(mediaUrl, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://shop.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'x-twilio-token',
    },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toContain('X-Twilio-Token')
  const refused = await fetch(mediaUrl, { method: 'POST', headers: { Origin: 'https://shop.example' } })
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
})

test('shows media to its author and the Members of its Channel, to nobody else', async () => {
  const { anna, sid } = member()
  const [ben, eve] = [fresh('ben'), fresh('eve')]
  service.instance.members.create(system, sid, { identity: ben })
  openChannel(service, eve)
  const { made } = await upload(anna, 'x', 'text/plain')
  expect([(await lookUp(made.sid, anna)).status, (await lookUp(made.sid, ben)).status]).toEqual([200, 404])
  service.instance.messages.create({ kind: 'user', identity: anna }, sid, { mediaSids: [made.sid] })
  expect([(await lookUp(made.sid, ben)).status, (await lookUp(made.sid, eve)).status]).toEqual([200, 404])
  service.instance.members.remove(system, sid, ben)
  expect((await lookUp(made.sid, ben)).status).toBe(404)
})

test('gives the address for several at once, as the newer SDK asks', async () => {
  const { anna } = member()
  const { made } = await upload(anna, 'x', 'text/plain')
  const response = await fetch(`${service.url}/v1/Services/${service.credentials.serviceSid}/MediaSet`, {
    method: 'POST',
    headers: { ...asUser(anna), 'Content-Type': 'application/json' },
    body: JSON.stringify({ command: 'get', list: [{ media_sid: made.sid }, { media_sid: `ME${'0'.repeat(32)}` }] }),
  })
  expect(await response.json()).toMatchObject([{ code: 200, media_record: { sid: made.sid } }, { code: 404 }])
})

test('refuses a wrong token, one of another Service instance, and a User that may not send media', async () => {
  const other = service.domain.services.create({ friendlyName: 'Other' })
  const post = async (token: string): Promise<number> =>
    (await fetch(mediaUrl, { method: 'POST', headers: { 'X-Twilio-Token': token }, body: 'x' })).status
  const before = files()
  expect(await post('x')).toBe(401)
  expect(await post(service.token('anna', { serviceSid: other.sid }))).toBe(403)
  expect(await post(service.token(fresh('nobody')))).toBe(403)
  expect(files()).toEqual(before)
})

test('ends an address after five minutes, and takes no forged one', async () => {
  const { made } = await upload(member().anna, 'x', 'text/plain')
  const url = made.links.content_direct_temporary
  expect((await fetch(url.replace(/signature=../, 'signature=00'))).status).toBe(403)
  expect((await fetch(url.replace(/expires=\d+/, 'expires=99999999999'))).status).toBe(403)
  expect((await fetch(url.split('?')[0] ?? '')).status).toBe(403)
  now += 4 * 60_000
  expect((await fetch(url)).status).toBe(200)
  now += 2 * 60_000
  expect((await fetch(url)).status).toBe(403)
  now = Date.now()
})

test('serves a range, so that a video can be wound', async () => {
  const { made } = await upload(member().anna, '0123456789', 'video/mp4')
  const part = await fetch(made.links.content_direct_temporary, { headers: { Range: 'bytes=2-4' } })
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
  expect((await fetch(made.links.content_direct_temporary, { headers: { Range: 'bytes=10-' } })).status).toBe(416)
})

test('refuses 150 MB and a byte when they are announced, and keeps nothing', async () => {
  const before = files()
  const status = await new Promise<string>((resolve, reject) => {
    const socket = connectTcp(Number(new URL(service.url).port), '127.0.0.1', () =>
      socket.write(
        `POST ${new URL(mediaUrl).pathname} HTTP/1.1\r\nHost: localhost\r\nX-Twilio-Token: ${service.token(member().anna)}\r\n` +
          `Content-Type: video/mp4\r\nContent-Length: ${151 * 1024 * 1024}\r\n\r\n`,
      ),
    )
    socket.once('data', (data) => resolve(data.toString().split('\r\n')[0] ?? ''))
    socket.once('error', reject)
  })
  expect(status).toContain('413')
  expect(files()).toEqual(before)
})

test('refuses 150 MB and a byte when they just come, and keeps nothing', async () => {
  const before = files()
  const chunk = new Uint8Array(1024 * 1024)
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 150; i += 1) yield chunk
    yield new Uint8Array(1)
  }
  const init = {
    method: 'POST',
    headers: { ...asUser(member().anna), 'Content-Type': 'video/mp4' },
    body: Readable.toWeb(Readable.from(stream())) as ReadableStream,
    duplex: 'half',
  }
  const response = await fetch(mediaUrl, init as RequestInit)
  expect(response.status).toBe(413)
  await expect.poll(files).toEqual(before)
})

test('keeps nothing of an upload that is cut off', async () => {
  const before = files()
  const socket = connectTcp(Number(new URL(service.url).port), '127.0.0.1')
  socket.write(
    `POST ${new URL(mediaUrl).pathname} HTTP/1.1\r\nHost: localhost\r\nX-Twilio-Token: ${service.token(member().anna)}\r\n` +
      `Content-Type: video/mp4\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(100_000)}`,
  )
  await expect.poll(() => files().some((name) => name.endsWith('.part'))).toBe(true)
  socket.destroy()
  await expect.poll(files).toEqual(before)
})

test.each([
  ['without a file', '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n', 'multipart/form-data; boundary=b'],
  [
    'that ends in the middle',
    '--b\r\nContent-Disposition: form-data; name="x"; filename="y"\r\n\r\nabc',
    'multipart/form-data; boundary=b',
  ],
  ['without a boundary', 'x', 'multipart/form-data'],
  ['that is none', 'x', 'multipart/form-data; boundary=b'],
])('refuses a form %s with 400, and keeps nothing', async (_what, body, type) => {
  const before = files()
  expect((await upload(member().anna, body, type)).status).toBe(400)
  await expect.poll(files).toEqual(before)
})

test('removes the file with its Message, and with its Channel', async () => {
  const { anna, sid } = member()
  const send = async (): Promise<{ media: string; message: string }> => {
    const { made } = await upload(anna, 'x', 'text/plain')
    return {
      media: made.sid,
      message: service.instance.messages.create({ kind: 'user', identity: anna }, sid, { mediaSids: [made.sid] }).sid,
    }
  }
  const [first, second] = [await send(), await send()]
  service.instance.messages.remove(system, sid, first.message)
  await expect.poll(files).not.toContain(first.media)
  expect(files()).toContain(second.media)
  service.instance.channels.remove(system, sid)
  await expect.poll(files).not.toContain(second.media)
})

describe('a range', () => {
  test.each<[string | undefined, number, ReturnType<typeof parseRange>]>([
    [undefined, 10, undefined],
    ['bytes=0-0', 10, { start: 0, end: 0 }],
    ['bytes=5-', 10, { start: 5, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-30', 10, { start: 0, end: 9 }],
    ['bytes=0-99', 10, { start: 0, end: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=5-2', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=0-1,3-4', 10, undefined],
    ['bytes=-', 10, undefined],
    ['lines=1-2', 10, undefined],
  ])('%j of %d bytes is %j', (header, size, range) => {
    expect(parseRange(header, size)).toEqual(range)
  })
})

test('signs each path and each end of it differently, and by its secret', () => {
  const signer = createContentSigner('secret', () => 0)
  const query = Object.fromEntries(new URLSearchParams(signer.sign('/a')))
  expect(signer.verify('/a', query)).toBe(true)
  expect(signer.verify('/b', query)).toBe(false)
  expect(createContentSigner('other', () => 0).verify('/a', query)).toBe(false)
})

test('met nothing in all this that it did not expect', () => {
  expect(complaints).not.toHaveBeenCalled()
})

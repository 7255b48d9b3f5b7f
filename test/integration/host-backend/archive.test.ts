import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Archive, openArchives } from '../../../demo/host-backend/archive.ts'
import { type Rest, startRest } from '../rest/setup.ts'
import { converse, services, startHost } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const texts = [
  'Grüße 🫖',
  'שלום עולם',
  'e\u0301 and é',
  '👩‍👩‍👧‍👦 family',
  '\u2028 and \u0000 and "quotes" \\',
  '<b>no</b>',
  '改行\n二行目',
  '\u{10FFFF}',
  'x'.repeat(3_000),
  '',
]

describe.each(services)('on %s', (service) => {
  test('an archive holds every Message of more than three pages, letter by letter, in order, with both of its ids', async () => {
    const host = await startHost(rest, { service })
    const visitor = await converse(host)
    const { messages } = rest.domain.instance(host.credentials.serviceSid)
    const written: { sid: string; index: number; body: string; attributes: string }[] = []
    for (let at = 0; at < 345; at += 1) {
      const body = `${at} ${texts[at % texts.length]}`
      const attributes = JSON.stringify({ parlourId: `id-${at}`, note: texts[at % 7] })
      written.push(messages.create({ kind: 'system' }, visitor.channelSid, { from: visitor.identity, body, attributes }))
    }
    for (const gap of [0, 100, 101, 344]) messages.remove({ kind: 'system' }, visitor.channelSid, written[gap]?.sid ?? '')
    await host.lifecycle.end(visitor.channelSid, 'agent')

    const file = join(host.dataDir, 'archive', `${visitor.channelSid}.json`)
    const archive = JSON.parse(await readFile(file, 'utf8')) as Archive
    const expected = written.filter((_, at) => ![0, 100, 101, 344].includes(at))
    expect(archive.messageCount).toBe(341)
    expect(archive.messages.map(({ sid, index, body, attributes, parlourId }) => ({ sid, index, body, attributes, parlourId }))).toEqual(
      expected.map(({ sid, index, body, attributes }) => ({ sid, index, body, attributes, parlourId: `id-${index}` })),
    )
    expect(archive.messages.every((message) => message.from === visitor.identity && !Number.isNaN(Date.parse(message.dateCreated)))).toBe(
      true,
    )
    expect(await (await openArchives(host.dataDir, host.rooms)).read(visitor.channelSid)).toEqual(archive)
  })

  test('the hash beside it is the SHA-256 of the bytes of the file, in the form of sha256sum', async () => {
    const host = await startHost(rest, { service })
    const visitor = await converse(host)
    await host.chat.channels(visitor.channelSid).messages.create({ body: 'Grüße 🫖' })
    await host.lifecycle.end(visitor.channelSid, 'agent')
    const file = join(host.dataDir, 'archive', `${visitor.channelSid}.json`)
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    expect(await readFile(`${file}.sha256`, 'utf8')).toBe(`${hash}  ${visitor.channelSid}.json\n`)
  })

  test('a conversation without a word has an archive, too', async () => {
    const host = await startHost(rest, { service })
    const visitor = await converse(host)
    await host.lifecycle.end(visitor.channelSid, 'agent')
    const archive = await (await openArchives(host.dataDir, host.rooms)).read(visitor.channelSid)
    expect(archive).toMatchObject({ format: 2, messageCount: 0, messages: [], endedBy: 'agent' })
  })
})

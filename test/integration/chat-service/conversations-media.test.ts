import type { Conversation, Message } from '@twilio/conversations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, enter } from './conversations.ts'
import * as chat from './sdk.ts'
import { eventually, fresh, letGoOfTheSdksRejections, next, openChannel, statusOf, system } from './sdk.ts'

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService()
})
afterAll(() => service.stop())

async function pair(): Promise<{ anna: string; ben: string; sid: string; mine: Conversation; theirs: Conversation }> {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const mine = await enter(await connect(service, anna), sid)
  return { anna, ben, sid, mine, theirs: await enter(await connect(service, ben), sid) }
}

const file = (name: string, text: string) => ({ contentType: 'text/plain', filename: name, media: text })
const textAt = async (url: string | null | undefined): Promise<string> => (await fetch(String(url))).text()
const onFile = (): unknown[] => service.everything()['media'] ?? []

test('carries three attachments with a text, in order, and gives out their content', async () => {
  const { mine, theirs } = await pair()
  const heard = next<Message>(theirs, 'messageAdded')
  const files = [file('c.txt', 'three'), file('a.txt', 'one'), file('b.txt', 'two')]
  const unsent = files.reduce((builder, each) => builder.addMedia(each), mine.prepareMessage().setBody('see these')).setAttributes({ a: 1 })
  expect(await unsent.build().send()).toBe(0)
  const message = await heard
  expect(message).toMatchObject({ body: 'see these', type: 'media', attributes: { a: 1 } })
  const attached = message.attachedMedia ?? []
  expect(attached.map(({ filename, size, contentType }) => [filename, size, contentType])).toEqual([
    ['c.txt', 5, 'text/plain'],
    ['a.txt', 3, 'text/plain'],
    ['b.txt', 3, 'text/plain'],
  ])
  expect(await Promise.all(attached.map(async (media) => textAt(await media.getContentTemporaryUrl())))).toEqual(['three', 'one', 'two'])
})

test('gives out the addresses of all attachments at once, by the set', async () => {
  const { mine, theirs } = await pair()
  const heard = next<Message>(theirs, 'messageAdded')
  await mine.prepareMessage().addMedia(file('a.txt', 'one')).addMedia(file('b.txt', 'two')).build().send()
  const message = await heard
  const urls = await message.getTemporaryContentUrlsForAttachedMedia()
  expect(await Promise.all([...urls.values()].map(textAt))).toEqual(['one', 'two'])
  expect(await statusOf(message.getTemporaryContentUrlsForMediaSids([`ME${'0'.repeat(32)}`]))).not.toBe(200)
})

test('takes an attachment without a text, and a text without an attachment', async () => {
  const { mine, theirs } = await pair()
  const heard = chat.collect<Message>(theirs, 'messageAdded')
  await mine.sendMessage(file('a.txt', 'one') as never)
  await mine.prepareMessage().setBody('only words').build().send()
  await eventually(() =>
    expect(heard.map(({ type, body }) => [type, body])).toEqual([
      ['media', ''],
      ['text', 'only words'],
    ]),
  )
  expect(heard[1]?.attachedMedia).toEqual([])
})

test('refuses more attachments than ten, and stores no Message', async () => {
  const { mine, sid, anna } = await pair()
  const eleven = Array.from({ length: 11 }, (_, number) => file(`${number}.txt`, 'x'))
  expect(() => eleven.reduce((builder, each) => builder.addMedia(each), mine.prepareMessage()).build()).toThrow('Too many')
  const sids = eleven.map(
    (_, number) =>
      service.instance.media.create({
        sid: `ME${String(number).padStart(32, 'a')}`,
        author: anna,
        filename: null,
        contentType: 'text/plain',
        size: 1,
      }).sid,
  )
  expect(() => service.instance.messages.create({ kind: 'user', identity: anna }, sid, { mediaSids: sids })).toThrow('at most 10')
  expect(await mine.getMessagesCount()).toBe(0)
})

test("refuses an attachment twice, another's, and one that was sent: all or nothing", async () => {
  const { mine, sid, anna, ben } = await pair()
  const create = (author: string): string =>
    service.instance.media.create({
      sid: `ME${fresh('b').replace(/\D/g, '').padStart(32, 'b')}`,
      author,
      filename: null,
      contentType: 'text/plain',
      size: 1,
    }).sid
  const [own, other] = [create(anna), create(ben)]
  const send = (...mediaSids: string[]) => service.instance.messages.create({ kind: 'user', identity: anna }, sid, { mediaSids })
  expect(() => send(own, own)).toThrow('once')
  expect(() => send(own, other)).toThrow('yours')
  expect(await mine.getMessagesCount()).toBe(0)
  send(own)
  expect(() => send(own)).toThrow('yours')
})

test('takes all attachments away with their Message', async () => {
  const { mine } = await pair()
  const before = onFile().length
  await mine.prepareMessage().addMedia(file('a.txt', 'one')).addMedia(file('b.txt', 'two')).build().send()
  expect(onFile()).toHaveLength(before + 2)
  const [message] = (await mine.getMessages()).items
  const url = await message?.attachedMedia?.[0]?.getContentTemporaryUrl()
  await message?.remove()
  expect(onFile()).toHaveLength(before)
  expect((await fetch(String(url))).status).toBe(404)
})

test('shows the older SDK the first of several attachments', async () => {
  const { mine, sid } = await pair()
  const cara = fresh('cara')
  service.instance.members.create(system, sid, { identity: cara })
  const channel = await chat.enter(await chat.connect(service, cara), sid)
  const heard = next<{ type: string; media: { filename: string } }>(channel, 'messageAdded')
  await mine.prepareMessage().setBody('see').addMedia(file('a.txt', 'one')).addMedia(file('b.txt', 'two')).build().send()
  expect(await heard).toMatchObject({ type: 'media', media: { filename: 'a.txt' } })
})

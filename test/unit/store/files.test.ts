import { expect, test } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import { createWorld, opened, setup } from './setup.ts'

const file = (name: string, text = 'abc'): File => new File([text], name, { type: 'text/plain' })

test('a file goes in a Message of its own, with what goes along, and is told from how far it has come to the end', async () => {
  const { chat, house, channelSid, settle, service } = await opened()
  const steps: number[] = []
  let finish = (): void => {}
  const send = service.sendMessage
  service.sendMessage = async (sid, body, options) => {
    options.onProgress?.(1, 3)
    await new Promise<void>((resolve) => (finish = resolve))
    return send(sid, body, options)
  }
  expect(await chat.send('', { files: [file('a.txt')], attributes: { parlour: { v: 1 } } })).toBe(true)
  await settle()
  const [before] = chat.timeline.value.entries
  expect(before).toMatchObject({ delivery: 'sending', media: [{ filename: 'a.txt', size: 3 }], attributes: { parlour: { v: 1 } } })
  before!.uploaded!.subscribe((bytes) => steps.push(bytes))
  finish()
  await settle()
  expect(steps).toEqual([1, 3])
  const [after] = chat.timeline.value.entries
  expect(after).toMatchObject({ delivery: 'sent', media: [{ filename: 'a.txt', size: 3 }] })
  expect(after!.uploaded).toBeUndefined()
  expect(await after!.media[0]!.data!.text()).toBe('abc')
  expect(house.messages(channelSid)).toMatchObject([{ body: '', media: [{ filename: 'a.txt' }], attributes: { parlour: { v: 1 } } }])
})

test('a file that is cancelled is cut off, is not tried again, and holds up nobody', async () => {
  const { chat, house, channelSid, service, clock, log, settle } = await opened()
  let cut: AbortSignal | undefined
  const send = service.sendMessage
  service.sendMessage = (sid, body, options) => {
    if (!options.files?.length) return send(sid, body, options)
    cut = options.signal
    return new Promise((_, reject) => options.signal!.addEventListener('abort', () => reject(options.signal!.reason)))
  }
  await chat.send('', { files: [file('large.bin')] })
  await chat.send('after')
  await settle()
  expect(log()).toEqual([' (sending)', 'after (queued)'])
  chat.discard(chat.timeline.value.entries[0]!.key)
  await settle()
  expect(cut?.aborted).toBe(true)
  expect(log()).toEqual(['after'])
  await clock.advance(120_000)
  expect(log()).toEqual(['after'])
  expect(house.messages(channelSid).map(({ body }) => body)).toEqual(['after'])
})

test('a file that had arrived when it was cancelled is there once, and stays', async () => {
  const { chat, house, channelSid, service, clock, settle } = await opened()
  const send = service.sendMessage
  let arrive = (): void => {}
  service.sendMessage = async (sid, body, options) => {
    await new Promise<void>((resolve) => (arrive = resolve))
    // Past the upload nothing can be called back.
    const { signal: _, ...rest } = options
    return send(sid, body, rest)
  }
  await chat.send('', { files: [file('late.txt')] })
  await settle()
  chat.discard(chat.timeline.value.entries[0]!.key)
  await settle()
  expect(chat.timeline.value.entries).toEqual([])
  arrive()
  await clock.advance(120_000)
  expect(house.messages(channelSid)).toHaveLength(1)
  expect(chat.timeline.value.entries).toMatchObject([{ own: true, delivery: 'sent', media: [{ filename: 'late.txt' }] }])
})

test('one file that is refused fails alone, keeps what it looks like, and goes when it is tried again', async () => {
  const { chat, house, channelSid, service, settle } = await opened()
  const send = service.sendMessage
  let refusing = true
  service.sendMessage = (sid, body, options) =>
    refusing && options.files?.[0]?.filename === 'bad.txt'
      ? Promise.reject(new ChatError('message-rejected', 'too large'))
      : send(sid, body, options)
  for (const name of ['one.txt', 'bad.txt', 'two.txt']) await chat.send('', { files: [file(name)] })
  await settle()
  const names = (): unknown[] => chat.timeline.value.entries.map(({ media, delivery }) => `${media[0]!.filename} ${delivery}`)
  expect(names()).toEqual(['one.txt sent', 'two.txt sent', 'bad.txt failed'])
  const [, , bad] = chat.timeline.value.entries
  expect(await bad!.media[0]!.data!.text()).toBe('abc')
  refusing = false
  chat.retry(bad!.key)
  await settle()
  expect(names()).toEqual(['one.txt sent', 'two.txt sent', 'bad.txt sent'])
  expect(house.messages(channelSid)).toHaveLength(3)
})

test('a text beside a file is one Message where that can be, and two where it cannot', async () => {
  for (const [multipleMedia, bodies] of [
    [true, ['look']],
    [false, ['look', '']],
  ] as const) {
    const world = createWorld({ multipleMedia })
    const { chat, settle } = setup({}, world)
    const channelSid = world.house.createChannel({ members: ['visitor', 'agent'] })
    chat.setOpen(true)
    await settle()
    await chat.send('look', { files: [file('a.txt')] })
    await settle()
    expect(world.house.messages(channelSid).map(({ body }) => body)).toEqual(bodies)
  }
})

test('nothing is sent where there is neither a text nor a file', async () => {
  const { chat } = await opened()
  expect(await chat.send(' ', { files: [] })).toBe(false)
})

test('the address of a file is asked for, waited for while there is no connection, and null where there is none', async () => {
  const { chat, service, settle, clock } = await opened()
  await chat.send('', { files: [file('a.txt')] })
  await settle()
  const { sid, media } = chat.timeline.value.entries[0]!
  expect(await chat.fileUrl(sid!, media[0]!.sid)).toMatch(/^data:/)
  expect(await chat.fileUrl(sid!, `ME${'0'.repeat(32)}`)).toBeNull()
  service.drop()
  await settle()
  const waiting = chat.fileUrl(sid!, media[0]!.sid)
  await clock.advance(5_000)
  service.restore()
  await settle()
  expect(await waiting).toMatch(/^data:/)
  service.drop()
  await settle()
  const vain = chat.fileUrl(sid!, media[0]!.sid)
  await clock.advance(31_000)
  expect(await vain).toBeNull()
})

import { expect, test, vi } from 'vitest'
import { opened, setup } from './setup.ts'

test('what the visitor answered goes to the start endpoint, and nowhere else [C1]', async () => {
  const requestStart = vi.fn(async () => ({ channelSid: null }))
  const { chat, settle } = setup({ requestStart })
  chat.setOpen(true)
  await settle()
  chat.start({ name: 'Ann' })
  await settle()
  expect(requestStart).toHaveBeenCalledExactlyOnceWith({ name: 'Ann' }, expect.any(AbortSignal))
  expect(JSON.stringify(chat.session.value)).not.toContain('Ann')
})

test('what the back end writes on the Channel is seen at once [C2]', async () => {
  const { chat, house, channelSid, settle } = await opened()
  expect(chat.about.value).toEqual({})
  house.setAttributes(channelSid, { parlour: { queue: { position: 2 } } })
  await settle()
  expect(chat.about.value).toEqual({ parlour: { queue: { position: 2 } } })
})

test('what the back end is told arrives, or is told not to have [C4]', async () => {
  const tell = vi.fn(async (_name: string, what: object) => {
    if ('bad' in what) throw new Error('no')
  })
  const { chat } = setup({ tell })
  expect(await chat.tell('rateUrl', { value: 5 })).toBe(true)
  expect(await chat.tell('rateUrl', { bad: 1 })).toBe(false)
})

test('a conversation is read to its first Message, however long it is [C5]', async () => {
  const bodies = Array.from({ length: 1_205 }, (_, at) => `Message ${at}`)
  const { chat, clock } = await opened(bodies)
  expect(chat.timeline.value.hasPrevious).toBe(true)
  const reading = chat.loadAll()
  await clock.advance(10_000)
  expect(await reading).toBe(true)
  expect(chat.timeline.value.entries.map(({ body }) => body)).toEqual(bodies)
  expect(chat.timeline.value.hasPrevious).toBe(false)
})

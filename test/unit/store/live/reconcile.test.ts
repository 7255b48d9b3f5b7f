import { expect, test } from 'vitest'
import { liveOn } from '../../../../src/store/live/index.ts'
import { createMemoryDisk } from '../../../../src/store/live/memory-disk.ts'
import { opened } from '../setup.ts'

const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `m${at}`)

test('after a reconnect that replays nothing, the log has what was said, edited and deleted meanwhile', async () => {
  const { chat, house, service, channelSid, log, settle } = await opened(['one', 'two', 'three', 'four'])
  service.drop()
  const [, two, three] = house.messages(channelSid)
  house.edit(channelSid, two!.index, 'two, corrected')
  house.remove(channelSid, three!.index)
  house.post(channelSid, 'agent', 'five')
  service.restore('lost')
  await settle()
  expect(log()).toEqual(['one', 'two, corrected (edited)', '(deleted)', 'four', 'five'])
  expect(chat.session.value.status).toBe('ready')
})

test('also in pages that were read long ago', async () => {
  const { chat, house, service, channelSid, log, settle } = await opened(texts(60))
  for (let page = 0; page < 3; page += 1) {
    chat.loadPrevious()
    await settle()
  }
  expect(log()).toHaveLength(60)
  service.drop()
  house.edit(channelSid, house.messages(channelSid)[0]!.index, 'first')
  house.remove(channelSid, house.messages(channelSid)[1]!.index)
  service.restore('lost')
  await settle()
  expect(log().slice(0, 3)).toEqual(['first (edited)', '(deleted)', 'm2'])
})

test('when the newest was deleted while nobody listened it is gone too', async () => {
  const { house, service, channelSid, log, settle } = await opened(['one', 'two'])
  service.drop()
  house.remove(channelSid, house.messages(channelSid)[1]!.index)
  service.restore('lost')
  await settle()
  expect(log()).toEqual(['one', '(deleted)'])
})

test('our own Message that was deleted before its echo came is gone after two looks; one that is listed late stays', async () => {
  const { chat, house, service, channelSid, clock, log, settle } = await opened()
  service.echo = 'never'
  await chat.send('mine')
  await settle()
  const { messagesAfter } = service
  Object.assign(service, { hear: () => {}, messagesAfter: async () => [] })
  await clock.advance(60_000)
  expect(log()).toEqual(['mine'])
  Object.assign(service, { messagesAfter })
  await clock.advance(60_000)
  expect(log()).toEqual(['mine'])

  await chat.send('mistaken')
  await settle()
  house.remove(channelSid, house.messages(channelSid)[1]!.index)
  await clock.advance(65_000)
  expect(log()).toEqual(['mine', 'mistaken'])
  await clock.advance(65_000)
  expect(log()).toEqual(['mine', '(deleted)'])
})

test('a subscription that went deaf is found within a minute, and the connection made anew, once', async () => {
  const { house, service, channelSid, clock, log } = await opened(['one'])
  let rebuilt = 0
  Object.assign(service, { rebuild: async () => void (rebuilt += 1) })
  Object.assign(service, { hear: () => {} })
  house.post(channelSid, 'agent', 'two')
  await clock.advance(60_000)
  expect(log()).toEqual(['one', 'two'])
  await clock.advance(3_000)
  expect(rebuilt).toBe(1)
})

test('an event that is a little late is no deafness', async () => {
  const { house, service, channelSid, clock } = await opened(['one'])
  let rebuilt = 0
  Object.assign(service, { rebuild: async () => void (rebuilt += 1) })
  await clock.advance(59_000)
  house.post(channelSid, 'agent', 'two')
  await clock.advance(120_000)
  expect(rebuilt).toBe(0)
})

test('a connection is looked after as soon as what does it is here', async () => {
  const { service, clock } = await opened([], { loadLive: async () => liveOn(createMemoryDisk().tab()) })
  await clock.advance(40_000)
  expect(service.calls.some(({ method }) => method === 'probe')).toBe(true)
})

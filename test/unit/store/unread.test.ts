import { expect, test } from 'vitest'
import { opened, setup } from './setup.ts'

test("counts others' Messages above the horizon, over gaps, without our own and the deleted", async () => {
  const { chat, house, channelSid, settle } = await opened()
  for (let at = 0; at < 4; at += 1) {
    house.post(channelSid, 'agent', `m${at}`)
    house.skip(channelSid, 5)
  }
  chat.send('mine')
  await settle()
  expect(chat.unread.value).toBe(4)
  house.remove(channelSid, 0)
  await settle()
  expect(chat.unread.value).toBe(3)
})

test('reading moves the horizon here at once, and at the service', async () => {
  const { chat, house, channelSid, settle } = await opened(['one', 'two'])
  expect(chat.unread.value).toBe(2)
  chat.read()
  expect(chat.unread.value).toBe(0)
  await settle()
  expect(house.horizon(channelSid, 'visitor')).toBe(1)
})

test('nothing is read while the panel is closed or the page hidden', async () => {
  const { chat, visible, house, channelSid, settle } = await opened(['one'])
  visible.value = false
  chat.read()
  expect(chat.unread.value).toBe(1)
  visible.value = true
  chat.setOpen(false)
  chat.read()
  await settle()
  expect(chat.unread.value).toBe(1)
  expect(house.horizon(channelSid, 'visitor')).toBe(null)
})

test('what another tab has read is read here', async () => {
  const { chat, house, channelSid, settle } = await opened(['one', 'two', 'three'])
  await house.service('visitor').advanceHorizon(channelSid, 1)
  await settle()
  expect(chat.unread.value).toBe(1)
})

test('is exact below the first page too', async () => {
  const { chat, house, settle } = setup()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  for (let at = 0; at < 250; at += 1) house.post(channelSid, 'agent', `m${at}`)
  await house.service('visitor').advanceHorizon(channelSid, 9)
  chat.setOpen(true)
  await settle()
  expect(chat.unread.value).toBe(240)
})

test('a horizon that could not be told is told later, and never more often than twice a second', async () => {
  const { chat, house, service, channelSid, clock } = await opened(['one'])
  let fails = 2
  service.fault = (method) => (method === 'advanceHorizon' && fails-- > 0 ? 'lost-request' : 'none')
  chat.read()
  await clock.advance(10_000)
  expect(house.horizon(channelSid, 'visitor')).toBe(0)
  const before = service.calls.length
  for (let at = 0; at < 20; at += 1) {
    house.post(channelSid, 'agent', `m${at}`)
    await clock.advance(10)
    chat.read()
  }
  await clock.advance(2_000)
  expect(house.horizon(channelSid, 'visitor')).toBe(20)
  expect(service.calls.slice(before).filter(({ method }) => method === 'advanceHorizon').length).toBeLessThanOrEqual(3)
})

test('what the service says of the horizon may be missing, late or old: the count is right all the while [U1]', async () => {
  const { chat, house, service, channelSid, settle } = await opened(['one', 'two'])
  const channel = (await service.channels())[0]!
  const tell = (lastConsumedMessageIndex: number | null, lastMessageIndex: number | null = null): Promise<void> => {
    service.hear('channelUpdated', { ...channel, lastConsumedMessageIndex, lastMessageIndex })
    return settle()
  }
  // Nobody has read in this Channel yet: the SDK's own count is null there.
  await tell(null)
  expect(chat.unread.value).toBe(2)
  chat.read()
  expect(chat.unread.value).toBe(0)
  // Up to 10 s it tells of what was, and counts Messages that are not here yet.
  for (const [horizon, newest] of [
    [null, 1],
    [0, 1],
    [null, 40],
    [0, null],
  ] as const) {
    await tell(horizon, newest)
    expect(chat.unread.value).toBe(0)
  }
  house.post(channelSid, 'agent', 'three')
  await settle()
  expect(chat.unread.value).toBe(1)
  await tell(0)
  expect(chat.unread.value).toBe(1)
  // Read elsewhere: here too, as soon as it says so.
  await tell(2)
  expect(chat.unread.value).toBe(0)
})

test('a count is never taken back by a page that lies about its end, or Messages that come late [U1]', async () => {
  const { chat, house, service, channelSid, settle } = await opened(['one'])
  chat.read()
  service.drop()
  for (const body of ['two', 'three']) house.post(channelSid, 'agent', body)
  await settle()
  expect(chat.unread.value).toBe(0)
  service.restore('lost')
  await settle()
  expect(chat.unread.value).toBe(2)
  house.remove(channelSid, 1)
  await settle()
  expect(chat.unread.value).toBe(1)
})

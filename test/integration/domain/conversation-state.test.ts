import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTimer } from '../../../demo/chat-service/domain/conversation-state.ts'
import { createWorld, openRoom, system, user } from './setup.ts'

const minute = 60_000
const documents = (world: ReturnType<typeof createWorld>) =>
  world.heard.flatMap(({ name, event }) => (name === 'sync' && event.kind === 'updated' ? [event.data as { state: object }] : []))

test('timers make a conversation inactive, then closed, and its document says so', async () => {
  const world = createWorld()
  const { instance, database } = world
  const { sid } = instance.channels.create(system, { inactiveTimer: 'PT1M', closedTimer: 'PT10M' })
  instance.channels.runTimers()
  expect(instance.channels.fetch(system, sid).state).toBe('active')

  world.wait(minute)
  instance.channels.runTimers()
  const inactive = instance.channels.fetch(system, sid)
  expect(inactive).toMatchObject({ state: 'inactive', dateInactive: null, dateClosed: expect.any(Number) })
  world.wait(9 * minute)
  instance.channels.runTimers()
  expect(instance.channels.fetch(system, sid)).toMatchObject({ state: 'closed', stateUpdated: inactive.dateClosed, dateClosed: null })
  await database.durable()
  expect(documents(world).map(({ state }) => state)).toMatchObject([{ current: 'inactive' }, { current: 'closed' }])
})

test('whoever writes puts the timers off, and wakes an inactive conversation', () => {
  const world = createWorld()
  const { instance } = world
  const sid = openRoom(world, 'zoe')
  instance.channels.update(system, sid, { inactiveTimer: 'PT1M', closedTimer: 'PT10M' })
  for (let count = 0; count < 5; count++) {
    world.wait(minute - 1_000)
    instance.messages.create(user('zoe'), sid, { body: 'still here' })
    instance.channels.runTimers()
  }
  expect(instance.channels.fetch(system, sid).state).toBe('active')
  world.wait(minute)
  instance.channels.runTimers()
  expect(instance.channels.fetch(system, sid).state).toBe('inactive')
  instance.messages.create(user('zoe'), sid, { body: 'back again' })
  expect(instance.channels.fetch(system, sid)).toMatchObject({ state: 'active', dateInactive: expect.any(Number) })
})

test('in a conversation whose time is up nobody writes, even before the timers were looked at', () => {
  const world = createWorld()
  const sid = openRoom(world, 'zoe')
  world.instance.channels.update(system, sid, { closedTimer: 'PT10M' })
  world.wait(10 * minute)
  const refusal = expect.objectContaining({ status: 403, message: 'Conversation is closed' })
  expect(() => world.instance.messages.create(user('zoe'), sid, { body: 'late' })).toThrow(refusal)
  expect(() => world.instance.members.create(system, sid, { identity: 'yan' })).toThrow(refusal)
  expect(() => world.instance.invites.create(system, sid, { identity: 'yan' })).toThrow(refusal)
})

test('a User sets neither state nor timers', () => {
  const world = createWorld()
  const { instance } = world
  instance.users.ensure('zoe')
  const { sid } = instance.channels.create(user('zoe'), {})
  expect(() => instance.channels.create(user('zoe'), { state: 'closed' })).toThrow(expect.objectContaining({ status: 403 }))
  for (const fields of [{ state: 'closed' as const }, { closedTimer: 'PT10M' }, { messagingServiceSid: '' }, { bindings: {} }]) {
    expect(() => instance.channels.update(user('zoe'), sid, fields)).toThrow(expect.objectContaining({ status: 403 }))
  }
})

test('one conversation’s timers touch no other, in this Service instance or another', () => {
  const world = createWorld()
  const other = world.domain.instance(world.domain.services.create({ friendlyName: 'Other' }).sid)
  const calm = openRoom(world, 'zoe')
  const { sid } = other.channels.create(system, { closedTimer: 'PT10M' })
  const { sid: mine } = world.instance.channels.create(system, { closedTimer: 'PT10M' })
  world.wait(10 * minute)
  world.instance.channels.runTimers()
  expect(world.instance.channels.fetch(system, mine).state).toBe('closed')
  expect(world.instance.channels.fetch(system, calm).state).toBe('active')
  expect(other.channels.fetch(system, sid).state).toBe('active')
})

test('a default of the account holds for the conversations to come, also those that a User makes', () => {
  const { domain, instance } = createWorld()
  instance.users.ensure('zoe')
  const before = instance.channels.create(user('zoe'), {})
  domain.account.update({ defaultInactiveTimer: 'PT2M' })
  const after = instance.channels.create(user('zoe'), {})
  expect(instance.channels.fetch(system, before.sid).inactiveTimer).toBeNull()
  expect(after).toMatchObject({ inactiveTimer: 'PT2M', dateInactive: expect.any(Number), closedTimer: null })
})

test('the default Service instance is the one that was set, else the oldest that is left', () => {
  const { domain, instance } = createWorld()
  const second = domain.services.create({ friendlyName: 'Second' })
  expect(domain.account.defaultService().sid).toBe(instance.serviceSid)
  domain.account.update({ defaultServiceSid: second.sid })
  expect(domain.account.defaultService().sid).toBe(second.sid)
  domain.services.remove(second.sid)
  expect(domain.account.defaultService().sid).toBe(instance.serviceSid)
  domain.services.remove(instance.serviceSid)
  expect(() => domain.account.defaultService()).toThrow('Service not found')
})

test('a duration is read as the sum of its parts', () => {
  const part = (max: number) => fc.option(fc.integer({ min: 0, max }))
  fc.assert(
    fc.property(part(100), part(1000), part(1000), part(1000), part(1000), (weeks, days, hours, minutes, seconds) => {
      const written = (value: number | null, unit: string): string => (value === null ? '' : `${value}${unit}`)
      const time = written(hours, 'H') + written(minutes, 'M') + written(seconds, 'S')
      const text = `P${written(weeks, 'W')}${written(days, 'D')}${time === '' ? '' : `T${time}`}`
      fc.pre(text !== 'P')
      const sum = ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)
      expect(readTimer('Timer', text, 0)).toBe(sum === 0 ? null : sum * 1000)
    }),
  )
})

test.each(['P', 'PT', '1M', 'P1Y', 'P1M', 'PT1.5S', 'pt1m', 'PT-1M', ' PT1M', 'PT1H1D', 'PT999999999999S'])('%j is no duration', (text) => {
  expect(() => readTimer('Timer', text, 0)).toThrow('Timer must be an ISO 8601 duration')
})

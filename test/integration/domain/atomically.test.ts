import { expect, test } from 'vitest'
import { createWorld, system } from './setup.ts'

test('of several commands that are one, all happen', async () => {
  const { instance, database, heard } = createWorld()
  const sid = instance.atomically(() => {
    const channel = instance.channels.create(system, { uniqueName: 'room' })
    instance.members.create(system, channel.sid, { identity: 'ann' })
    return channel.sid
  })
  await database.durable()
  expect(instance.members.list(system, sid, { limit: 10 }).items).toMatchObject([{ identity: 'ann' }])
  expect(heard.some(({ name }) => name === 'sync')).toBe(true)
})

test('of several commands that are one, the last of which is refused, none happened and nobody heard of any', async () => {
  const { instance, database, heard } = createWorld()
  instance.users.ensure('ann')
  await database.durable()
  const before = heard.length
  const refused = (): void =>
    instance.atomically(() => {
      const { sid } = instance.channels.create(system, { uniqueName: 'room' })
      instance.members.create(system, sid, { identity: 'ann' })
      instance.members.create(system, sid, { identity: 'ann' })
    })
  expect(refused).toThrow(expect.objectContaining({ status: 409 }))
  await database.durable()
  expect(() => instance.channels.fetch(system, 'room')).toThrow(expect.objectContaining({ status: 404 }))
  expect(instance.userChannels.list('ann', { limit: 10 }).items).toEqual([])
  expect(heard).toHaveLength(before)
  // The name is free again, and the next command is one of its own.
  expect(instance.channels.create(system, { uniqueName: 'room' }).uniqueName).toBe('room')
})

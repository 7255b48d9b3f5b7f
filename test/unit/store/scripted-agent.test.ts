import { expect, test } from 'vitest'
import { runScriptedAgent } from '../../../src/testing/index.ts'
import { countedUuids, opened } from './setup.ts'

test('a scripted agent reads, types and answers, one Message after the other, until it is stopped', async () => {
  const { chat, house, clock, log, channelSid } = await opened()
  const shift = new AbortController()
  const uuid = countedUuids()
  for (let used = 0; used < 100; used += 1) uuid()
  runScriptedAgent({
    service: house.service('agent'),
    clock,
    uuid,
    answer: (body) => (body === 'thanks' ? null : `You said: ${body}`),
    signal: shift.signal,
  })
  chat.send('one')
  chat.send('two')
  await clock.advance(100)
  expect(chat.typing.value).toEqual(['agent'])
  await clock.advance(1_500)
  expect(log()).toEqual(['one', 'two', 'You said: one'])
  await clock.advance(1_500)
  chat.send('thanks')
  await clock.advance(5_000)
  expect(log()).toEqual(['one', 'two', 'You said: one', 'You said: two', 'thanks'])
  expect(house.horizon(channelSid, 'agent')).toBe(1)
  shift.abort()
  chat.send('Anybody?')
  await clock.advance(5_000)
  expect(log().at(-1)).toBe('Anybody?')
})

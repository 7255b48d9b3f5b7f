import { expect, test } from 'vitest'
import { createTurns, type Turns } from '../../../src/ui/notice/turns.ts'
import { createFakeLocks } from '../../support/fake-locks.ts'

function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
  }
}

function tabs(count: number): readonly Turns[] {
  const locks = createFakeLocks()
  const shared = storage()
  return Array.from({ length: count }, () => createTurns({ locks: locks.tab().locks, storage: shared }))
}

test('of five tabs that hear of a Message at the same moment one has its turn [U2]', async () => {
  const all = tabs(5)
  const turns = await Promise.all(all.map((tab) => tab.take('sound', 'CH1', 7)))
  expect(turns.filter(Boolean)).toHaveLength(1)
})

test('a tab that hears of it later, or of an older one, has none; the next Message is told again', async () => {
  const [first, second] = tabs(2) as [Turns, Turns]
  expect(await first.take('sound', 'CH1', 7)).toBe(true)
  expect(await second.take('sound', 'CH1', 7)).toBe(false)
  expect(await second.take('sound', 'CH1', 6)).toBe(false)
  expect(await second.take('sound', 'CH1', 8)).toBe(true)
})

test('a sound and a notification are two things, and so are two conversations [U4]', async () => {
  const [first, second] = tabs(2) as [Turns, Turns]
  expect(await first.take('sound', 'CH1', 7)).toBe(true)
  expect(await second.take('desktop', 'CH1', 7)).toBe(true)
  expect(await second.take('sound', 'CH2', 3)).toBe(true)
  expect(await first.take('sound', 'CH1', 7)).toBe(false)
})

test('without locks a page tells alone, without storage as well', async () => {
  const shared = storage()
  const [first, second] = [createTurns({ locks: undefined, storage: shared }), createTurns({ locks: undefined, storage: shared })]
  expect([await first.take('sound', 'CH1', 1), await second.take('sound', 'CH1', 1)]).toEqual([true, false])
  const barred = createTurns({
    locks: { request: () => Promise.reject(new DOMException('no origin', 'SecurityError')) },
    storage: undefined,
  })
  expect(await barred.take('sound', 'CH1', 1)).toBe(true)
})

test('nothing of it is left after a logout, and it does not grow', async () => {
  const shared = storage()
  const turns = createTurns({ locks: undefined, storage: shared })
  for (let at = 0; at < 100; at += 1) await turns.take('sound', `CH${at}`, at)
  expect([...shared.kept.values()].join().length).toBeLessThan(100)
  turns.forget()
  expect(shared.kept.size).toBe(0)
})

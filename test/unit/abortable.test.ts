import { expect, test } from 'vitest'
import { abortable } from '../../src/lib/abortable.ts'
import { untilEnd } from '../../src/lib/lifetime.ts'

function watched() {
  const over = new AbortController()
  const cleared: string[] = []
  return { over, cleared, clearUp: () => void cleared.push('cleared') }
}

test('settles as the work does, and clears up at that moment', async () => {
  const { over, cleared, clearUp } = watched()
  let settle!: (value: string) => void
  const outcome = abortable<string>(over.signal, (resolve) => ((settle = resolve), clearUp))
  settle('done')
  expect(cleared).toEqual(['cleared'])
  expect(await outcome).toBe('done')
})

test('a signal cuts it short with its reason, and clears up at once', async () => {
  const { over, cleared, clearUp } = watched()
  const outcome = abortable(over.signal, () => clearUp)
  over.abort('gone')
  expect(cleared).toEqual(['cleared'])
  await expect(outcome).rejects.toBe('gone')
})

test('with a signal that has ended nothing begins', async () => {
  let begun = false
  await expect(abortable(AbortSignal.abort('over'), () => void (begun = true))).rejects.toBe('over')
  expect(begun).toBe(false)
})

test('work that is done at once is cleared up as well', async () => {
  const { over, cleared, clearUp } = watched()
  await abortable(over.signal, (resolve) => (resolve(), clearUp))
  expect(cleared).toEqual(['cleared'])
})

test('work that fails when its signal has ended already reaches nobody', async () => {
  const heard: unknown[] = []
  const note = (reason: unknown): void => void heard.push(reason)
  process.on('unhandledRejection', note)
  await expect(untilEnd(Promise.reject(new Error('in vain')), AbortSignal.abort('over'))).rejects.toBe('over')
  await new Promise((resolve) => setTimeout(resolve))
  process.off('unhandledRejection', note)
  expect(heard).toEqual([])
})

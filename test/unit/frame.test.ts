import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { browserFrame } from '../../src/lib/frame.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => setTimeout(task, 16))
  vi.stubGlobal('cancelAnimationFrame', clearTimeout)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a task runs once, though a frame and a timer wait for it', async () => {
  let runs = 0
  browserFrame(() => (runs += 1))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(runs).toBe(1)
})

test('one that is called off runs neither way', async () => {
  let runs = 0
  browserFrame(() => (runs += 1))()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(runs).toBe(0)
})

import { signal } from '@preact/signals-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { calmly } from '../../../src/ui/log/calm.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function follow(first: readonly number[] = [0]) {
  const source = signal(first)
  const lifetime = new AbortController()
  const calm = calmly(source, lifetime.signal)
  let drawings = -1
  calm.subscribe(() => void (drawings += 1))
  return { source, calm, lifetime, drawings: () => drawings }
}

test('what comes one by one is drawn at once', () => {
  const { source, calm, drawings } = follow()
  for (let next = 1; next <= 5; next += 1) {
    source.value = [...source.value, next]
    expect(calm.value).toBe(source.value)
  }
  expect(drawings()).toBe(5)
})

test('of 1,000 a second for a second no more than six drawings are made, and the last shows all', async () => {
  const { source, calm, drawings } = follow()
  for (let frame = 0; frame < 60; frame += 1) {
    source.value = [...source.value, ...Array.from({ length: 17 }, (_, at) => source.value.length + at)]
    await vi.advanceTimersByTimeAsync(1_000 / 60)
  }
  expect(drawings()).toBeGreaterThan(3)
  expect(drawings()).toBeLessThanOrEqual(6)
  await vi.advanceTimersByTimeAsync(200)
  expect(calm.value).toEqual(Array.from({ length: 1_021 }, (_, at) => at))
})

test('a page of history and another conversation are drawn at once', () => {
  const { source, calm } = follow([10, 11])
  source.value = [1, 2, 3, ...source.value]
  expect(calm.value).toBe(source.value)
  source.value = [77, 78, 79]
  expect(calm.value).toBe(source.value)
})

test('nothing is drawn after its end', async () => {
  const { source, calm, lifetime } = follow()
  source.value = [0, 1, 2]
  source.value = [0, 1, 2, 3]
  lifetime.abort()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calm.value).toEqual([0, 1, 2])
})

import { signal } from '@preact/signals-core'
import { expect, onTestFinished, test } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import type { ProbeOptions } from '../../../src/chat/service.ts'
import type { ConnectionState } from '../../../src/chat/types.ts'
import { keepAlive } from '../../../src/store/live/liveness.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

/** A connection that notes when it was probed, and what silence it would have borne. */
function watched() {
  const clock = createFakeClock()
  const visible = signal(true)
  const life = new AbortController()
  const probes: ProbeOptions[] = []
  let wakes = 0
  let answer = (): Promise<void> => Promise.resolve()
  const service = {
    connection: 'connected' as ConnectionState,
    probe(options: ProbeOptions) {
      probes.push(options)
      return answer()
    },
  }
  const over = keepAlive(service, { clock, visible, woke: () => void (wakes += 1) }, life.signal)
  onTestFinished(() => life.abort())
  return { clock, visible, probes, service, life, over, wakes: () => wakes, answers: (next: typeof answer) => (answer = next) }
}

test('a dead socket is found within 33 s while the page is visible', async () => {
  const { clock, probes } = watched()
  await clock.advance(60_000)
  const looks = probes.length
  expect(looks).toBeGreaterThan(0)
  const between = 60_000 / looks
  for (const { quietMs, withinMs } of probes) expect(quietMs + between + withinMs).toBeLessThanOrEqual(33_000)
})

test('a hidden page probes nobody', async () => {
  const { clock, visible, probes } = watched()
  visible.value = false
  await clock.advance(600_000)
  expect(probes).toEqual([])
  visible.value = true
  await clock.advance(30_000)
  expect(probes.length).toBeGreaterThan(0)
})

test('a connection that is being made is left to itself', async () => {
  const { clock, service, probes } = watched()
  service.connection = 'connecting'
  await clock.advance(60_000)
  service.connection = 'denied'
  await clock.advance(60_000)
  expect(probes).toEqual([])
})

test('one probe is out at a time, and one that fails is no end', async () => {
  const { clock, probes, answers } = watched()
  let fail = (_error: ChatError): void => {}
  answers(() => new Promise((_, reject) => (fail = reject)))
  await clock.advance(60_000)
  expect(probes).toHaveLength(1)
  fail(new ChatError('network', 'No connection', { retryable: true }))
  await clock.advance(60_000)
  expect(probes).toHaveLength(2)
})

test('a wall clock that leaps ahead means that the device slept', async () => {
  const { clock, wakes } = watched()
  await clock.advance(60_000)
  expect(wakes()).toBe(0)
  clock.jump(3 * 86_400_000)
  await clock.advance(10_000)
  expect(wakes()).toBe(1)
})

test('a wall clock that is set back, or a little ahead, means nothing', async () => {
  const { clock, wakes } = watched()
  clock.jump(-86_400_000)
  await clock.advance(10_000)
  clock.jump(9_000)
  await clock.advance(10_000)
  expect(wakes()).toBe(0)
})

test('it ends with its signal, and leaves no timer', async () => {
  const { clock, life, over, probes } = watched()
  life.abort()
  await over
  expect([clock.sleeping, probes]).toEqual([0, []])
})

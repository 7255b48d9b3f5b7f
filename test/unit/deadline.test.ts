import { expect, test } from 'vitest'
import { within } from '../../src/lib/deadline.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const late = (): Error => new Error('late')

test('work that was in time keeps its signal: the body of an answer is still to be read', async () => {
  let given: AbortSignal | undefined
  const outcome = await within(1_000, async (signal) => ((given = signal), 'done'), { clock: createFakeClock(), late })
  expect(outcome).toBe('done')
  expect(given?.aborted).toBe(false)
})

test('work that is late is aborted, and its caller hears so', async () => {
  const clock = createFakeClock()
  let given: AbortSignal | undefined
  const outcome = within(1_000, (signal) => ((given = signal), new Promise<never>(() => {})), { clock, late })
  const heard = expect(outcome).rejects.toThrow('late')
  await clock.advance(1_000)
  await heard
  expect(given?.aborted).toBe(true)
})

test('the end of the outer signal ends the work, with its reason', async () => {
  const outer = new AbortController()
  const outcome = within(1_000, () => new Promise<never>(() => {}), { clock: createFakeClock(), signal: outer.signal, late })
  outer.abort(new Error('gone'))
  await expect(outcome).rejects.toThrow('gone')
})

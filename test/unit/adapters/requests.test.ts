import { expect, test } from 'vitest'
import { createRequests } from '../../../src/adapters/requests.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

/** A socket that can be up, down or silent. */
function socket({ roundTripMs = 0 } = {}) {
  const clock = createFakeClock()
  let up = true
  let kicks = 0
  let waiting: (() => void)[] = []
  const requests = createRequests({
    clock,
    isConnected: () => up,
    async connected(ms) {
      if (up) return
      const late = new AbortController()
      await Promise.race([
        new Promise<void>((resolve) => waiting.push(resolve)),
        clock.sleep(ms, late.signal).then(() => Promise.reject(new Error('no connection'))),
      ]).finally(() => late.abort())
    },
    roundTripMs: () => roundTripMs,
    silent: () => (kicks += 1),
  })
  return {
    clock,
    requests,
    kicks: () => kicks,
    down() {
      up = false
      requests.cut()
    },
    up() {
      up = true
      for (const wake of waiting) wake()
      waiting = []
    },
  }
}

const silence = (): Promise<never> => new Promise(() => {})

function watch<Value>(promise: Promise<Value>) {
  const seen: { value?: Value; error?: Error } = {}
  promise.then(
    (value) => (seen.value = value),
    (error: unknown) => (seen.error = error as Error),
  )
  return seen
}

test('a write without an answer fails within 10 s, once, and the socket is taken for dead', async () => {
  const { clock, requests, kicks } = socket()
  let asked = 0
  const seen = watch(
    requests.write(() => {
      asked += 1
      return silence()
    }),
  )
  await clock.advance(8_500)
  expect(seen.error).toBeUndefined()
  await clock.advance(1_499)
  expect(seen.error?.message).toContain('No answer')
  await clock.advance(60_000)
  expect({ asked, kicks: kicks() }).toEqual({ asked: 1, kicks: 1 })
})

test('an answer that the network keeps for 8 s is an answer', async () => {
  const { clock, requests, kicks } = socket()
  const seen = watch(requests.write(() => clock.sleep(8_000)))
  await clock.advance(20_000)
  expect([seen.error, kicks()]).toEqual([undefined, 0])
})

test('what is long may take long: 32 KB over 2 KB/s', async () => {
  const { clock, requests, kicks } = socket()
  const seen = watch(requests.write(() => clock.sleep(16_000 + 8_000), 32_768))
  await clock.advance(60_000)
  expect([seen.error, kicks()]).toEqual([undefined, 0])
})

test('a network whose round trip is known to be slow gets that much more time', async () => {
  const { clock, requests, kicks } = socket({ roundTripMs: 16_000 })
  const seen = watch(requests.write(() => clock.sleep(16_000)))
  await clock.advance(60_000)
  expect([seen.error, kicks()]).toEqual([undefined, 0])
})

test('a read whose answer takes longer than the patience gets twice as much the next time', async () => {
  const { clock, requests, kicks } = socket()
  const seen = watch(requests.read(() => clock.sleep(15_000).then(() => 'a long page')))
  await clock.advance(60_000)
  expect([seen.value, kicks()]).toEqual(['a long page', 1])
})

test('a write is not queued: without a connection it fails at once, and nothing goes out', async () => {
  const { clock, requests, down } = socket()
  down()
  let asked = 0
  const seen = watch(requests.write(async () => (asked += 1)))
  await clock.advance(0)
  expect(seen.error?.message).toBe('Not connected')
  expect(asked).toBe(0)
})

test('a read that the loss of the socket cut short is asked again over the next', async () => {
  const { clock, requests, down, up } = socket()
  let asked = 0
  const seen = watch(
    requests.read(() => {
      asked += 1
      return asked === 1 ? silence() : Promise.resolve('answer')
    }),
  )
  await clock.advance(100)
  down()
  await clock.advance(3_000)
  expect(asked).toBe(1)
  up()
  await clock.advance(0)
  expect(seen.value).toBe('answer')
})

test('a read outlives many short cuts', async () => {
  const { clock, requests, down, up } = socket()
  let asked = 0
  const seen = watch(
    requests.read(() => {
      asked += 1
      return asked <= 8 ? silence() : Promise.resolve('answer')
    }),
  )
  for (let i = 0; i < 8; i += 1) {
    await clock.advance(300)
    down()
    await clock.advance(300)
    up()
  }
  await clock.advance(0)
  expect(seen.value).toBe('answer')
})

test('what fails for another reason than the socket is not asked again', async () => {
  const { clock, requests } = socket()
  let asked = 0
  const seen = watch(
    requests.read(() => {
      asked += 1
      return Promise.reject(new Error('Incorrect URI'))
    }),
  )
  await clock.advance(60_000)
  expect(seen.error?.message).toBe('Incorrect URI')
  expect(asked).toBe(1)
})

test('a read is given up after three quarters of a minute', async () => {
  const { clock, requests, kicks } = socket()
  let asked = 0
  const seen = watch(
    requests.read(() => {
      asked += 1
      return silence()
    }),
  )
  await clock.advance(45_000)
  expect(seen.error).toBeDefined()
  expect({ asked, kicks: kicks() }).toEqual({ asked: 3, kicks: 3 })
})

test('a refusal is an answer: nobody asks again', async () => {
  const { clock, requests } = socket()
  let asked = 0
  const seen = watch(
    requests.read(() => {
      asked += 1
      return Promise.reject(Object.assign(new Error('FORBIDDEN'), { status: 403 }))
    }),
  )
  await clock.advance(0)
  expect(seen.error?.message).toBe('FORBIDDEN')
  expect(asked).toBe(1)
})

test('an answer that comes after the deadline harms nobody, and leaves no timer', async () => {
  const { clock, requests } = socket()
  let answer = (_value: string): void => {}
  const seen = watch(requests.write(() => new Promise<string>((resolve) => (answer = resolve))))
  await clock.advance(10_000)
  answer('late')
  await clock.advance(0)
  expect(seen.value).toBeUndefined()
  expect(seen.error).toBeDefined()
  expect(clock.sleeping).toBe(0)
})

test('after the end nothing settles any more', async () => {
  const { clock, requests } = socket()
  const before = watch(requests.write(silence))
  requests.close()
  const after = [watch(requests.read(async () => 1)), watch(requests.write(async () => 1))]
  await clock.advance(60_000)
  expect([before, ...after]).toEqual([{}, {}, {}])
  expect(clock.sleeping).toBe(0)
})

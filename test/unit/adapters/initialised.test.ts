import { expect, onTestFinished, test } from 'vitest'
import { initialised } from '../../../src/adapters/initialised.ts'
import type { Socket } from '../../../src/adapters/twilsock.ts'
import type { ConnectionState } from '../../../src/chat/types.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

/** An SDK that starts, and says what it is told to say. */
function starting() {
  const clock = createFakeClock()
  const life = new AbortController()
  onTestFinished(() => life.abort())
  let says = (_state: string): void => {}
  let hears = (_connection: ConnectionState): void => {}
  const socket = {
    connection: 'connecting' as ConnectionState,
    refusal: null as string | null,
    on: (_name: 'connection', listener: typeof hears) => ((hears = listener), () => {}),
    dial: () => void (dialled += 1),
  }
  let dialled = 0
  const seen = { outcome: 'nothing yet' }
  initialised({ onState: (listener) => void (says = listener) }, socket as unknown as Socket, { clock, signal: life.signal }).then(
    () => (seen.outcome = 'ready'),
    (error: { code: string }) => (seen.outcome = error.code),
  )
  return {
    clock,
    seen,
    dialled: () => dialled,
    says: (state: string) => says(state),
    connection(next: ConnectionState, refusal: string | null = null) {
      Object.assign(socket, { connection: next, refusal })
      hears(next)
    },
  }
}

test('it is dialled once, and is ready when the SDK says so', async () => {
  const { clock, seen, dialled, connection, says } = starting()
  connection('connected')
  await clock.advance(19_000)
  expect([seen.outcome, dialled()]).toEqual(['nothing yet', 1])
  says('initialized')
  await clock.advance(0)
  expect(seen.outcome).toBe('ready')
  expect(clock.sleeping).toBe(0)
})

test('an SDK that failed stays failed, though it goes on by itself and says later that it is ready', async () => {
  const { clock, seen, says } = starting()
  says('failed')
  await clock.advance(10)
  expect(seen.outcome).toBe('connection-failed')
  says('initialized')
  await clock.advance(10)
  expect(seen.outcome).toBe('connection-failed')
})

test('a failure that is a refusal is told as one', async () => {
  const { clock, seen, says, connection } = starting()
  says('failed')
  connection('denied', 'Expired')
  await clock.advance(10)
  expect(seen.outcome).toBe('connection-denied')
})

test.each([
  ['a socket that does not open', 8_000, 'connecting'],
  ['an SDK that is never ready', 20_000, 'connected'],
] as const)('%s is given up after %i ms', async (_what, ms, state) => {
  const { clock, seen, connection } = starting()
  connection(state)
  await clock.advance(ms - 1)
  expect(seen.outcome).toBe('nothing yet')
  await clock.advance(1)
  expect(seen.outcome).toBe('connection-failed')
})

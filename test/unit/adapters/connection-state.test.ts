import { expect, test } from 'vitest'
import { connectionOf, needsKick } from '../../../src/adapters/connection-state.ts'
import type { SocketState } from '../../../src/adapters/connection-state.ts'

const alive = { closed: false, expired: false }

test.each<[SocketState, string]>([
  ['connecting', 'connecting'],
  ['initialising', 'connecting'],
  ['retrying', 'connecting'],
  ['error', 'connecting'],
  ['connected', 'connected'],
  ['updating', 'connected'],
  ['rejected', 'denied'],
  ['unsupported', 'disconnected'],
  ['waitOffloadSocketClosed', 'connecting'],
  ['disconnecting', 'connecting'],
])('a socket that is %s shows as %s', (state, shown) => {
  expect(connectionOf(state, alive)).toBe(shown)
})

test('a socket that the service closed over an expired token is denied until there is another', () => {
  expect(connectionOf('waitSocketClosed', { closed: false, expired: true })).toBe('denied')
  expect(connectionOf('disconnected', { closed: false, expired: true })).toBe('denied')
  expect(connectionOf('disconnected', alive)).toBe('connecting')
  expect(needsKick('disconnected', { expired: true })).toBe(false)
})

test('after we closed it, it is disconnected whatever it says', () => {
  expect(connectionOf('connected', { closed: true, expired: false })).toBe('disconnected')
})

test('only what the SDK would leave lying is kicked', () => {
  const kicked = (
    [
      'connecting',
      'retrying',
      'connected',
      'rejected',
      'unsupported',
      'waitOffloadSocketClosed',
      'waitSocketClosed',
      'disconnected',
    ] as const
  ).filter((state) => needsKick(state, { expired: false }))
  expect(kicked).toEqual(['waitOffloadSocketClosed', 'waitSocketClosed', 'disconnected'])
})

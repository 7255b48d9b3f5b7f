import { expect, test, vi } from 'vitest'
import { createEmitter } from '../../src/lib/emitter.ts'

test('a listener that throws breaks nobody else', () => {
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {})
  const emitter = createEmitter<{ tick: number }>()
  const seen: number[] = []
  emitter.on('tick', () => {
    throw new Error('mine')
  })
  emitter.on('tick', (value) => seen.push(value))
  emitter.emit('tick', 7)
  expect(seen).toEqual([7])
  expect(reported).toHaveBeenCalledTimes(1)
})

test('unsubscribing twice takes off one listener only', () => {
  const emitter = createEmitter<{ tick: number }>()
  const seen: number[] = []
  const listen = (value: number): void => void seen.push(value)
  const off = emitter.on('tick', listen)
  emitter.on('tick', listen)
  off()
  off()
  emitter.emit('tick', 1)
  expect(seen).toEqual([1])
})

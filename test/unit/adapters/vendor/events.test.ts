import * as fc from 'fast-check'
import { EventEmitter as NodeEmitter } from 'node:events'
import { expect, test } from 'vitest'
import OurEmitter from '../../../../src/adapters/vendor/events.ts'

interface Emitter {
  on(name: string, listener: Listener): unknown
  once(name: string, listener: Listener): unknown
  off(name: string, listener: Listener): unknown
  emit(name: string, ...args: unknown[]): boolean
  removeAllListeners(name?: string): unknown
  listenerCount(name: string): number
}
type Listener = (...args: unknown[]) => void

const create = OurEmitter as unknown as new () => Emitter

type Step = readonly ['on' | 'once' | 'off' | 'emit' | 'clear', string, number]
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(fc.constantFrom('on', 'once', 'off', 'emit', 'clear'), fc.constantFrom('a', 'b', '__proto__'), fc.nat(2)),
  { maxLength: 30 },
)

/** Plays the steps; three listeners note what they hear, one of them takes itself off while it is called. */
function play(emitter: Emitter, script: readonly Step[]): unknown[] {
  const heard: unknown[] = []
  const listeners: Listener[] = [
    (...args) => void heard.push([0, ...args]),
    (...args) => {
      heard.push([1, ...args])
      emitter.off('a', listeners[1] as Listener)
    },
    (...args) => void heard.push([2, ...args]),
  ]
  for (const [action, name, which] of script) {
    const listener = listeners[which] as Listener
    if (action === 'emit') heard.push(emitter.emit(name, which, 'x'))
    else if (action === 'clear') emitter.removeAllListeners(...(which === 0 ? [] : [name]))
    else emitter[action](name, listener)
    heard.push(emitter.listenerCount(name))
  }
  return heard
}

test('it does what the one of Node does', () => {
  fc.assert(
    fc.property(steps, (script) => {
      expect(play(new create(), script)).toEqual(play(new NodeEmitter(), script))
    }),
  )
})

test('an error that nobody listens to is thrown', () => {
  const cause = new Error('broken')
  expect(() => new create().emit('error', cause)).toThrow(cause)
  expect(() => new create().emit('error', 7)).toThrow('unspecified "error"')
  const emitter = new create()
  const heard: unknown[] = []
  emitter.on('error', (error) => heard.push(error))
  emitter.emit('error', cause)
  expect(heard).toEqual([cause])
})

test('it may be called by an ES5 class, as the base of another', () => {
  function Derived(this: Emitter): void {
    ;(OurEmitter as unknown as Listener).call(this)
  }
  Derived.prototype = Object.create(OurEmitter.prototype as object) as object
  const one = new (Derived as unknown as typeof create)()
  const other = new (Derived as unknown as typeof create)()
  const heard: unknown[] = []
  one.on('a', (value) => heard.push(value))
  other.emit('a', 1)
  one.emit('a', 2)
  expect(heard).toEqual([2])
})

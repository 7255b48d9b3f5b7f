import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { expect, test, vi } from 'vitest'
import { parse, toSeconds } from '../../../../src/adapters/vendor/iso8601-duration.ts'
import isEqual from '../../../../src/adapters/vendor/lodash.isequal.ts'
import { getLogger } from '../../../../src/adapters/vendor/loglevel.ts'
import QuickLru from '../../../../src/adapters/vendor/quick-lru.ts'
import { __classPrivateFieldGet, __decorate, __extends } from '../../../../src/adapters/vendor/tslib.ts'
import { v4 } from '../../../../src/adapters/vendor/uuid.ts'

test.each([
  ['PT5S', 5],
  ['PT0S', 0],
  ['PT1M30S', 90],
  ['PT2H', 7_200],
  ['P1DT0.5S', 86_400.5],
])('the duration %s is %d s', (text, seconds) => {
  expect(toSeconds(parse(text))).toBe(seconds)
})

test.each(['', '5', 'PT5', 'P1W', 'PT5S '])('%j is no duration', (text) => {
  expect(() => parse(text)).toThrow('Not a duration')
})

test('JSON values are equal when Node says so', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => isEqual(a, b) === isDeepStrictEqual(a, b)))
  fc.assert(fc.property(fc.jsonValue(), (a) => isEqual(a, structuredClone(a)) && isEqual({ a }, { a })))
})

test('dates are compared by their time', () => {
  expect(isEqual(new Date(1), new Date(1))).toBe(true)
  expect(isEqual(new Date(1), new Date(2))).toBe(false)
  expect(isEqual(new Date(1), {})).toBe(false)
})

test('ids are UUIDs of version 4, each another', () => {
  const ids = Array.from({ length: 1_000 }, v4)
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(1_000)
})

test('nothing below an error is printed, at whatever level', () => {
  const printed = (['trace', 'debug', 'info', 'log', 'warn'] as const).map((name) => vi.spyOn(console, name).mockImplementation(() => {}))
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  const log = getLogger()
  log.setLevel('trace')
  log.trace()
  log.debug()
  log.info()
  log.warn()
  expect(printed.every(({ mock }) => mock.calls.length === 0)).toBe(true)
  log.error('broken', 7)
  expect(errors).toHaveBeenCalledWith('broken', 7)
  log.setLevel('silent')
  getLogger().setLevel('error')
  log.error('unheard')
  expect(errors).toHaveBeenCalledTimes(1)
})

test('a cache forgets what was set first', () => {
  const cache = new QuickLru<string, number>({ maxSize: 2 })
  cache.set('a', 1).set('b', 2).set('a', 3).set('c', 4)
  expect([...cache]).toEqual([
    ['b', 2],
    ['c', 4],
  ])
})

test('a private method is found on its own class only', () => {
  const owner = {}
  const method = (): void => {}
  const state = new WeakSet([owner])
  expect(__classPrivateFieldGet(owner, state, 'm', method)).toBe(method)
  expect(() => __classPrivateFieldGet({}, state, 'm', method)).toThrow(TypeError)
})

test('decorators are applied from the last to the first, on classes and on methods', () => {
  class Greeter {
    greet(name: string): string {
      return `hello ${name}`
    }
  }
  const loud = (_target: object, _key?: string, descriptor?: PropertyDescriptor): PropertyDescriptor => {
    const original = descriptor?.value as (name: string) => string
    return { ...descriptor, value: (name: string) => original(name).toUpperCase() }
  }
  const twice = (_target: object, _key?: string, descriptor?: PropertyDescriptor): PropertyDescriptor => {
    const original = descriptor?.value as (name: string) => string
    return { ...descriptor, value: (name: string) => `${original(name)}, ${original(name)}` }
  }
  __decorate([twice, loud], Greeter.prototype, 'greet', null)
  expect(new Greeter().greet('you')).toBe('HELLO YOU, HELLO YOU')
  class Other extends Greeter {}
  expect(__decorate([() => Other as unknown as PropertyDescriptor], Greeter)).toBe(Other)
})

test('a function inherits as a class does, statics and all', () => {
  function Base(this: { made: boolean }): void {
    this.made = true
  }
  Base.kind = 'base'
  function Derived(this: object): unknown {
    return Base.call(this as { made: boolean })
  }
  __extends(Derived as never, Base as never)
  const made = Reflect.construct(Derived, []) as { made: boolean; constructor: unknown }
  expect(made).toBeInstanceOf(Base)
  expect(made.made).toBe(true)
  expect(made.constructor).toBe(Derived)
  expect((Derived as unknown as { kind: string }).kind).toBe('base')
})

import { afterEach, expect, test } from 'vitest'
import { notingWindowListeners } from '../../../src/adapters/window-listeners.ts'

const scope = globalThis as { window?: unknown }
afterEach(() => {
  delete scope.window
})

test('what is listened to meanwhile is taken off later; what others listen to stays', () => {
  const window = new EventTarget()
  scope.window = window
  const heard: string[] = []
  window.addEventListener('online', () => heard.push('host'))
  const { made, removeListeners } = notingWindowListeners(() => {
    window.addEventListener('online', () => heard.push('sdk'))
    return 'made'
  })
  expect(made).toBe('made')
  expect(Object.hasOwn(window, 'addEventListener')).toBe(false)
  window.addEventListener('online', () => heard.push('late'))
  window.dispatchEvent(new Event('online'))
  expect(heard.splice(0)).toEqual(['host', 'sdk', 'late'])
  removeListeners()
  window.dispatchEvent(new Event('online'))
  expect(heard).toEqual(['host', 'late'])
})

test("a host's own wrapper is called, and put back even when making fails", () => {
  const window = new EventTarget()
  scope.window = window
  let wrapped = 0
  const wrapper = function (this: EventTarget, ...args: Parameters<EventTarget['addEventListener']>): void {
    wrapped += 1
    EventTarget.prototype.addEventListener.apply(this, args)
  }
  window.addEventListener = wrapper
  expect(() =>
    notingWindowListeners(() => {
      window.addEventListener('offline', () => {})
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(wrapped).toBe(1)
  expect(window.addEventListener).toBe(wrapper)
})

test('without a window it just makes', () => {
  const { made, removeListeners } = notingWindowListeners(() => 7)
  removeListeners()
  expect(made).toBe(7)
})

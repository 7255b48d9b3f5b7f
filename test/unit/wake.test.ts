// @vitest-environment happy-dom
import { expect, onTestFinished, test, vi } from 'vitest'
import { createBrowser } from '../../src/browser.ts'

function awake() {
  const life = new AbortController()
  onTestFinished(() => {
    life.abort()
    vi.restoreAllMocks()
  })
  const browser = createBrowser(life.signal)
  let wakes = 0
  browser.onWake(() => void (wakes += 1))
  return { browser, life, wakes: () => wakes }
}

const happen = (target: EventTarget, type: string, bubbles = false): void => void target.dispatchEvent(new Event(type, { bubbles }))
const hide = (hidden: boolean) => vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)

test('every way to wake is heard', () => {
  const { wakes } = awake()
  happen(window, 'online')
  happen(window, 'focus')
  happen(window, 'pageshow')
  happen(document, 'resume')
  happen(document, 'visibilitychange', true)
  expect(wakes()).toBe(5)
})

test('a page that is hidden, or goes into hiding, does not wake', () => {
  const { wakes } = awake()
  hide(true)
  happen(document, 'visibilitychange', true)
  happen(window, 'online')
  expect(wakes()).toBe(0)
})

test('after the end nothing is heard', () => {
  const { life, wakes } = awake()
  life.abort()
  happen(window, 'online')
  happen(document, 'resume')
  expect(wakes()).toBe(0)
})

test('a device that says it is offline is waited for, but believed for 15 s only', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { browser } = awake()
  const line = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const never = new AbortController().signal
  const seen: string[] = []
  void browser.online(never).then(() => seen.push('event'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(seen).toEqual([])
  happen(window, 'online')
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toEqual(['event'])
  void browser.online(never).then(() => seen.push('patience'))
  await vi.advanceTimersByTimeAsync(14_999)
  expect(seen).toEqual(['event'])
  await vi.advanceTimersByTimeAsync(1)
  expect(seen).toEqual(['event', 'patience'])
  line.mockReturnValue(true)
  void browser.online(never).then(() => seen.push('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(seen.at(-1)).toBe('online')
  expect(vi.getTimerCount()).toBe(0)
})

// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createBrowser } from '../../src/browser.ts'

let hidden = false
beforeEach(() => {
  hidden = false
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
})
afterEach(() => vi.restoreAllMocks())

/** The browser as the widget sees it, and how often it woke. */
function open() {
  const life = new AbortController()
  onTestFinished(() => life.abort())
  const browser = createBrowser(life.signal)
  let wakes = 0
  browser.onWake(() => void (wakes += 1))
  return { browser, life, wakes: () => wakes }
}

test.each([
  ['the network is back', window, 'online'],
  ['the window has the focus', window, 'focus'],
  ['the page is shown, perhaps out of the cache', window, 'pageshow'],
  ['the page is visible', document, 'visibilitychange'],
  ['a frozen page goes on', document, 'resume'],
])('%s: it is time to look', (_what, target, type) => {
  const { wakes, life } = open()
  target.dispatchEvent(new Event(type, { bubbles: target === document && type === 'visibilitychange' }))
  expect(wakes()).toBe(1)
  hidden = true
  target.dispatchEvent(new Event(type, { bubbles: target === document && type === 'visibilitychange' }))
  hidden = false
  life.abort()
  target.dispatchEvent(new Event(type, { bubbles: target === document && type === 'visibilitychange' }))
  expect(wakes()).toBe(1)
})

test('what would keep a page out of the cache is never listened to', () => {
  const listened: string[] = []
  for (const target of [window, document]) {
    const original = target.addEventListener.bind(target) as EventTarget['addEventListener']
    vi.spyOn(target, 'addEventListener').mockImplementation((...entry: Parameters<EventTarget['addEventListener']>) => {
      listened.push(entry[0])
      original(...entry)
    })
  }
  open()
  expect(listened).toContain('pageshow')
  expect(listened.filter((type) => /unload/.test(type))).toEqual([])
})

test('a device that says it is offline is believed for 15 s, or until it says otherwise', async () => {
  vi.useFakeTimers()
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  onTestFinished(() => void vi.useRealTimers())
  const { browser } = open()
  const seen: string[] = []
  void browser.online(new AbortController().signal).then(() => seen.push('patience'))
  await vi.advanceTimersByTimeAsync(14_000)
  void browser.online(new AbortController().signal).then(() => seen.push('event'))
  expect(seen).toEqual([])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(seen).toEqual(['patience'])
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toEqual(['patience', 'event'])
})

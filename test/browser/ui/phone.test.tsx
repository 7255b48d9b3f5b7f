import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { followKeyboard } from '../../../src/ui/extras/follow-keyboard.ts'
import { conversation, createFakeChat, ready } from './fake-chat.ts'
import { phone, settled, setup, type Mounted } from './setup.ts'

beforeEach(phone)

const opened = (): Promise<Mounted> => setup(createFakeChat({ session: ready, open: true, entries: conversation(30) }))

/** A page that is longer than the window and stands in the middle. */
function longPage(): void {
  const long = document.body.appendChild(document.createElement('div'))
  long.style.cssText = 'height:4000px'
  onTestFinished(() => {
    long.remove()
    document.documentElement.removeAttribute('style')
    scrollTo(0, 0)
  })
  scrollTo(0, 1_234)
}
const overflow = (): string[] => [document.documentElement, document.body].map((element) => getComputedStyle(element).overflowY)

test('the page behind does not scroll while the panel covers it, and stands afterwards exactly as it stood [G4]', async () => {
  longPage()
  document.documentElement.style.setProperty('overflow-y', 'scroll', 'important')
  const before = [overflow(), document.documentElement.getAttribute('style'), document.body.getAttribute('style'), scrollY]
  const { chat } = await opened()
  await vi.waitFor(() => expect(overflow()).toEqual(['scroll', 'hidden']))
  document.documentElement.removeAttribute('style')
  await vi.waitFor(() => expect(overflow()).toEqual(['hidden', 'hidden']))
  document.documentElement.style.setProperty('overflow-y', 'scroll', 'important')
  chat.setOpen(false)
  await settled()
  expect([overflow(), document.documentElement.getAttribute('style'), document.body.getAttribute('style'), scrollY]).toEqual(before)
  expect(document.adoptedStyleSheets).toHaveLength(0)
})

test('destroyed, hidden, or on a window that becomes wide, it lets the page go too [G4]', async () => {
  longPage()
  const one = await opened()
  await vi.waitFor(() => expect(overflow()[0]).toBe('hidden'))
  one.host.hidden = true
  await vi.waitFor(() => expect(overflow()[0]).toBe('visible'))
  one.host.hidden = false
  await vi.waitFor(() => expect(overflow()[0]).toBe('hidden'))
  await page.viewport(1_280, 800)
  await vi.waitFor(() => expect(overflow()[0]).toBe('visible'))
  await phone()
  await vi.waitFor(() => expect(overflow()[0]).toBe('hidden'))
  one.unmount()
  expect([overflow()[0], scrollY]).toEqual(['visible', 1_234])
})

test('letters in fields are of 16 px or more, also for a reader with smaller ones: Safari does not zoom in [G4]', async () => {
  const { find } = await opened()
  expect(getComputedStyle(find('textarea')).fontSize).toBe('16px')
  find('.parlour').style.fontSize = '12px'
  expect(getComputedStyle(find('textarea')).fontSize).toBe('16px')
  find('.parlour').style.fontSize = '20px'
  expect(getComputedStyle(find('textarea')).fontSize).toBe('20px')
})

/** Stands in for an on-screen keyboard, which no desktop has. */
class Keyboard extends EventTarget {
  height = 844
  offsetTop = 0
  scale = 1

  show(height: number, offsetTop = 0, scale = 1): void {
    Object.assign(this, { height, offsetTop, scale })
    this.dispatchEvent(new Event('resize'))
  }
}

test('the panel is as high as what an on-screen keyboard leaves, with the composer in it; zooming in with two fingers is no keyboard [G4]', async () => {
  const keyboard = new Keyboard()
  const stub = vi.spyOn(window, 'visualViewport', 'get').mockReturnValue(keyboard as unknown as VisualViewport)
  onTestFinished(() => stub.mockRestore())
  const { find } = await opened()
  await vi.waitFor(() => expect(find('.panel').getAnimations()).toHaveLength(0))
  keyboard.show(500, 44)
  const panel = find('.panel').getBoundingClientRect()
  const field = find('textarea').getBoundingClientRect()
  expect([panel.top, panel.bottom]).toEqual([44, 544])
  expect(field.bottom).toBeLessThanOrEqual(544)
  keyboard.show(300, 80, 2)
  expect(find('.panel').getBoundingClientRect().height).toBe(500)
  keyboard.show(844)
  expect(find('.panel').getBoundingClientRect().height).toBe(844)
})

test('without a visual viewport the panel is as high as the window [G4]', async () => {
  const stub = vi.spyOn(window, 'visualViewport', 'get').mockReturnValue(null)
  onTestFinished(() => stub.mockRestore())
  followKeyboard(document.body, new AbortController().signal)
  const { find } = await opened()
  await vi.waitFor(() => expect(find('.panel').getAnimations()).toHaveLength(0))
  expect(find('.panel').getBoundingClientRect().height).toBe(844)
})

test('notch and home bar are left free, at the top, below and at the sides [G4]', async () => {
  const { root } = await opened()
  const rules = [...root.adoptedStyleSheets].flatMap(({ cssRules }) => [...cssRules]).map(({ cssText }) => cssText)
  const all = rules.join('\n')
  expect(all).toMatch(/\.header \{ padding-block-start: env\(safe-area-inset-top\)/)
  expect(all).toMatch(/\.composer \{[^}]*env\(safe-area-inset-bottom\)/)
  expect(all).toMatch(/--notch: max\(env\(safe-area-inset-left\), ?env\(safe-area-inset-right\)\)/)
  expect(all).toMatch(/> \.panel \{[^}]*padding-inline: var\(--notch\)/)
})

test('on a phone that lies on its side, log and composer have their place [G4]', async () => {
  await page.viewport(844, 390)
  const { find } = await opened()
  await vi.waitFor(() => expect(find('.panel').getAnimations()).toHaveLength(0))
  const { width, height } = find('.panel').getBoundingClientRect()
  expect([width, height]).toEqual([844, 390])
  expect(find('.log').getBoundingClientRect().height).toBeGreaterThan(180)
  expect(find('.composer').getBoundingClientRect().bottom).toBeLessThanOrEqual(390)
})

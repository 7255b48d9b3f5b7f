import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Ui, UiOptions } from '../../../src/ui/context.ts'
import '../../../src/ui/greeting/index.ts'
import { createFakeChat, ready } from './fake-chat.ts'
import { desktop, phone, settled, setup, type Mounted } from './setup.ts'

const words = page.getByRole('button', { name: /Can I help/ })

beforeEach(() => {
  for (const key of ['parlour:greeted', 'parlour:resume']) localStorage.removeItem(key)
  return desktop()
})

async function greeted(greeting: NonNullable<UiOptions['greeting']>, emit?: Ui['emit'], chat = createFakeChat()): Promise<Mounted> {
  return setup(chat, { options: { locale: 'en', greeting }, ...(emit && { emit }) })
}
const kept = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith('parlour:greet'))
/** More than one look. */
const aLook = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_200))

test('a greeting stands beside the launcher, is said, takes no focus, and nothing is kept of it before the visitor acts [U6]', async () => {
  const input = document.body.appendChild(document.createElement('input'))
  input.focus()
  const { find, spoken } = await greeted({ text: 'Can I help?', name: 'Ann \u202e', after: 0 })
  await expect.element(words).toBeVisible()
  expect(spoken()).toBe('Ann: Can I help?')
  expect(document.activeElement).toBe(input)
  const [bubble, launcher] = [find('.greeting'), find('.launcher')].map((element) => element.getBoundingClientRect())
  expect(bubble!.bottom).toBeLessThan(launcher!.top)
  expect(Math.abs(bubble!.right - launcher!.right)).toBeLessThan(1)
  expect(kept()).toEqual([])
  input.remove()
})

test('who answers it is in the chat, with the focus there, and is not greeted again [U6]', async () => {
  const { chat, focused, unmount } = await greeted({ text: 'Can I help?', after: 0 })
  await words.click()
  expect(chat.open.value).toBe(true)
  await expect.poll(() => focused() !== null).toBe(true)
  chat.setOpen(false)
  await aLook()
  await expect.element(words).not.toBeInTheDocument()
  unmount()
  await greeted({ text: 'Can I help?', after: 0 })
  await aLook()
  await expect.element(words).not.toBeInTheDocument()
  expect(kept()).toEqual(['parlour:greeted'])
})

test('it can be sent away by a click or by Escape, and the focus stays with us [U6]', async () => {
  const { focused, find, unmount } = await greeted({ text: 'Can I help?', after: 0 })
  await expect.element(words).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(words).not.toBeInTheDocument()
  expect(focused()).toBe(find('.launcher'))
  unmount()
  localStorage.removeItem('parlour:greeted')
  const second = await greeted({ text: 'Can I help?', after: 0 })
  await expect.element(words).toBeVisible()
  second.find('.greeting button').focus()
  await userEvent.keyboard('{Escape}')
  await expect.element(words).not.toBeInTheDocument()
  expect(second.focused()).toBe(second.find('.launcher'))
})

test('the host may keep it back, and hears of it once [U6]', async () => {
  const asked = vi.fn((name: string, detail: object) => name === 'before:greet' && (detail as { cancel(): void }).cancel())
  await greeted([{ text: 'Can I help?', after: 0 }], asked)
  await aLook()
  await aLook()
  await expect.element(words).not.toBeInTheDocument()
  expect(asked.mock.calls.map(([name]) => name)).toEqual(['before:greet'])
})

test('nobody is greeted in a conversation, or over an open panel [U6]', async () => {
  await greeted({ text: 'Can I help?', after: 0 }, undefined, createFakeChat({ session: ready }))
  await aLook()
  await expect.element(words).not.toBeInTheDocument()
})

test('the pointer that leaves towards the tabs is asked to stay [U6]', async () => {
  await greeted([{ text: 'Wait! Can I help?', exit: true }])
  await aLook()
  await expect.element(words).not.toBeInTheDocument()
  document.body.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY: -1 }))
  await expect.element(words).toBeVisible()
})

test('with the consent of the visitor it is noted that it was shown [U6]', async () => {
  await greeted({ text: 'Can I help?', after: 0, remember: true })
  await expect.element(words).toBeVisible()
  expect(kept()).toEqual(['parlour:greeted'])
})

test('on a phone, from right to left, on the other side and with a long text it stays within the window', async () => {
  await phone()
  const { find, ui } = await greeted({ text: 'Can I help? '.repeat(20), name: 'Ann', after: 0 })
  await expect.element(words).toBeVisible()
  for (const change of [{}, { position: 'start' as const }, { locale: 'he' }]) {
    ui.update(change)
    await settled()
    const { left, right, top } = find('.greeting').getBoundingClientRect()
    expect(left).toBeGreaterThanOrEqual(0)
    expect(right).toBeLessThanOrEqual(390)
    expect(top).toBeGreaterThan(0)
  }
  const { width, height } = find('.greeting .mini').getBoundingClientRect()
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
})

test('the text of a host is text', async () => {
  const { find } = await greeted({ text: '<img src=x onerror=alert(1)> Can I help?', after: 0 })
  await expect.element(words).toBeVisible()
  expect(find('.greeting').querySelector('img')).toBe(null)
})

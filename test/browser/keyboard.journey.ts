import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo, type Stage } from './demo/support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage.close())

const focusOf = (page: Page): Promise<{ name: string; ringed: boolean } | null> =>
  page.evaluate(() => {
    let active = document.activeElement
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
    if (!active || active === document.body) return null
    const { outlineStyle, outlineWidth } = getComputedStyle(active)
    const name = active.getAttribute('aria-label') ?? (active as HTMLElement).innerText.trim()
    return { name, ringed: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 }
  })

/** Tab, forwards or backwards, until the control of this name has the focus, which has to be seen. */
async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key)
    const focus = await focusOf(page)
    passed.push(focus?.name ?? 'the page')
    if (!focus || !(typeof name === 'string' ? focus.name === name : name.test(focus.name))) continue
    expect(focus.ringed, `the focus on ${focus.name} is seen`).toBe(true)
    return
  }
  throw new Error(`Tab does not lead to ${String(name)}, but to ${passed.join(', ')}`)
}

test('a keyboard alone opens, starts, writes, edits, picks an emoji, looks into the menu, ends and starts anew [I2]', async () => {
  const visitor = await stage.newVisitor('/')
  const { page } = visitor
  await tabTo(page, 'Open chat')
  await page.keyboard.press('Enter')
  await visitor.panel.waitFor()
  await expect.poll(async () => (await focusOf(page))?.name, { timeout: 15_000 }).toBe('Start conversation')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await focusOf(page))?.name, { timeout: 15_000 }).toBe('Message')
  await page.keyboard.type('Is the blue bowl stil there?')
  await page.keyboard.press('Enter')
  await visitor.message('Is the blue bowl stil there?').waitFor()

  await tabTo(page, 'Message options', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await focusOf(page))?.name).toBe('Edit message')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await focusOf(page))?.name).toBe('Message')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Is the blue bowl still there?')
  await page.keyboard.press('Enter')
  await visitor.message('Is the blue bowl still there?').waitFor()

  await tabTo(page, 'Emoji')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await focusOf(page))?.name, { timeout: 15_000 }).toBe('Search emoji')
  await page.keyboard.type('pizza')
  await page.getByRole('button', { name: 'pizza', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => visitor.composer.inputValue()).toBe('🍕')
  await page.keyboard.press('Enter')
  await visitor.message('🍕').waitFor()

  await tabTo(page, 'More options', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Escape')
  await tabTo(page, 'End conversation', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Yes, end it', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByText('This conversation has ended.').waitFor({ timeout: 15_000 })
  await tabTo(page, 'Start conversation')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await focusOf(page))?.name, { timeout: 15_000 }).toBe('Message')
  await page.keyboard.press('Escape')
  await visitor.panel.waitFor({ state: 'hidden' })
  expect((await focusOf(page))?.name).toBe('Open chat')
  expect(visitor.problems).toEqual([])
})

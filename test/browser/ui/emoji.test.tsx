import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { createFakeChat, ready } from './fake-chat.ts'
import { desktop, phone, settled, setup, type Mounted } from './setup.ts'

const box = page.getByRole('textbox', { name: 'Message' })
const button = page.getByRole('button', { name: 'Emoji' })
const picker = page.getByRole('dialog', { name: 'Emoji' })
const field = picker.getByRole('searchbox', { name: 'Search emoji' })
const cell = (name: string): ReturnType<typeof picker.getByRole> => picker.getByRole('button', { name, exact: true })

beforeEach(() => {
  localStorage.removeItem('parlour:emoji')
  localStorage.removeItem('parlour:tone')
  return desktop()
})

/** The picker is here, with all emoji, and has the focus. How long that takes is not measured here. */
const searching = ({ focused }: Mounted): Promise<void> =>
  expect.poll(() => (focused() as HTMLInputElement | null)?.type, { timeout: 5_000 }).toBe('search')

async function open(locale = 'en'): Promise<Mounted> {
  const mounted = await setup(createFakeChat({ session: ready, open: true }), { options: { locale } })
  return mounted
}

test('an emoji goes where the caret is, and the focus back into the field [D2]', async () => {
  const mounted = await open()
  const { chat, focused, find } = mounted
  await box.click()
  await userEvent.keyboard('ab')
  ;(find('textarea') as HTMLTextAreaElement).setSelectionRange(1, 1)
  await button.click()
  await searching(mounted)
  await cell('grinning face').click()
  expect(chat.draft.value).toBe('a😀b')
  expect(focused()).toBe(find('textarea'))
  expect((find('textarea') as HTMLTextAreaElement).selectionStart).toBe(3)
  await expect.element(picker).not.toBeInTheDocument()
})

test('by keyboard alone: search, pick the first, walk through the grid, leave [D2]', async () => {
  const mounted = await open()
  const { chat, focused, find } = mounted
  await box.click()
  await button.click()
  await expect.element(cell('grinning face')).toBeVisible()
  await userEvent.keyboard('pizza')
  await expect.element(cell('pizza')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  expect(chat.draft.value).toBe('🍕')
  await button.click()
  await searching(mounted)
  // What was used last has a group of its own now.
  await userEvent.keyboard('{ArrowDown}')
  expect(focused()?.textContent).toBe('🍕')
  await picker.getByRole('tab', { name: 'Smileys and people' }).click()
  await field.click()
  await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowDown}')
  const stops = [...find('.cells').querySelectorAll<HTMLElement>('button')]
  expect(stops.indexOf(focused() as HTMLElement)).toBe(9)
  expect(stops.filter(({ tabIndex }) => tabIndex === 0)).toEqual([focused()])
  await userEvent.keyboard('{Escape}')
  expect(focused()).toBe(find('textarea'))
  expect(chat.open.value).toBe(true)
  await expect.element(picker).not.toBeInTheDocument()
})

test('the tone of skin is kept, and what was used last [D2]', async () => {
  const first = await open()
  await button.click()
  await picker.getByRole('combobox', { name: 'Skin tone' }).selectOptions('✋🏽')
  await field.fill('thumbs up')
  await cell('thumbs up').click()
  expect(first.chat.draft.value).toBe('👍🏽')
  first.unmount()
  const second = await open()
  await button.click()
  await expect.element(picker.getByRole('tab', { name: 'Recently used' })).toHaveAttribute('aria-selected', 'true')
  await cell('thumbs up').click()
  expect(second.chat.draft.value).toBe('👍🏽')
})

test('names and search are in the language of the reader, from right to left the arrows turn round [D2]', async () => {
  const { ui, find, focused } = await open()
  ui.update({ locale: 'ja' })
  await page.getByRole('button', { name: '絵文字' }).click()
  const search = page.getByRole('searchbox')
  await search.fill('ピザ')
  await expect.element(page.getByRole('button', { name: 'ピザ', exact: true })).toBeVisible()
  ui.update({ locale: 'he' })
  await expect.poll(() => find('.parlour').dir).toBe('rtl')
  await search.fill('')
  await search.click()
  await userEvent.keyboard('{ArrowDown}{ArrowLeft}')
  expect([...find('.cells').querySelectorAll('button')].indexOf(focused() as HTMLButtonElement)).toBe(1)
})

test('a search that finds nothing says so', async () => {
  const { spoken } = await open()
  await button.click()
  await expect.element(cell('grinning face')).toBeVisible()
  await field.fill('xqzw')
  await expect.element(picker.getByText('Nothing found')).toBeVisible()
  await expect.poll(spoken).toBe('Nothing found')
})

test('it closes when the focus goes elsewhere, and the button closes it as well', async () => {
  const mounted = await open()
  await button.click()
  await searching(mounted)
  await box.click()
  await expect.element(picker).not.toBeInTheDocument()
  await button.click()
  await expect.element(picker).toBeVisible()
  await button.click()
  await expect.element(picker).not.toBeInTheDocument()
})

test('on a phone it fits, every target can be hit, and no keyboard comes up [D2]', async () => {
  await phone()
  const { focused, find } = await open()
  await button.click()
  await expect.element(picker).toBeVisible()
  await settled()
  expect(focused()?.closest('.cells')).toBeTruthy()
  const edges = find('.emoji').getBoundingClientRect()
  expect(edges.left).toBeGreaterThanOrEqual(0)
  expect(edges.right).toBeLessThanOrEqual(390)
  for (const target of find('.emoji').querySelectorAll('button, input, select')) {
    const { width, height } = target.getBoundingClientRect()
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
  }
})

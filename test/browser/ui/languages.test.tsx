import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { createFakeChat, entry, ready } from './fake-chat.ts'
import { desktop, settled, setup } from './setup.ts'

beforeEach(desktop)
afterEach(() => document.documentElement.removeAttribute('lang'))

describe('the language', () => {
  test('is that of the page, where the host names none [H3]', async () => {
    document.documentElement.lang = 'de-AT'
    const { find } = await setup(createFakeChat({ session: ready, open: true }), { options: {} })
    await expect.element(page.getByRole('textbox', { name: 'Nachricht' })).toBeVisible()
    expect(find('.parlour').lang).toBe('de-AT')
  })

  test('changes live, and neither draft, focus nor place in the field is lost [H3]', async () => {
    const { ui, find, focused, chat } = await setup(createFakeChat({ session: ready, open: true }))
    chat.setDraft('half a sentence')
    await settled()
    const field = find('textarea') as HTMLTextAreaElement
    field.focus()
    field.setSelectionRange(4, 8)
    ui.update({ locale: 'ja' })
    await expect.element(page.getByRole('textbox', { name: 'メッセージ' })).toBeVisible()
    expect([focused() === field, field.value, field.selectionStart, field.selectionEnd]).toEqual([true, 'half a sentence', 4, 8])
    ui.update({ locale: 'ar' })
    await expect.poll(() => find('.parlour').dir).toBe('rtl')
    expect([focused() === field, field.value]).toEqual([true, 'half a sentence'])
  })

  test('of several that were asked for in a row the last one counts [H3]', async () => {
    const { ui, find } = await setup(createFakeChat({ session: ready, open: true }))
    for (const locale of ['fr', 'ko', 'pl', 'en', 'es']) ui.update({ locale })
    await expect.poll(() => find('.parlour').lang).toBe('es')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(find('.parlour').lang).toBe('es')
  })

  test('has its own plural forms, numbers and dates [H2]', async () => {
    const day = new Date(2024, 2, 5, 13, 5).getTime()
    const { chat, find } = await setup(createFakeChat({ session: ready, entries: [entry(0, { createdAt: day })] }), {
      options: { locale: 'pl' },
    })
    for (const [count, words] of [
      [1, /^1 nieprzeczytana/],
      [3, /^3 nieprzeczytane/],
      [12, /^12 nieprzeczytanych/],
    ] as const) {
      chat.unread.value = count
      await expect.poll(() => find('#unread').textContent).toMatch(words)
    }
    chat.setOpen(true)
    await expect.poll(() => find('.day').textContent).toBe('5 marca 2024')
    expect(find('.meta time').textContent).toBe('13:05')
  })

  test('a host’s texts stand over ours, also in another language, and may change live [H2]', async () => {
    const { ui } = await setup(createFakeChat({ session: ready, open: true }), {
      options: { locale: 'de', strings: { placeholder: 'Womit können wir dienen?' } },
    })
    await expect.element(page.getByPlaceholder('Womit können wir dienen?')).toBeVisible()
    ui.update({ strings: {} })
    await expect.element(page.getByPlaceholder('Womit können wir dienen?')).not.toBeInTheDocument()
  })

  test('the pseudo-locale leaves no text of ours untranslated [H1]', async () => {
    const { root } = await setup(createFakeChat({ session: ready, open: true }), { options: { locale: 'en-XA' } })
    await expect.poll(() => root.querySelector('h2')?.textContent).toMatch(/^⟦.*⟧$/)
    const plain = [...root.querySelectorAll('h2, h3, p, button, textarea')]
      .flatMap((element) => [
        element.getAttribute('aria-label'),
        element.getAttribute('placeholder'),
        element.children.length ? '' : element.textContent,
      ])
      .filter((text) => text && !/^⟦.*⟧$/.test(text))
    expect(plain).toEqual([])
  })
})

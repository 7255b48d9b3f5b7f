import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatError } from '../../../src/chat/errors.ts'
import { conversation, createFakeChat, ended, entry, joining, ready } from './fake-chat.ts'
import { desktop, phone, settled, setup } from './setup.ts'

const button = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('button', { name, exact: true })

beforeEach(desktop)

describe('opening and closing', () => {
  test('one control at a time bears "Open chat" or "Close chat"', async () => {
    await setup(createFakeChat({ session: ready }))
    await expect.element(button('Open chat')).toBeVisible()
    expect(button('Close chat').elements()).toHaveLength(0)
    await button('Open chat').click()
    await expect.element(page.getByRole('dialog', { name: 'Chat' })).toBeVisible()
    await expect.element(button('Close chat')).toBeVisible()
    expect(button('Open chat').elements()).toHaveLength(0)
  })

  test('the unread count describes the launcher and is not in its name', async () => {
    const { chat, find } = await setup()
    chat.unread.value = 3
    await expect.element(button('Open chat')).toHaveAccessibleDescription('3 unread messages')
    expect(find('.badge').textContent).toBe('3')
    chat.unread.value = 1
    await expect.element(button('Open chat')).toHaveAccessibleDescription('1 unread message')
    chat.unread.value = 0
    await expect.element(button('Open chat')).not.toHaveAttribute('aria-describedby')
  })

  test('opening puts the focus into the composer, Escape gives it back to the launcher', async () => {
    const { focused } = await setup(createFakeChat({ session: ready }))
    await button('Open chat').click()
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Open chat'))
    expect(page.getByRole('dialog').elements()).toHaveLength(0)
  })

  test('the focus goes back to the button of the page that opened the chat', async () => {
    const { chat, focused } = await setup(createFakeChat({ session: ready }))
    const opener = document.body.appendChild(document.createElement('button'))
    opener.textContent = 'Ask us'
    opener.addEventListener('click', () => chat.setOpen(true))
    await page.getByRole('button', { name: 'Ask us' }).click()
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(document.activeElement).toBe(opener))
    opener.remove()
  })

  test('the focus follows from connecting to the composer and on to the button of the end', async () => {
    const { chat, focused } = await setup(createFakeChat({ session: { status: 'connecting' } }))
    await button('Open chat').click()
    await vi.waitFor(() => expect(focused()?.getAttribute('role')).toBe('dialog'))
    chat.session.value = joining
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
    chat.session.value = ended()
    await vi.waitFor(() => expect(focused()?.textContent).toBe('Start conversation'))
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(focused()?.textContent).toBe('Starting…'))
    chat.session.value = ready
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
  })

  test('a state that changes does not fetch the focus from the page', async () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.setAttribute('aria-label', 'of the page')
    const { chat } = await setup(createFakeChat({ session: ready, open: true }))
    await settled()
    field.focus()
    chat.session.value = ended()
    await settled()
    expect(document.activeElement).toBe(field)
    field.remove()
  })

  test('a chat that opens by itself leaves the focus where it is', async () => {
    const active = vi.spyOn(navigator.userActivation, 'isActive', 'get').mockReturnValue(false)
    onTestFinished(() => active.mockRestore())
    const { chat, focused } = await setup(createFakeChat({ session: ready }))
    chat.setOpen(true)
    await settled()
    expect(page.getByRole('dialog').elements()).toHaveLength(1)
    expect(focused()).toBeNull()
  })

  test('an edit of one visitor is not there for the next', async () => {
    const { chat, find } = await setup(createFakeChat({ session: ready, entries: conversation(3), open: true }))
    await vi.waitFor(() => find('.more').click())
    await button('Edit message').click()
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Message 2')
    chat.session.value = { status: 'closed' }
    await settled()
    chat.session.value = ready
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveValue('')
  })

  test('replaces a plain launcher and takes over its focus', async () => {
    const host = document.body.appendChild(document.createElement('div'))
    const plain = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('button'))
    plain.focus()
    const { root, focused } = await setup(createFakeChat(), { host })
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Open chat'))
    expect(root.contains(plain)).toBe(false)
  })

  test('a plain launcher that was pressed hands its focus into the opened panel', async () => {
    const host = document.body.appendChild(document.createElement('div'))
    host.attachShadow({ mode: 'open' }).appendChild(document.createElement('button')).focus()
    const { focused } = await setup(createFakeChat({ session: ready, open: true }), { host })
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
  })

  test('keys typed into the chat do not reach the shortcuts of the page', async () => {
    const heard: string[] = []
    const listen = (event: KeyboardEvent): number => heard.push(event.key)
    document.addEventListener('keydown', listen)
    await setup(createFakeChat({ session: ready }))
    await button('Open chat').click()
    await userEvent.keyboard('k')
    document.removeEventListener('keydown', listen)
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveValue('k')
    expect(heard).toEqual([])
  })

  test('on a phone the panel covers the window and keeps Tab to itself', async () => {
    await phone()
    const { find, focused } = await setup(createFakeChat({ session: ready }))
    await button('Open chat').click()
    await settled()
    await vi.waitFor(() => expect(find('.panel').getAnimations()).toHaveLength(0))
    const { width, height, top, left } = find('.panel').getBoundingClientRect()
    expect([left, top, width, height]).toEqual([0, 0, 390, 844])
    expect(find('.panel').getAttribute('aria-modal')).toBe('true')
    for (let presses = 0; presses < 8; presses++) {
      await userEvent.keyboard('{Tab}')
      expect(focused()).not.toBeNull()
    }
  })

  test('unmounting leaves an empty shadow root', async () => {
    const { root, unmount } = await setup(createFakeChat({ session: ready, open: true }))
    await settled()
    unmount()
    expect(root.childNodes).toHaveLength(0)
    expect(root.adoptedStyleSheets).toHaveLength(0)
  })
})

describe('states', () => {
  test('welcomes and starts a conversation', async () => {
    const { chat, focused } = await setup(createFakeChat({ session: { status: 'welcome', canStart: true } }))
    await button('Open chat').click()
    await vi.waitFor(() => expect(focused()?.textContent).toBe('Start conversation'))
    await button('Start conversation').click()
    expect(chat.session.value.status).toBe('starting')
    await expect.element(button('Starting…')).toHaveAttribute('aria-disabled', 'true')
  })

  test('says why a start failed and offers it again', async () => {
    const error = new ChatError('start-failed', 'The start endpoint answered 500')
    await setup(createFakeChat({ session: { status: 'welcome', canStart: true, error }, open: true }))
    await expect.element(page.getByText('The conversation could not be started. Please try again.').first()).toBeVisible()
    await expect.element(button('Start conversation')).toBeVisible()
  })

  test('without a start endpoint there is no button, only words', async () => {
    await setup(createFakeChat({ session: { status: 'welcome', canStart: false }, open: true }))
    await expect.element(page.getByText('There is no conversation yet.')).toBeVisible()
    expect(button('Start conversation').elements()).toHaveLength(0)
  })

  test('a failure is told in a sentence, never in a code, and can be tried again', async () => {
    const error = new ChatError('token-denied', 'The token endpoint answered 401')
    const { chat, find } = await setup(createFakeChat({ session: { status: 'failed', error }, open: true }))
    await expect.element(page.getByText('The chat did not let you in.').first()).toBeVisible()
    expect(find('.panel').textContent).not.toMatch(/token|401/)
    await button('Try again').click()
    expect(chat.counts.reconnect).toBe(1)
  })

  test('a failure leaves the log readable and the draft in the composer', async () => {
    const chat = createFakeChat({ session: ready, entries: conversation(3), open: true })
    await setup(chat)
    chat.setDraft('not yet')
    chat.session.value = { status: 'failed', error: new ChatError('connection-denied', 'refused') }
    await expect.element(page.getByText('Message 1')).toBeVisible()
    await expect.element(button('Try again')).toBeVisible()
    await userEvent.click(page.getByRole('textbox', { name: 'Message' }))
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveValue('not yet')
    expect(chat.timeline.value.entries).toHaveLength(3)
  })

  test('an ended conversation is read-only, says why, and can be followed by a new one', async () => {
    const chat = createFakeChat({ session: ended('removed'), entries: conversation(3), open: true })
    await setup(chat)
    await expect.element(page.getByText('You are no longer part of this conversation.').first()).toBeVisible()
    await expect.element(page.getByText('Message 1')).toBeVisible()
    expect(page.getByRole('textbox').elements()).toHaveLength(0)
    expect(button('Message options').elements()).toHaveLength(0)
    chat.session.value = ended('ended', false)
    await expect.element(page.getByText('This conversation has ended.').first()).toBeVisible()
    expect(button('Start conversation').elements()).toHaveLength(0)
    chat.session.value = ended()
    await button('Start conversation').click()
    expect(chat.session.value.status).toBe('starting')
  })

  test('ending takes a second step, which Escape takes back', async () => {
    const { chat, focused } = await setup(createFakeChat({ session: ready, entries: conversation(3), open: true }))
    await button('End conversation').click()
    await vi.waitFor(() => expect(focused()?.textContent).toBe('Keep talking'))
    expect(chat.session.value).toBe(ready)
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('End conversation'))
    expect(chat.open.value).toBe(true)
    await button('End conversation').click()
    await button('Yes, end it').click()
    expect(chat.session.value.status).toBe('ended')
  })

  test('says that an end failed, keeps the conversation, and can be told to be quiet', async () => {
    const chat = createFakeChat({ session: ready, entries: conversation(3), open: true })
    await setup(chat)
    chat.session.value = { ...ready, error: new ChatError('end-failed', 'The end endpoint answered 500') }
    await expect.element(page.getByText('The conversation could not be ended. Please try again.').first()).toBeVisible()
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
    await button('Dismiss').click()
    expect(button('Dismiss').elements()).toHaveLength(0)
  })

  test('options change live: title, locale with its direction, corner, theme', async () => {
    const { ui, find } = await setup(createFakeChat({ session: ready, open: true }))
    ui.update({ title: 'Help desk', locale: 'ar', position: 'start', theme: 'dark' })
    await expect.element(page.getByRole('dialog', { name: 'Help desk' })).toBeVisible()
    await expect.poll(() => find('.parlour').dir).toBe('rtl')
    expect(find('.parlour').classList.contains('dark')).toBe(true)
    // In Arabic the start is on the right.
    await vi.waitFor(() => expect(innerWidth - find('.panel').getBoundingClientRect().right).toBe(20))
  })

  test('a locale that is none is passed over', async () => {
    const { find } = await setup(createFakeChat(), { options: { locale: 'not a locale' }, locale: 'de' })
    expect(find('.parlour').lang).toBe('de')
  })

  test('texts can be replaced', async () => {
    await setup(createFakeChat(), { options: { locale: 'en', strings: { open: 'Chat öffnen' } } })
    await expect.element(button('Chat öffnen')).toBeVisible()
  })

  test('a fault in drawing leaves one quiet line and the page alive', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const chat = createFakeChat({ session: ready, open: true })
    const { root } = await setup(chat)
    const broken = Object.defineProperty(entry(0), 'body', {
      get: () => {
        throw new Error('no body')
      },
    })
    chat.timeline.value = { ...chat.timeline.value, entries: [broken] }
    await expect.element(page.getByText('Chat is not available')).toBeVisible()
    expect(root.querySelector('.panel')).toBeNull()
    expect(complain).toHaveBeenCalledOnce()
    complain.mockRestore()
  })
})

import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatError } from '../../../src/chat/errors.ts'
import type { UiOptions } from '../../../src/ui/mount.tsx'
import { conversation, createFakeChat, ended, entry, ready, type FakeChat } from './fake-chat.ts'
import { desktop, settled, setup, type Mounted } from './setup.ts'

const button = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('button', { name, exact: true })
const field = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('textbox', { name })

const welcome = { status: 'welcome', canStart: true } as const

beforeEach(desktop)
afterEach(() => sessionStorage.clear())

const open = (chat: FakeChat, options: UiOptions): Promise<Mounted> => setup(chat, { options: { locale: 'en', ...options } })

describe('questions before a conversation', () => {
  const preChat: UiOptions['preChat'] = [
    { name: 'name', label: 'Your name', required: true, autocomplete: 'name' },
    { name: 'email', label: 'E-mail', type: 'email', required: true },
    { name: 'topic', label: 'Topic', type: 'select', options: ['Tea', 'Coffee'] },
    { name: 'more', label: 'Details', type: 'textarea' },
    { name: 'news', label: 'Send me news', type: 'checkbox' },
    { name: 'page', type: 'hidden', label: '', value: '/cart' },
  ]
  const asking = (): Promise<Mounted> => open(createFakeChat({ session: welcome, open: true }), { preChat })

  test('they have labels, and say which of them may stay empty [C1]', async () => {
    const { root } = await asking()
    await expect.element(field('Your name')).toBeVisible()
    await expect.element(field('Your name')).toBeRequired()
    await expect.element(page.getByRole('combobox', { name: 'Topic (optional)' })).toBeVisible()
    await expect.element(field('Details (optional)')).toBeVisible()
    await expect.element(page.getByRole('checkbox', { name: 'Send me news' })).toBeVisible()
    expect(root.querySelector('input[name=name]')!.getAttribute('autocomplete')).toBe('name')
    expect(root.querySelector('[name=page]')).toBeNull()
  })

  test('what is wrong stands by its field and is its description, and the first of them gets the focus [C1]', async () => {
    const { chat, focused } = await asking()
    await field('E-mail').fill('ann@')
    await button('Start conversation').click()
    await expect.element(field('Your name')).toHaveAccessibleDescription('Please fill this in.')
    await expect.element(field('E-mail')).toHaveAccessibleDescription(/Enter an e-mail address/)
    expect(focused()?.getAttribute('name')).toBe('name')
    expect(chat.told).toEqual([])

    await field('Your name').fill('Ann')
    await expect.element(field('Your name')).not.toHaveAttribute('aria-invalid')
    await button('Start conversation').click()
    expect(focused()?.getAttribute('name')).toBe('email')
  })

  test('a keyboard answers them all, and the back end is told once [C1]', async () => {
    const { chat, focused } = await asking()
    await expect.element(field('Your name')).toBeVisible()
    await field('Your name').click()
    await userEvent.keyboard('Ann{Tab}ann@example.com{Tab}C{Tab}Two lines{Enter}of it{Tab} {Tab}')
    expect(focused()?.textContent).toBe('Start conversation')
    await userEvent.keyboard('{Enter}')
    await expect.element(button('Starting…')).toBeVisible()
    await userEvent.keyboard('{Enter}')
    expect(chat.told.map((told) => ({ ...(told as object) }))).toEqual([
      { name: 'Ann', email: 'ann@example.com', topic: 'Coffee', more: 'Two lines\nof it', news: true, page: '/cart' },
    ])
  })

  test('a start that failed loses no answer, wherever it failed, and a logout forgets them all [C1]', async () => {
    const { chat } = await asking()
    await field('Your name').fill('Ann')
    await field('E-mail').fill('ann@example.com')
    await button('Start conversation').click()
    chat.session.value = { ...welcome, error: new ChatError('start-failed', 'no') }
    await expect.element(field('Your name')).toHaveValue('Ann')
    await expect.element(page.getByText('The conversation could not be started.', { exact: false })).toBeVisible()
    await button('Start conversation').click()
    chat.session.value = { status: 'joining', channelSid: ready.channelSid }
    await settled()
    chat.session.value = welcome
    await expect.element(field('Your name')).toHaveValue('Ann')

    chat.session.value = { status: 'closed' }
    await settled()
    chat.session.value = welcome
    await expect.element(field('Your name')).toHaveValue('')
  })

  test('the next conversation takes one press where all was answered before [C3]', async () => {
    const { chat } = await asking()
    await field('Your name').fill('Ann')
    await field('E-mail').fill('ann@example.com')
    await button('Start conversation').click()
    chat.session.value = ready
    await settled()
    chat.session.value = ended()
    await expect.element(button('Start conversation')).toBeVisible()
    await button('Start conversation').click()
    expect(chat.told).toHaveLength(2)
    expect(chat.told[1]).toEqual(chat.told[0])
  })

  test('the next conversation asks first where something is missing', async () => {
    const { chat } = await open(createFakeChat({ session: ended(), entries: conversation(3), open: true }), { preChat })
    await button('Start conversation').click()
    await expect.element(field('Your name')).toBeVisible()
    expect(chat.told).toEqual([])
  })

  test('questions that are none leave the one button', async () => {
    await open(createFakeChat({ session: welcome, open: true }), { preChat: [{ name: 'a b', label: 'x' }] })
    await expect.element(button('Start conversation')).toBeVisible()
  })
})

describe('the queue', () => {
  test('says where the visitor stands, follows live and goes when somebody comes [C2]', async () => {
    const { chat, root } = await setup(createFakeChat({ session: ready, entries: conversation(2), open: true }))
    chat.about.value = { parlour: { queue: { position: 3, waitMinutes: 6 } } }
    await expect.element(page.getByText('You are number 3 in the queue.', { exact: true })).toBeVisible()
    await expect.element(page.getByText('About 6 minutes to wait', { exact: true })).toBeVisible()
    await expect.element(field('Message')).toBeVisible()
    chat.about.value = { parlour: { queue: { position: 1, waitMinutes: 1 } } }
    await expect.element(page.getByText('You are number 1 in the queue.', { exact: true })).toBeVisible()
    await expect.element(page.getByText('About 1 minute to wait', { exact: true })).toBeVisible()
    chat.about.value = { parlour: {} }
    await expect.poll(() => root.querySelector('.queue')).toBeNull()
  })

  test('is spoken when it changes, and no more than twice a minute [C2]', async () => {
    const chat = createFakeChat({ session: ready, open: true })
    chat.about.value = { parlour: { queue: { position: 9 } } }
    const { spoken } = await setup(chat)
    await expect.poll(spoken).toBe('You are number 9 in the queue.')
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    for (let position = 8; position >= 5; position -= 1) {
      chat.about.value = { parlour: { queue: { position } } }
      vi.advanceTimersByTime(5_000)
    }
    expect(spoken()).not.toContain('number 5')
    vi.advanceTimersByTime(30_000)
    vi.useRealTimers()
    await expect.poll(spoken).toBe('You are number 5 in the queue.')
  })
})

describe('the rating', () => {
  const rated = (options: UiOptions = {}): Promise<Mounted> =>
    open(createFakeChat({ session: ended(), entries: conversation(3), open: true }), { rateUrl: '/rate', ...options })
  const radio = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('radio', { name, exact: true })
  const choose = (name: string): void => {
    const element = radio(name).element() as HTMLInputElement
    element.focus()
    element.click()
  }

  test('is asked for once a conversation has ended, where the host wants to know [C4]', async () => {
    const { chat } = await rated()
    await expect.element(page.getByRole('group', { name: 'How was this conversation?' })).toBeVisible()
    chat.session.value = ready
    await expect.poll(() => page.getByRole('radio').elements().length).toBe(0)
  })

  test('nobody who was removed is asked, nor where the host does not want to know', async () => {
    await setup(createFakeChat({ session: ended(), entries: conversation(3), open: true }))
    await open(createFakeChat({ session: ended('removed'), entries: conversation(3), open: true }), { rateUrl: '/rate' })
    await settled()
    expect(page.getByRole('radio').elements()).toHaveLength(0)
  })

  test('a keyboard chooses the stars, adds a comment and sends both [C4]', async () => {
    const { chat, focused } = await rated()
    await expect.element(radio('1 star')).toBeInTheDocument()
    choose('3 stars')
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(radio('4 stars')).toBeChecked()
    await userEvent.keyboard('{Tab}Very kind{Tab}{Tab}')
    expect(focused()?.textContent).toBe('Send feedback')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('Thank you for your feedback.').first()).toBeVisible()
    expect(chat.told).toEqual([['rateUrl', { channelSid: ready.channelSid, kind: 'stars', value: 4, comment: 'Very kind' }]])
  })

  test.each([
    ['thumbs', 'Good', 1],
    ['thumbs', 'Bad', 0],
    ['scale', '10', 10],
    ['scale', '0', 0],
  ] as const)('as %s, "%s" is %i [C4]', async (rating, name, value) => {
    const { chat } = await rated({ rating })
    await expect.element(radio(name)).toBeInTheDocument()
    choose(name)
    await button('Send feedback').click()
    await expect.poll(() => chat.told).toEqual([['rateUrl', { channelSid: ready.channelSid, kind: rating, value, comment: '' }]])
  })

  test('a finger that presses a star chooses it', async () => {
    const { root } = await rated()
    await expect.element(radio('3 stars')).toBeInTheDocument()
    await page.elementLocator(root.querySelectorAll('.choice')[2]!).click()
    await expect.element(radio('3 stars')).toBeChecked()
  })

  test('what could not be sent stays, says so and can be sent again [C4]', async () => {
    const { chat, spoken } = await rated()
    // Nobody answers before they have heard what it is about.
    await expect.poll(spoken).toBe('This conversation has ended.')
    chat.takes = false
    await expect.element(radio('5 stars')).toBeInTheDocument()
    choose('5 stars')
    await field('Would you like to add something?').fill('Well done')
    await button('Send feedback').click()
    await expect.element(page.getByText('That could not be sent. Please try again.').first()).toBeVisible()
    expect(spoken()).toBe('That could not be sent. Please try again.')
    await expect.element(field('Would you like to add something?')).toHaveValue('Well done')
    chat.takes = true
    await button('Send feedback').click()
    await expect.poll(spoken).toBe('Thank you for your feedback.')
  })

  test('nobody is asked twice about one conversation, and about the next anew [C4]', async () => {
    const { chat } = await rated()
    await button('Skip').click()
    chat.session.value = ready
    await settled()
    chat.session.value = ended()
    await settled()
    expect(page.getByRole('radio').elements()).toHaveLength(0)
    chat.session.value = { status: 'ended', channelSid: `CH${'1'.repeat(32)}`, reason: 'ended', canStart: true }
    await expect.element(radio('1 star')).toBeInTheDocument()
  })
})

describe('the menu of the header', () => {
  const item = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('menuitem', { name, exact: true })
  const talking = (): Promise<Mounted> => setup(createFakeChat({ session: ready, entries: conversation(3), open: true }))

  test('opens on its button and gives the focus to its first item', async () => {
    const { focused } = await talking()
    await button('More options').click()
    await expect.element(page.getByRole('menu', { name: 'More options' })).toBeVisible()
    await expect.poll(() => focused()?.textContent).toBe('As text')
    await expect.element(button('More options')).toHaveAttribute('aria-expanded', 'true')
    await expect.element(page.getByRole('group', { name: 'Save conversation' })).toBeVisible()
  })

  test('arrow keys and letters lead through it; Escape closes it alone and gives the focus back [I2]', async () => {
    const { chat, focused } = await talking()
    await button('More options').click()
    await expect.poll(() => focused()?.textContent).toBe('As text')
    await userEvent.keyboard('{ArrowDown}')
    expect(focused()?.textContent).toBe('As web page')
    await userEvent.keyboard('{End}')
    expect(focused()?.textContent).toBe('End conversation')
    await userEvent.keyboard('{ArrowDown}')
    expect(focused()?.textContent).toBe('As text')
    await userEvent.keyboard('e')
    expect(focused()?.textContent).toBe('End conversation')
    await userEvent.keyboard('{Escape}')
    expect(page.getByRole('menu').elements()).toHaveLength(0)
    expect(focused()?.getAttribute('aria-label')).toBe('More options')
    expect(chat.open.value).toBe(true)
  })

  test('a second press closes it, and so does a press beside it', async () => {
    const { find } = await talking()
    await button('More options').click()
    await expect.element(item('As text')).toBeVisible()
    await button('More options').click()
    await expect.poll(() => page.getByRole('menu').elements().length).toBe(0)
    await button('More options').click()
    await expect.element(item('As text')).toBeVisible()
    find('textarea').focus()
    await expect.poll(() => page.getByRole('menu').elements().length).toBe(0)
  })

  test('ending asks first, and "keep talking" leads back to where it came from', async () => {
    const { chat, focused } = await talking()
    await button('More options').click()
    await item('End conversation').click()
    await expect.element(page.getByText('End this conversation?')).toBeVisible()
    await expect.poll(() => focused()?.textContent).toBe('Keep talking')
    await button('Keep talking').click()
    expect(chat.session.value.status).toBe('ready')
    await button('More options').click()
    await item('End conversation').click()
    await button('Yes, end it').click()
    expect(chat.session.value.status).toBe('ended')
  })

  test('where there is nothing in it there is no button', async () => {
    const chat = createFakeChat({ session: welcome, open: true })
    chat.canEnd.value = false
    await setup(chat)
    await settled()
    expect(button('More options').elements()).toHaveLength(0)
  })

  test('saves the whole conversation, to its first Message, as a file of this device [C5]', async () => {
    const chat = createFakeChat({ session: ready, entries: conversation(5, 60), open: true })
    chat.timeline.value = { ...chat.timeline.value, hasPrevious: true }
    chat.archive.pages = 3
    const files: { name: string; blob: Blob }[] = []
    const made = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      files.push({ name: '', blob: blob as Blob })
      return 'blob:x'
    })
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      files.at(-1)!.name = this.download
    })
    onTestFinished(() => {
      made.mockRestore()
      clicked.mockRestore()
    })
    const { focused } = await setup(chat)
    await button('More options').click()
    await item('As data (JSON)').click()
    await expect.poll(() => files.length).toBe(1)
    expect(files[0]!.name).toMatch(/^Chat-\d{4}-\d\d-\d\d\.json$/)
    const { messages } = JSON.parse(await files[0]!.blob.text()) as { messages: { body: string }[] }
    expect(messages).toHaveLength(65)
    expect(messages[0]!.body).toBe('Message 0')
    await expect.poll(() => focused()?.getAttribute('aria-label')).toBe('More options')
    expect(page.getByRole('menu').elements()).toHaveLength(0)
  })

  test('a page of what it saved has no element that somebody wrote [C5]', async () => {
    const vile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    const chat = createFakeChat({ session: ready, open: true })
    chat.receive(vile, `Ann ${vile}`)
    let blob: Blob | null = null
    const made = vi.spyOn(URL, 'createObjectURL').mockImplementation((given) => {
      blob = given as Blob
      return 'blob:x'
    })
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    onTestFinished(() => {
      made.mockRestore()
      clicked.mockRestore()
    })
    await setup(chat)
    await button('More options').click()
    await item('As web page').click()
    await expect.poll(() => blob).not.toBeNull()
    const saved = new DOMParser().parseFromString(await blob!.text(), 'text/html')
    expect(saved.querySelectorAll('img, script, [onerror]')).toHaveLength(0)
    expect(saved.querySelector('article p')!.textContent).toBe(vile)
  })

  test('what cannot be read is not saved, and says so', async () => {
    const chat = createFakeChat({ session: ready, entries: conversation(3), open: true })
    chat.timeline.value = { ...chat.timeline.value, hasPrevious: true }
    chat.takes = false
    await setup(chat)
    await button('More options').click()
    await item('As text').click()
    await expect.element(page.getByText('There was no connection.').first()).toBeVisible()
    await expect.element(item('As text')).toBeVisible()
  })
})

describe('when nobody is there', () => {
  const hours = (open: boolean): NonNullable<UiOptions['hours']> => ({
    timeZone: 'UTC',
    open: open ? [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }] : [],
  })
  const away = (options: UiOptions): Promise<Mounted> => open(createFakeChat({ session: welcome, open: true }), options)

  test('the host says so, live, and takes it back [C8]', async () => {
    const { ui } = await away({})
    await expect.element(button('Start conversation')).toBeVisible()
    ui.update({ away: true })
    await expect.element(page.getByRole('heading', { name: 'We are away right now' })).toBeVisible()
    expect(button('Start conversation').elements()).toHaveLength(0)
    ui.update({ away: 'auto' })
    await expect.element(button('Start conversation')).toBeVisible()
  })

  test('the timetable says so, with when we are back, and the doors open by themselves [C8]', async () => {
    let now = Date.UTC(2026, 0, 14, 8, 58, 30)
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now)
    onTestFinished(() => {
      vi.useRealTimers()
      clock.mockRestore()
    })
    const { ui } = await away({})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const pass = (ms: number): void => {
      for (let left = ms; left > 0; left -= 1_000) {
        now += 1_000
        vi.advanceTimersByTime(1_000)
      }
    }
    ui.update({ hours: { timeZone: 'UTC', open: [{ days: ['wed'], from: '09:00', to: '10:00' }] } })
    await vi.waitFor(() => expect(page.getByText(/We will be back: \d/).elements()).toHaveLength(1))
    pass(90_000)
    await vi.waitFor(() => expect(button('Start conversation').elements()).toHaveLength(1))
    pass(3_600_000)
    await vi.waitFor(() => expect(button('Start conversation').elements()).toHaveLength(0))
  })

  test('the host knows better than the timetable [C8]', async () => {
    const { ui } = await away({ hours: hours(false), away: false })
    await expect.element(button('Start conversation')).toBeVisible()
    ui.update({ away: 'auto' })
    await expect.element(page.getByRole('heading', { name: 'We are away right now' })).toBeVisible()
  })

  test('a timetable that is none closes no door', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    onTestFinished(() => warned.mockRestore())
    await away({ hours: { timeZone: 'Mars/Olympus', open: [] } })
    await expect.element(button('Start conversation')).toBeVisible()
    expect(warned).toHaveBeenCalledOnce()
  })

  test('a conversation that is going on goes on [C8]', async () => {
    await open(createFakeChat({ session: ready, entries: conversation(2), open: true }), { away: true })
    await expect.element(field('Message')).toBeVisible()
  })

  test('a message can be left, is confirmed, and is kept where it could not be sent [C8]', async () => {
    const { chat, spoken, focused } = await away({ away: true, leaveUrl: '/leave' })
    await field('E-mail').fill('ann')
    await button('Leave a message').click()
    await expect.element(field('E-mail')).toHaveAccessibleDescription(/Enter an e-mail address/)
    await field('E-mail').fill('ann@example.com')
    await field('Message').fill('Is the bowl still there?')
    chat.takes = false
    await button('Leave a message').click()
    await expect.element(page.getByText('That could not be sent. Please try again.').first()).toBeVisible()
    await expect.element(field('E-mail')).toHaveValue('ann@example.com')
    chat.takes = true
    await button('Leave a message').click()
    await expect.element(page.getByRole('heading', { name: 'Thank you. We have your message.' })).toBeVisible()
    expect(spoken()).toBe('Thank you. We have your message.')
    expect(chat.told.map((told) => (told as [string, object])[0])).toEqual(['leaveUrl', 'leaveUrl'])
    expect({ ...(chat.told[1] as [string, object])[1] }).toEqual({ email: 'ann@example.com', message: 'Is the bowl still there?' })
    await expect.poll(() => focused()?.textContent).toBe('Leave a message')
  })

  test('without an address for it no message can be left', async () => {
    await away({ away: true })
    await expect.element(page.getByRole('heading', { name: 'We are away right now' })).toBeVisible()
    expect(page.getByRole('textbox').elements()).toHaveLength(0)
  })
})

describe('a reload', () => {
  const reload = (): boolean => dispatchEvent(new PageTransitionEvent('pagehide'))
  /** Below the upper edge of the log: the panel may still be coming in. */
  const below = (root: ShadowRoot, bubble: Element): number =>
    bubble.getBoundingClientRect().top - root.querySelector('.log')!.getBoundingClientRect().top
  const topOf = (root: ShadowRoot, text: string): number => {
    const bubble = [...root.querySelectorAll('.bubble')].find(({ textContent }) => textContent?.includes(text))
    return bubble ? below(root, bubble) : Number.NaN
  }
  const reading = async (first = 100): Promise<Mounted> => {
    const chat = createFakeChat({ session: ready, entries: Array.from({ length: 160 - first }, (_, at) => entry(first + at)), open: true })
    chat.timeline.value = { ...chat.timeline.value, hasPrevious: true }
    chat.archive.pages = 5
    const mounted = await setup(chat)
    await settled()
    // Once it has come in, which it does by growing.
    await Promise.all(mounted.root.getAnimations().map(({ finished }) => finished))
    return mounted
  }
  test('finds the reader at the line where they were, though it lies further up than the first page [C6]', async () => {
    const before = await reading()
    const log = before.find('.log')
    log.scrollTop = 900
    log.dispatchEvent(new Event('scroll'))
    await settled()
    const seen = [...before.root.querySelectorAll('.bubble')].find((bubble) => below(before.root, bubble) > 0)!
    const text = seen.textContent!
    const top = below(before.root, seen)
    reload()
    before.unmount()
    before.host.remove()

    const after = await reading(140)
    await expect.poll(() => Math.abs(topOf(after.root, text) - top)).toBeLessThanOrEqual(1)
  })

  test('at the end finds the end, and a logout forgets the place [C6]', async () => {
    const before = await reading()
    before.find('.log').scrollTop = 900
    await settled()
    before.chat.session.value = { status: 'closed' }
    await settled()
    expect(sessionStorage.getItem('parlour:spot')).toBeNull()
    before.unmount()
    before.host.remove()

    const after = await reading()
    const log = after.find('.log')
    expect(log.scrollHeight - log.clientHeight - log.scrollTop).toBeLessThanOrEqual(1)
    reload()
    expect(sessionStorage.getItem('parlour:spot')).toBeNull()
  })
})

import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { conversation, createFakeChat, ended, entry, ready } from './fake-chat.ts'
import { desktop, settled, setup, type Mounted } from './setup.ts'

const button = (name: string | RegExp): ReturnType<typeof page.getByRole> => page.getByRole('button', { name, exact: true })

beforeEach(desktop)

/** An open log of 60 Messages, long enough to scroll. */
async function longLog(more: Partial<{ hasPrevious: boolean }> = {}): Promise<Mounted & { log: HTMLElement }> {
  const chat = createFakeChat({ session: ready, entries: conversation(60, 100), open: true })
  chat.timeline.value = { ...chat.timeline.value, ...more }
  const mounted = await setup(chat)
  await settled()
  return { ...mounted, log: mounted.find('[role="log"]') }
}
const fromEnd = (log: HTMLElement): number => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop)
/** Where a Message stands, px from the upper edge of the log. */
function topOf(log: HTMLElement, body: string): number {
  const bubble = [...log.querySelectorAll('.body')].find(({ textContent }) => textContent === body)
  return bubble!.getBoundingClientRect().top - log.getBoundingClientRect().top
}

describe('the log', () => {
  test('is a log that says nothing by itself and can be reached by keyboard', async () => {
    await longLog()
    const log = page.getByRole('log', { name: 'Messages' })
    await expect.element(log).toHaveAttribute('aria-live', 'off')
    await expect.element(log).toHaveAttribute('tabindex', '0')
  })

  test('groups by author and time, names each group once, divides days [E8]', async () => {
    const { root } = await setup(
      createFakeChat({
        session: ready,
        open: true,
        entries: [
          entry(0),
          entry(1),
          entry(2, { author: 'bob', authorName: 'Bob' }),
          entry(9),
          entry(10, { own: true, author: 'me', authorName: 'me' }),
          entry(11, { createdAt: entry(11).createdAt + 86_400_000 }),
        ],
      }),
    )
    const names = (): string[] => [...root.querySelectorAll('.name')].map((name) => name.textContent)
    await vi.waitFor(() => expect(names()).toEqual(['Ann', 'Bob', 'Ann', 'Ann']))
    const days = [...root.querySelectorAll('.day')].map((day) => day.textContent)
    expect(days).toEqual(['March 3, 2025', 'March 4, 2025'])
    // Read from top to bottom, every Message has its author, seen or not.
    expect(root.querySelectorAll('li.row')).toHaveLength(6)
    for (const row of root.querySelectorAll('li.row')) expect(row.querySelector('bdi')!.textContent).toMatch(/^(Ann|Bob|You)$/)
  })

  test('in a language from right to left a name of Latin letters stands at the right, over its Message', async () => {
    const chat = createFakeChat({ session: ready, open: true, entries: [entry(0)] })
    const { root } = await setup(chat, { options: { locale: 'ar' } })
    await vi.waitFor(() => expect(root.querySelector('.name')).not.toBeNull())
    const [name, bubble] = ['.name bdi', '.bubble'].map((selector) => root.querySelector(selector)!.getBoundingClientRect())
    expect(Math.abs(name!.right - bubble!.right)).toBeLessThan(12)
  })

  test('leaves nothing of what was deleted where the host wants it so, live as well [E7]', async () => {
    const { chat, root, ui } = await setup(
      createFakeChat({ session: ready, entries: [entry(0), entry(1, { deleted: true, body: '' }), entry(2)], open: true }),
    )
    await settled()
    expect(root.querySelectorAll('.row')).toHaveLength(3)
    ui.update({ deleted: 'hidden' })
    await vi.waitFor(() => expect(root.querySelectorAll('.row')).toHaveLength(2))
    expect(root.textContent).not.toContain('Message deleted')
    chat.remove('IM2')
    await vi.waitFor(() => expect(root.querySelectorAll('.row')).toHaveLength(1))
  })

  test('marks what was edited, with the time of it, and leaves a placeholder for what was deleted [E7]', async () => {
    const { root } = await setup(
      createFakeChat({
        session: ready,
        open: true,
        entries: [
          entry(0, { editedAt: entry(12).createdAt }),
          entry(1, { editedAt: entry(1).createdAt + 86_400_000 }),
          entry(2, { deleted: true, body: '', editedAt: entry(3).createdAt }),
        ],
      }),
    )
    const [first, second, third] = [...root.querySelectorAll('.row')].map((row) => row.querySelector('.edited')?.textContent)
    expect(first).toBe(' · Edited 10:12 AM')
    expect(second).toBe(' · Edited Mar 4, 2025, 10:01 AM')
    expect(third).toBe(undefined)
    expect(root.querySelectorAll('.row')[2]!.textContent).toContain('Message deleted')
  })

  test('says how far our own Messages have come, in words, under the newest that has come so far only [E5]', async () => {
    const mine = (index: number, reach: 'sent' | 'delivered' | 'read') => entry(index, { own: true, author: 'me', reach })
    const { chat, root } = await setup(
      createFakeChat({
        session: ready,
        open: true,
        entries: [mine(0, 'read'), mine(1, 'read'), mine(2, 'delivered'), entry(3), mine(4, 'sent')],
      }),
    )
    const said = (): (string | undefined)[] => [...root.querySelectorAll('.row')].map((row) => row.querySelector('.reach')?.textContent)
    expect(said()).toEqual([undefined, ' · Read', ' · Delivered', undefined, ' · Sent'])
    const { entries } = chat.timeline.value
    chat.timeline.value = { ...chat.timeline.value, entries: entries.map((each) => (each.own ? { ...each, reach: 'read' } : each)) }
    await settled()
    expect(said()).toEqual([undefined, undefined, undefined, undefined, ' · Read'])
  })

  test('what the house says stands between the groups, with the name isolated', async () => {
    const parlour = { event: { type: 'joined', name: 'Ann\u202e' } }
    const { root } = await setup(
      createFakeChat({
        session: ready,
        open: true,
        entries: [
          entry(0, { author: 'system', body: 'Ann joined', attributes: { parlour } }),
          entry(1),
          entry(2, { author: 'system', body: 'We close at six.' }),
        ],
      }),
    )
    const lines = [...root.querySelectorAll('.system p')]
    expect(lines.map((line) => line.textContent)).toEqual(['Ann joined', 'We close at six.'])
    expect(lines[0]!.querySelector('bdi')!.textContent).toBe('Ann')
    expect(root.querySelectorAll('.system .bubble, .system .avatar')).toHaveLength(0)
  })

  test('shows a file by name, size and type', async () => {
    const media = [{ sid: 'ME0', filename: 'invoice.pdf', contentType: 'application/pdf', size: 1_530_000 }]
    const { find } = await setup(createFakeChat({ session: ready, open: true, entries: [entry(0, { body: '', media })] }))
    await expect.poll(() => find('.media.file').textContent).toBe('invoice.pdf 1.5 MB · application/pdf')
  })

  test('draws again only the row that changed', async () => {
    const { chat, log } = await longLog()
    const reads: string[] = []
    const watched = chat.timeline.value.entries.map((entry) => {
      const { body } = entry
      return Object.defineProperty({ ...entry }, 'body', { enumerable: true, get: () => (reads.push(entry.key), body) })
    })
    chat.timeline.value = { ...chat.timeline.value, entries: watched }
    await settled()
    const changed = watched.map((entry, at) => (at === 58 ? { ...entry, editedAt: entry.createdAt } : entry))
    const drawn = [...log.querySelectorAll('.body')].map(({ textContent }) => textContent.replace('Message ', 'IM'))
    reads.length = 0
    chat.timeline.value = { ...chat.timeline.value, entries: changed }
    await settled()
    expect(log.textContent).toContain('Edited')
    // One that was not in view before is drawn for the first time.
    expect(reads.filter((key) => drawn.includes(key))).toEqual([])
  })

  test('says who types, and nothing moves', async () => {
    const { chat, log, find } = await longLog()
    const height = log.clientHeight
    chat.typing.value = ['Ann']
    await vi.waitFor(() => expect(find('.typing').textContent).toBe('Ann is typing'))
    chat.typing.value = ['Ann', 'Bob']
    await vi.waitFor(() => expect(find('.typing').textContent).toBe('Ann and Bob are typing'))
    expect(log.clientHeight).toBe(height)
  })
})

describe('scrolling', () => {
  test('begins at the newest Message and follows new ones', async () => {
    const { chat, log } = await longLog()
    expect(fromEnd(log)).toBe(0)
    chat.receive('Here is\nsomething\nlong')
    await settled()
    expect(fromEnd(log)).toBe(0)
  })

  test('keeps the reading line within a pixel when history comes in above, also when the first row joins a group', async () => {
    const { chat, log } = await longLog()
    log.scrollTop = 0
    await settled()
    const before = topOf(log, 'Message 100')
    chat.addHistory(20)
    await settled()
    expect(chat.timeline.value.entries).toHaveLength(80)
    expect(Math.abs(topOf(log, 'Message 100') - before)).toBeLessThanOrEqual(1)
  })

  test('keeps the reading line when Messages arrive below, counts them in a pill, and goes there', async () => {
    const { chat, log } = await longLog()
    log.scrollTop = 400
    await settled()
    const before = log.scrollTop
    chat.receive('one')
    await expect.element(button('New message')).toBeVisible()
    chat.receive('two')
    await expect.element(button('2 new messages')).toBeVisible()
    expect(log.scrollTop).toBe(before)
    await button('2 new messages').click()
    await settled()
    expect(fromEnd(log)).toBe(0)
    expect(button(/new message/).elements()).toHaveLength(0)
  })

  test('goes to what the visitor has just written, wherever it was', async () => {
    const { log, chat } = await longLog()
    log.scrollTop = 400
    await settled()
    chat.next = 'pending'
    chat.send('hello')
    await settled()
    expect(fromEnd(log)).toBe(0)
  })

  test('loads earlier Messages by a button where there is nothing to scroll', async () => {
    const chat = createFakeChat({ session: ready, entries: conversation(3, 50), open: true })
    chat.timeline.value = { ...chat.timeline.value, hasPrevious: true }
    chat.archive.pages = 1
    await setup(chat)
    await button('Load earlier messages').click()
    await vi.waitFor(() => expect(chat.timeline.value.entries).toHaveLength(23))
    expect(button('Load earlier messages').elements()).toHaveLength(0)
  })

  test('loads earlier Messages by itself near the top', async () => {
    const { chat, log } = await longLog({ hasPrevious: true })
    chat.archive.pages = 2
    log.scrollTop = 60
    await vi.waitFor(() => expect(chat.timeline.value.entries).toHaveLength(80))
    await settled()
    expect(log.scrollTop).toBeGreaterThan(300)
    expect(chat.archive.pages).toBe(1)
  })

  test('reading at the end, with the panel open, moves the horizon; elsewhere it does not', async () => {
    const { chat, log } = await longLog()
    expect(chat.counts.read).toBe(1)
    log.scrollTop = 100
    await settled()
    chat.receive('unseen')
    await settled()
    expect(chat.unread.value).toBe(1)
    log.scrollTop = log.scrollHeight
    await vi.waitFor(() => expect(chat.unread.value).toBe(0))
    chat.setOpen(false)
    await settled()
    chat.receive('while closed')
    await settled()
    expect(chat.unread.value).toBe(1)
    chat.setOpen(true)
    await vi.waitFor(() => expect(chat.unread.value).toBe(0))
  })

  test('the place in the log survives closing the panel and the end of the conversation', async () => {
    const { chat, log, find } = await longLog()
    log.scrollTop = 500
    await settled()
    chat.setOpen(false)
    await settled()
    chat.setOpen(true)
    await settled()
    expect(log.scrollTop).toBe(500)
    chat.session.value = ended()
    await settled()
    expect(find('[role="log"]')).toBe(log)
    expect(log.scrollTop).toBe(500)
  })
})

describe('our own Messages', () => {
  async function own(): Promise<Mounted> {
    const mounted = await setup(createFakeChat({ session: ready, entries: conversation(6), open: true }))
    await vi.waitFor(() => mounted.find('.more'))
    return mounted
  }

  test('a failed one stays, says so in words, and is sent again or removed', async () => {
    const { chat, find, focused } = await own()
    chat.next = 'failed'
    chat.send('important')
    await expect.element(page.getByText('Not sent. There was no connection.')).toBeVisible()
    await expect.element(page.getByText('important')).toBeVisible()
    chat.next = 'pending'
    await button('Try again').click()
    await expect.element(page.getByText('Sending…')).toBeInTheDocument()
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
    chat.settle('client-1', 'failed')
    await button('Remove').click()
    expect(find('.log').textContent).not.toContain('important')
  })

  test('the echo changes the row in place', async () => {
    const { chat, find } = await own()
    chat.next = 'pending'
    chat.send('hello')
    await settled()
    const row = find('li.row:last-child')
    chat.settle('client-1', 'sent')
    await settled()
    expect(find('li.row:last-child')).toBe(row)
    expect(row.textContent).not.toContain('Sending')
  })

  test('is edited in the composer, which keeps the draft meanwhile', async () => {
    const { chat, focused } = await own()
    chat.setDraft('half a thou')
    const box = page.getByRole('textbox', { name: 'Message' })
    const options = button('Message options')
    ;(options.elements().at(-1) as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Edit message'))
    await userEvent.keyboard('{Enter}')
    await expect.element(box).toHaveValue('Message 5')
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
    await userEvent.keyboard('!{Enter}')
    expect(chat.timeline.value.entries[5]).toMatchObject({ body: 'Message 5!', editedAt: expect.any(Number) })
    await expect.element(box).toHaveValue('half a thou')
  })

  test('Escape leaves an edit without closing the chat', async () => {
    const { chat, find } = await own()
    const box = page.getByRole('textbox', { name: 'Message' })
    find('.more').click()
    await button('Edit message').click()
    await expect.element(box).toHaveValue('Message 2')
    await userEvent.keyboard('x{Escape}')
    await expect.element(box).toHaveValue('')
    expect(chat.open.value).toBe(true)
    expect(chat.timeline.value.entries[2]!.body).toBe('Message 2')
  })

  test('is deleted in two steps by keyboard, and the focus is not lost', async () => {
    const { chat, focused, root } = await own()
    const [first, second] = root.querySelectorAll<HTMLElement>('.more')
    first!.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(focused()).toBe(second)
    await userEvent.keyboard('{Enter}{Escape}')
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message options'))
    expect(chat.open.value).toBe(true)
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Edit message'))
    await userEvent.keyboard('{Tab}{Enter}')
    expect(chat.timeline.value.entries[5]!.deleted).toBe(true)
    await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Message'))
  })

  test("others' Messages have no options", async () => {
    const { find } = await setup(createFakeChat({ session: ready, entries: [entry(0)], open: true }))
    expect(find('.row').querySelector('button')).toBeNull()
  })
})

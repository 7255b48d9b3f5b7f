import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { conversation, createFakeChat, entry, ready } from './fake-chat.ts'
import { desktop, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

const WORDS = 'I have ordered the blue one, and it has not come yet. Could you please look where it is?'.split(' ')

/** Messages of one word to sixty. */
function longEntries(count: number): ReturnType<typeof conversation> {
  return conversation(count).map((each, at) => ({
    ...each,
    body: `Message ${at}: ${Array.from({ length: 1 + ((at * 7919) % 60) }, (_, word) => WORDS[(at + word) % WORDS.length]).join(' ')}`,
  }))
}

interface Log extends Mounted {
  readonly log: HTMLElement
  /** Numbers of the Messages that are in view, from above. */
  visible(): number[]
  numbers(): number[]
  /** Where a Message stands, px from the upper edge. */
  topOf(number: number): number
  scrollTo(top: number): Promise<void>
}

async function openLog(count: number): Promise<Log> {
  const errors: unknown[] = []
  const onError = (event: ErrorEvent): unknown => errors.push(event.message)
  addEventListener('error', onError)
  const mounted = await setup(createFakeChat({ session: ready, entries: longEntries(count), open: true }))
  await settled()
  onTestFinished(() => {
    removeEventListener('error', onError)
    // As "ResizeObserver loop completed with undelivered notifications": it would stand in the host's own reports.
    expect(errors).toEqual([])
  })
  // As it comes in, the panel grows.
  await Promise.all(mounted.root.getAnimations().map(({ finished }) => finished))
  const log = mounted.find('[role="log"]')
  const numberOf = (row: Element): number => Number(/\d+/.exec(row.querySelector('.body')?.textContent ?? '')?.[0])
  const rows = (): Element[] => [...log.querySelectorAll('li.row')]
  const edge = (): number => log.getBoundingClientRect().top
  return {
    ...mounted,
    log,
    numbers: () => rows().map(numberOf),
    visible: () =>
      rows()
        .filter((row) => {
          const { top, bottom } = row.getBoundingClientRect()
          return bottom > edge() && top < edge() + log.clientHeight
        })
        .map(numberOf),
    topOf(number) {
      const row = rows().find((each) => numberOf(each) === number)
      return row!.querySelector('.body')!.getBoundingClientRect().top - edge()
    },
    async scrollTo(top) {
      log.scrollTop = top
      await settled()
    },
  }
}
const isRun = (numbers: readonly number[]): boolean => numbers.every((number, at) => at === 0 || number === numbers[at - 1]! + 1)
const fromEnd = (log: HTMLElement): number => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop)
/** At how many of these heights one sees no row. */
function blanks({ log, root }: Log): number {
  const { left, top, width, height } = log.getBoundingClientRect()
  return [0.05, 0.25, 0.5, 0.75, 0.95].filter((part) => !root.elementFromPoint(left + width / 8, top + height * part)?.closest('li')).length
}

describe('a log of 10,000 Messages', () => {
  test('begins at the newest, with few elements, and goes to the oldest and back by the keyboard [E9]', async () => {
    const opened = await openLog(10_000)
    const { log, visible } = opened
    expect(visible().at(-1)).toBe(9_999)
    expect(fromEnd(log)).toBe(0)
    expect(log.querySelectorAll('*').length).toBeLessThanOrEqual(150)
    log.focus()
    await userEvent.keyboard('{Home}')
    await vi.waitFor(() => expect(visible()[0]).toBe(0), 5_000)
    expect(isRun(visible())).toBe(true)
    await userEvent.keyboard('{PageDown}')
    await vi.waitFor(() => expect(visible()[0]).toBeGreaterThan(1))
    expect(log.querySelectorAll('*').length).toBeLessThanOrEqual(200)
    await userEvent.keyboard('{End}')
    await vi.waitFor(() => expect(visible().at(-1)).toBe(9_999), 5_000)
    await vi.waitFor(() => expect(fromEnd(log)).toBe(0))
  })

  test('keeps the reading line within a pixel when history comes in above, wherever one reads [E9]', async () => {
    const opened = await openLog(10_000)
    const { chat, log, visible, topOf, scrollTo } = opened
    const start = chat.timeline.value.entries
    chat.timeline.value = { ...chat.timeline.value, entries: start.slice(200) }
    await settled()
    let came = 200
    for (const part of [0.9, 0.5, 0.1, 0.001]) {
      await scrollTo(log.scrollHeight * part)
      const [, line] = visible()
      const before = topOf(line!)
      came -= 30
      chat.timeline.value = { ...chat.timeline.value, entries: start.slice(came) }
      await settled()
      expect(Math.abs(topOf(line!) - before)).toBeLessThanOrEqual(1)
      // And when the room above is put right, once the visitor has let go.
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(Math.abs(topOf(line!) - before)).toBeLessThanOrEqual(1)
      expect(blanks(opened)).toBe(0)
    }
  })
})

describe('a long log', () => {
  test('shows every Message, in order, without a gap, from the end to the start', async () => {
    const opened = await openLog(300)
    const { log, visible, scrollTo } = opened
    const seen = new Set(visible())
    for (let steps = 0; log.scrollTop > 0 && steps < 500; steps += 1) {
      await scrollTo(log.scrollTop - 250)
      expect(isRun(visible())).toBe(true)
      expect(blanks(opened)).toBe(0)
      visible().forEach((number) => seen.add(number))
    }
    expect(seen.size).toBe(300)
    expect(visible()[0]).toBe(0)
    await scrollTo(log.scrollTop + 10)
    expect(visible()[0]).toBe(0)
  })

  test('text moves as far as the visitor scrolls, though the heights of the rows above were only guessed [E9]', async () => {
    const { log, visible, topOf, scrollTo } = await openLog(300)
    for (let steps = 0; steps < 60; steps += 1) {
      const [, line] = visible()
      const before = topOf(line!)
      await scrollTo(log.scrollTop - 90)
      expect(Math.abs(topOf(line!) - before - 90)).toBeLessThanOrEqual(1)
    }
  })

  test('leaves the reading line where it is when the panel becomes narrower, and what is read below it changes', async () => {
    const { chat, log, visible, topOf, scrollTo } = await openLog(300)
    await scrollTo(log.scrollHeight / 2)
    const [line, next] = visible()
    const before = topOf(line!)
    log.parentElement!.style.inlineSize = '300px'
    await settled()
    expect(Math.abs(topOf(line!) - before)).toBeLessThanOrEqual(1)
    chat.edit(`IM${next}`, 'short')
    await settled()
    expect(Math.abs(topOf(line!) - before)).toBeLessThanOrEqual(1)
  })

  test('stays at the end when the panel becomes lower', async () => {
    const { log } = await openLog(300)
    log.parentElement!.style.maxBlockSize = '200px'
    await settled()
    expect(fromEnd(log)).toBe(0)
  })

  test('what is selected stays selected while one scrolls on', async () => {
    const { log, visible, root, scrollTo } = await openLog(300)
    await scrollTo(log.scrollHeight / 2)
    const selection = (): Selection => (root as unknown as { getSelection(): Selection }).getSelection()
    const [, line] = visible()
    const body = [...root.querySelectorAll('.body')].find(({ textContent }) => textContent.startsWith(`Message ${line}:`))!
    selection().selectAllChildren(body)
    for (let steps = 0; steps < 6; steps += 1) await scrollTo(log.scrollTop + 400)
    expect(visible()).not.toContain(line)
    expect(selection().toString()).toContain(`Message ${line}:`)
    selection().removeAllRanges()
    // Further than what was drawn ahead: only then are rows chosen anew.
    for (let steps = 0; steps < 3; steps += 1) await scrollTo(log.scrollTop + 400)
    expect(body.isConnected).toBe(false)
  })

  test('the focus stays in the log when its row goes out of view', async () => {
    const { log, root, focused, scrollTo } = await openLog(300)
    ;[...root.querySelectorAll<HTMLElement>('.more')].at(-1)!.focus()
    await scrollTo(log.scrollHeight / 2)
    expect(focused()).toBe(log)
  })

  test('the arrow keys lead to Messages of ours that are far away', async () => {
    const entries = longEntries(120).map((each, at) =>
      at === 5 || at === 119 ? each : { ...each, own: false, author: 'ann', authorName: 'Ann' },
    )
    entries[5] = { ...entries[5]!, own: true, author: 'me', authorName: 'me' }
    entries[119] = { ...entries[119]!, own: true, author: 'me', authorName: 'me' }
    const { root, focused } = await setup(createFakeChat({ session: ready, entries, open: true }))
    await settled()
    root.querySelector<HTMLElement>('.more')!.focus()
    await userEvent.keyboard('{ArrowUp}')
    await settled()
    expect(focused()!.closest('li')!.textContent).toContain('Message 5:')
    await userEvent.keyboard('{ArrowDown}')
    await settled()
    expect(focused()!.closest('li')!.textContent).toContain('Message 119:')
  })

  test('its pages are asked for before the visitor comes to the edge', async () => {
    const chat = createFakeChat({ session: ready, entries: conversation(60, 100), open: true })
    chat.timeline.value = { ...chat.timeline.value, hasPrevious: true }
    chat.archive.pages = 3
    const { find } = await setup(chat)
    await settled()
    find('[role="log"]').scrollTop = 300
    await vi.waitFor(() => expect(chat.timeline.value.entries).toHaveLength(80))
  })

  test('counts in the pill what came below [E9]', async () => {
    const { chat, log, scrollTo } = await openLog(300)
    await scrollTo(log.scrollHeight / 2)
    for (let came = 0; came < 12; came += 1) chat.receive(`late ${came}`)
    await expect.element(page.getByRole('button', { name: '12 new messages' })).toBeVisible()
    await page.getByRole('button', { name: '12 new messages' }).click()
    await settled()
    expect(fromEnd(log)).toBe(0)
    expect(log.textContent).toContain('late 11')
  })

  test('a Message as long as a book is read from its start to its end', async () => {
    const entries = [entry(0), entry(1, { body: 'word '.repeat(6_000) }), entry(2)]
    const mounted = await setup(createFakeChat({ session: ready, entries, open: true }))
    await settled()
    const log = mounted.find('[role="log"]')
    expect(fromEnd(log)).toBe(0)
    const book = log.querySelectorAll('.bubble')[0]!
    await Promise.all(mounted.root.getAnimations().map(({ finished }) => finished))
    for (let steps = 0; log.scrollTop > 0 && steps < 300; steps += 1) {
      const before = book.getBoundingClientRect().top
      log.scrollTop -= 300
      await settled()
      if (log.scrollTop > 0) expect(Math.abs(book.getBoundingClientRect().top - before - 300)).toBeLessThanOrEqual(1)
    }
    expect(log.scrollTop).toBe(0)
  })
})

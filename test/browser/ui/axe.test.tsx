import axe from 'axe-core'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import { conversation, createFakeChat, ended, entry, joining, ready, reconnecting, type FakeChat } from './fake-chat.ts'
import { desktop, phone, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

const error = new ChatError('network', 'no answer', { retryable: true })

/** Everything that a log can show at once. */
function fullLog(): FakeChat {
  const chat = createFakeChat({
    session: ready,
    open: true,
    entries: [
      ...conversation(8),
      entry(8, { body: 'مرحبا، كيف يمكنني مساعدتك؟' }),
      entry(9, { editedAt: entry(9).createdAt + 60_000 }),
      entry(10, { deleted: true, body: '' }),
      entry(11, { own: true, author: 'me', deleted: true, body: '' }),
      entry(12, { body: '', media: [{ sid: 'ME0', filename: 'invoice.pdf', contentType: 'application/pdf', size: 40_000 }] }),
      entry(13, { own: true, author: 'me', media: [{ sid: 'ME1', filename: 'a.png', contentType: 'image/png', size: 40 }] }),
      entry(14, { own: true, author: 'me', key: 'x', sid: null, index: null, delivery: 'failed', error }),
      entry(15, { own: true, author: 'me', key: 'y', sid: null, index: null, delivery: 'sending' }),
    ],
  })
  chat.timeline.value = { ...chat.timeline.value, hasPrevious: true }
  chat.typing.value = ['Ann']
  chat.setDraft('half a thought')
  return chat
}

const states: Record<string, () => FakeChat> = {
  closed: () => {
    const chat = createFakeChat()
    chat.unread.value = 4
    return chat
  },
  connecting: () => createFakeChat({ session: { status: 'connecting' }, open: true }),
  welcome: () => createFakeChat({ session: { status: 'welcome', canStart: true, error }, open: true }),
  starting: () => createFakeChat({ session: { status: 'starting' }, open: true }),
  waiting: () => createFakeChat({ session: { status: 'waiting' }, open: true }),
  joining: () => createFakeChat({ session: joining, open: true }),
  empty: () => createFakeChat({ session: ready, open: true }),
  conversation: fullLog,
  offline: () => {
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    onTestFinished(() => online.mockRestore())
    const chat = fullLog()
    chat.session.value = reconnecting
    return chat
  },
  error: () => createFakeChat({ session: { status: 'failed', error }, open: true }),
  'error over a log': () => {
    const chat = fullLog()
    chat.session.value = { status: 'failed', error }
    return chat
  },
  ended: () => createFakeChat({ session: { ...ended(), error } as never, entries: conversation(8), open: true }),
}

async function violations({ host, root, find }: Mounted): Promise<string[]> {
  // Files are loaded with the first of them that is in the log.
  await vi.waitFor(() => expect(root.querySelector('.media:empty')).toBeNull())
  // Colours of what comes or changes just now are nobody's colours.
  await vi.waitFor(() => expect(find('.parlour').getAnimations({ subtree: true }).filter(hasAnEnd)).toHaveLength(0))
  const result = await axe.run(host, {
    resultTypes: ['violations', 'incomplete'],
    // A widget beside a page is no landmark of it, and has no h1.
    rules: { region: { enabled: false } },
  })
  const unclear = result.incomplete.filter(({ id }) => id === 'color-contrast')
  return [...result.violations, ...unclear].flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any.map(({ message }) => message).join(' ')}`),
  )
}
const hasAnEnd = ({ effect }: Animation): boolean => effect?.getComputedTiming().endTime !== Infinity

describe.each([
  ['light', 'en'],
  ['dark', 'en'],
  ['light', 'ar'],
] as const)('axe finds nothing in %s, %s', (theme, locale) => {
  test.each(Object.keys(states))('%s', async (state) => {
    const mounted = await setup(states[state]!(), { options: { theme, locale } })
    await settled()
    expect(await violations(mounted)).toEqual([])
  })
})

test('axe finds nothing while an edit and the question before the end are open, on a phone', async () => {
  await phone()
  const mounted = await setup(fullLog())
  await settled()
  mounted.find('[aria-label="End conversation"]').click()
  mounted.find('.more').click()
  await settled()
  mounted.find('[aria-label="Edit message"]').click()
  await settled()
  mounted.find('.more').click()
  await settled()
  expect(await violations(mounted)).toEqual([])
})

test('every target is 24 px or more, the main ones 44', async () => {
  const { root, find } = await setup(fullLog())
  await settled()
  find('.more').click()
  await settled()
  for (const button of root.querySelectorAll('button')) {
    const { width, height } = button.getBoundingClientRect()
    expect(Math.min(width, height), button.textContent || button.ariaLabel || '').toBeGreaterThanOrEqual(24)
  }
  for (const main of ['.send', '[aria-label="Close chat"]']) {
    const { width, height } = find(main).getBoundingClientRect()
    expect(Math.round(Math.min(width, height))).toBeGreaterThanOrEqual(44)
  }
})

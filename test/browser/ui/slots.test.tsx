import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'preact'
import type { ChatError } from '../../../src/chat/errors.ts'
import '../../../src/ui/slots/index.ts'
import type { Slots, SlotContext } from '../../../src/slots.ts'
import { conversation, createFakeChat, entry, ready } from './fake-chat.ts'
import { desktop, phone, settled, setup } from './setup.ts'

beforeEach(desktop)

const words = (text: string, tag = 'b'): HTMLElement => Object.assign(document.createElement(tag), { textContent: text })
const complaints: ChatError[] = []
const onError = (error: ChatError): unknown => complaints.push(error)
beforeEach(() => void complaints.splice(0))

/** Our own content is there all the same; only where the host's is not is it drawn. */
const isDrawn = (element: Element): boolean => element.getClientRects().length > 0

test('header, composer, empty and launcher take content of the page, as Node of whatever kind [G5]', async () => {
  const fragment = document.createDocumentFragment()
  fragment.append('Be ', words('first'))
  const slots: Slots = {
    header: () => words('Our shop'),
    composer: () => words('No writing today', 'p'),
    empty: () => fragment,
    launcher: () => words('?'),
  }
  const { find, chat, host } = await setup(createFakeChat({ session: ready }), { options: { locale: 'en', slots } })
  await expect.element(page.getByRole('button', { name: 'Open chat' })).toBeVisible()
  expect(isDrawn(find('.launcher .mark'))).toBe(false)
  expect(host.textContent).toContain('?')
  await page.getByRole('button', { name: 'Open chat' }).click()
  expect(chat.open.value).toBe(true)
  await expect.element(page.getByText('Our shop')).toBeVisible()
  await expect.element(page.getByText('No writing today')).toBeVisible()
  await expect.element(page.getByText('first', { exact: true })).toBeVisible()
  expect([isDrawn(find('h2')), isDrawn(find('.composer'))]).toEqual([false, false])
  await expect.element(page.getByRole('button', { name: 'Close chat' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('content in the page’s own markup fills the slot of its name [G5]', async () => {
  const host = document.body.appendChild(document.createElement('div'))
  host.append(Object.assign(words('Saltmarsh'), { slot: 'header' }), words('no slot of ours'))
  const { find } = await setup(createFakeChat({ session: ready, open: true }), { host })
  await expect.element(page.getByText('Saltmarsh')).toBeVisible()
  expect(isDrawn(find('h2'))).toBe(false)
  await expect.element(page.getByText('no slot of ours')).not.toBeVisible()
})

test('each Message can be drawn by the page, again when it is edited, and given back to us by null [G5]', async () => {
  const chat = createFakeChat({ session: ready, open: true, entries: [entry(0, { body: 'one' }), entry(1, { body: 'two' })] })
  const ended: string[] = []
  const message: Slots['message'] = ({ message: { body, authorName, own }, signal }) => {
    if (body === 'two') return null
    signal.addEventListener('abort', () => ended.push(body))
    return words(`${authorName}/${own}/${body.toUpperCase()}`)
  }
  const { root } = await setup(chat, { options: { locale: 'en', slots: { message } } })
  await expect.element(page.getByText('Ann/false/ONE')).toBeVisible()
  const bodies = (): boolean[] => [...root.querySelectorAll('.body')].map(isDrawn)
  expect(bodies()).toEqual([false, true])
  chat.edit('IM0', 'new')
  chat.timeline.value = {
    ...chat.timeline.value,
    entries: chat.timeline.value.entries.map((each) => ({ ...each, editedAt: each.key === 'IM0' ? 1 : null })),
  }
  await expect.element(page.getByText('Ann/false/NEW')).toBeVisible()
  expect(ended).toContain('one')
})

test('one that throws, or gives no Node, leaves ours and is reported; the others are not touched [G5]', async () => {
  const slots: Slots = {
    header: (): Node => {
      throw new Error('of the page')
    },
    composer: (() => 'text') as unknown as () => Node,
    message: (): Node => {
      throw new Error('of the page')
    },
    launcher: () => words('?'),
  }
  const { find } = await setup(createFakeChat({ session: ready, open: true, entries: conversation(1) }), {
    options: { locale: 'en', slots },
    onError,
  })
  await vi.waitFor(() => expect(find('.bubble')).toBeTruthy())
  await settled()
  expect([isDrawn(find('h2')), isDrawn(find('.composer')), isDrawn(find('.body'))]).toEqual([true, true, true])
  expect(complaints.map(({ code }) => code)).toEqual(['slot-failed', 'slot-failed', 'slot-failed'])
  expect(complaints[0]?.cause).toEqual(new Error('of the page'))
})

test('a composer of the page writes into the conversation; by Preact as by hand; on a phone Tab reaches it [G5]', async () => {
  await phone()
  let handed: SlotContext | undefined
  const composer: Slots['composer'] = (context) => {
    handed = context
    const box = document.createElement('div')
    render(<button onClick={() => void context.send('Hello from the page')}>Say hello</button>, box)
    context.signal.addEventListener('abort', () => render(null, box))
    return box
  }
  const { chat, host, ui, focused } = await setup(createFakeChat({ session: ready, open: true }), {
    options: { locale: 'en', slots: { composer } },
  })
  expect([handed?.locale, handed?.dir]).toEqual(['en', 'ltr'])
  focused()
  await page.getByRole('button', { name: 'Say hello' }).click()
  expect(chat.timeline.value.entries.map(({ body }) => body)).toEqual(['Hello from the page'])
  const seen = new Set<string>()
  for (let presses = 0; presses < 8; presses += 1) {
    await userEvent.keyboard('{Tab}')
    seen.add(document.activeElement === host ? 'ours' : (document.activeElement?.textContent ?? ''))
  }
  expect(seen).toEqual(new Set(['ours', 'Say hello']))
  ui.update({ slots: null })
  await vi.waitFor(() => expect(host.childElementCount).toBe(0))
  expect(handed?.signal.aborted).toBe(true)
})

test('a filled slot is there from the first moment on, and gone with the chat [G5]', async () => {
  const { host, unmount, find } = await setup(createFakeChat({ session: ready }), {
    options: { locale: 'en', slots: { launcher: () => words('?') } },
  })
  expect(isDrawn(find('.launcher .mark'))).toBe(false)
  unmount()
  expect(host.childElementCount).toBe(0)
})

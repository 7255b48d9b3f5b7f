import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { conversation, createFakeChat, joining, ready } from './fake-chat.ts'
import { desktop, phone, settled, setup, type Mounted } from './setup.ts'

const box = page.getByRole('textbox', { name: 'Message' })

beforeEach(desktop)

async function open(session: typeof ready | typeof joining = ready): Promise<Mounted & { field: HTMLTextAreaElement; bodies(): string[] }> {
  const mounted = await setup(createFakeChat({ session, open: true }))
  await box.click()
  const bodies = (): string[] => mounted.chat.timeline.value.entries.map(({ body }) => body)
  return { ...mounted, field: mounted.find('textarea') as HTMLTextAreaElement, bodies }
}

test('Enter sends and empties the field, Shift+Enter makes a new line [D1]', async () => {
  const { bodies, focused, field } = await open()
  await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two')
  await expect.element(box).toHaveValue('one\ntwo')
  await userEvent.keyboard('{Enter}')
  expect(bodies()).toEqual(['one\ntwo'])
  await expect.element(box).toHaveValue('')
  expect(focused()).toBe(field)
})

test('the text stays until it is kept; what is typed meanwhile stays after that, and Enter does nothing meanwhile', async () => {
  const { chat } = await open()
  let keep!: (kept: boolean) => void
  const asked: string[] = []
  chat.send = (body) => {
    asked.push(body)
    return new Promise((resolve) => (keep = resolve))
  }
  await userEvent.keyboard('hello{Enter}{Enter}')
  await expect.element(box).toHaveValue('hello')
  await userEvent.keyboard(' again')
  keep(true)
  await expect.element(box).toHaveValue(' again')
  expect(asked).toEqual(['hello'])
})

test('a text that could not be kept stays in the field', async () => {
  const { chat } = await open()
  chat.send = async () => false
  await userEvent.keyboard('hello{Enter}')
  await userEvent.keyboard('!')
  await expect.element(box).toHaveValue('hello!')
})

test('the button sends and leaves the focus in the field', async () => {
  const { bodies, focused, field } = await open()
  const send = page.getByRole('button', { name: 'Send message' })
  await expect.element(send).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('hello')
  await expect.element(send).toHaveAttribute('aria-disabled', 'false')
  await send.click()
  expect(bodies()).toEqual(['hello'])
  expect(focused()).toBe(field)
})

test('white space is not a Message', async () => {
  const { bodies } = await open()
  await userEvent.keyboard('  {Enter}')
  expect(bodies()).toEqual([])
})

test('the Enter that confirms an input method does not send [D1]', async () => {
  const { field, bodies, chat } = await open()
  await userEvent.keyboard('にほん')
  const press = (init: KeyboardEventInit): boolean =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init }))
  press({ isComposing: true })
  // Safari: the composition is over before the keydown of its Enter.
  press({ keyCode: 229 })
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true, composed: true }))
  expect(bodies()).toEqual([])
  expect(chat.open.value).toBe(true)
  press({})
  expect(bodies()).toEqual(['にほん'])
})

test('tells that the visitor types, but not when the text goes', async () => {
  const { chat } = await open()
  await userEvent.keyboard('ab{Backspace}{Backspace}')
  expect(chat.counts.typed).toBe(3)
})

test('what Enter was pressed for before it could be sent goes once it can; unless it was changed since', async () => {
  const { chat, bodies } = await open(joining)
  await userEvent.keyboard('hello{Enter}')
  await expect.element(box).toHaveValue('hello')
  chat.session.value = ready
  await expect.element(box).toHaveValue('')
  expect(bodies()).toEqual(['hello'])

  chat.session.value = joining
  await userEvent.keyboard('wait{Enter} a moment')
  chat.session.value = ready
  await settled()
  await expect.element(box).toHaveValue('wait a moment')
  expect(bodies()).toEqual(['hello'])
})

test('an Enter that was pressed too early sends nothing else: neither the draft of another conversation nor what is written later', async () => {
  const { chat, bodies } = await open(joining)
  await userEvent.keyboard('mine{Enter}')
  chat.setDraft('of another conversation')
  chat.session.value = ready
  await settled()
  expect(bodies()).toEqual([])

  chat.session.value = joining
  chat.setDraft('')
  await userEvent.keyboard('{Enter}')
  chat.session.value = ready
  chat.setDraft('later')
  await settled()
  expect(bodies()).toEqual([])
  await expect.element(box).toHaveValue('later')
})

test('the draft survives closing the panel', async () => {
  const { chat } = await open()
  await userEvent.keyboard('later{Escape}')
  expect(chat.open.value).toBe(false)
  await page.getByRole('button', { name: 'Open chat' }).click()
  await expect.element(box).toHaveValue('later')
})

test('grows to six lines and no further, then scrolls, and the log keeps its end [D1]', async () => {
  const chat = createFakeChat({ session: ready, entries: conversation(40), open: true })
  const { find } = await setup(chat)
  await settled()
  const grow = find('.grow')
  const log = find('.log')
  const one = grow.clientHeight
  chat.setDraft('1\n2\n3')
  await settled()
  const three = grow.clientHeight
  expect(three - one).toBeCloseTo(2 * 22.4, -1)
  chat.setDraft('1\n2\n3\n4\n5\n6')
  await settled()
  const six = grow.clientHeight
  expect(six - one).toBeCloseTo(5 * 22.4, -1)
  chat.setDraft('1\n2\n3\n4\n5\n6\n7\n8')
  await settled()
  expect(grow.clientHeight).toBe(six)
  expect(grow.scrollHeight).toBeGreaterThan(six)
  expect(log.scrollHeight - log.clientHeight - log.scrollTop).toBeLessThanOrEqual(1)
})

test('on a phone the field is not so small that the browser zooms in', async () => {
  await phone()
  const { field } = await open()
  expect(Number.parseFloat(getComputedStyle(field).fontSize)).toBeGreaterThanOrEqual(16)
})

test('where the host wants it so, Enter makes a new line, and Ctrl+Enter or ⌘+Enter sends [D1]', async () => {
  const { bodies, ui, field } = await open()
  ui.update({ sendKey: 'mod-enter' })
  await settled()
  expect(field.enterKeyHint).toBe('enter')
  await userEvent.keyboard('one{Enter}two')
  await expect.element(box).toHaveValue('one\ntwo')
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await userEvent.keyboard('three{Meta>}{Enter}{/Meta}')
  expect(bodies()).toEqual(['one\ntwo', 'three'])
})

test('from nine tenths on the visitor sees what is left, and what is too long does not go [D11]', async () => {
  const { bodies, ui, spoken, chat, root } = await open()
  const told = (): string => root.querySelector('.counter')?.textContent ?? ''
  ui.update({ maxLength: 20 })
  const seventeen = 'x'.repeat(17)
  chat.setDraft(seventeen)
  await settled()
  expect(told()).toBe('')
  chat.setDraft(`${seventeen}👋`)
  await expect.poll(told).toBe('2 characters left')
  await expect.poll(spoken).toBe('2 characters left')
  chat.setDraft(`${seventeen}👋xxx`)
  await expect.poll(told).toBe('This message is too long. -1')
  await expect.poll(spoken).toBe('This message is too long.')
  await expect.element(page.getByRole('button', { name: 'Send message' })).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Enter}')
  expect(bodies()).toEqual([])
  chat.setDraft(`${seventeen}👋xx`)
  await settled()
  await userEvent.keyboard('{Enter}')
  expect(bodies()).toEqual([`${seventeen}👋xx`])
  chat.setDraft('字'.repeat(10_923))
  await expect.poll(told).toMatch('too long')
  await userEvent.keyboard('{Enter}')
  expect(bodies()).toHaveLength(1)
})

test('up to three who type are named, more are counted [D10]', async () => {
  const { chat, find } = await open()
  const line = (): string => find('.typing').textContent
  chat.typing.value = ['Ann', 'Bob', 'Eve']
  await expect.poll(line).toBe('Ann, Bob, and Eve are typing')
  chat.typing.value = ['Ann', 'Bob', 'Eve', 'Joe']
  await expect.poll(line).toBe('4 people are typing')
  chat.typing.value = []
  await expect.poll(line).toBe('')
})

test('who is offline tells nobody that they type [D10]', async () => {
  const { chat } = await open()
  Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
  dispatchEvent(new Event('offline'))
  await userEvent.keyboard('abc')
  expect(chat.counts.typed).toBe(0)
  Reflect.deleteProperty(navigator, 'onLine')
  dispatchEvent(new Event('online'))
  await userEvent.keyboard('d')
  expect(chat.counts.typed).toBe(1)
})

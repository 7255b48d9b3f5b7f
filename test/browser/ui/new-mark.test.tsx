import { beforeEach, expect, test } from 'vitest'
import { conversation, createFakeChat, ready, type FakeChat } from './fake-chat.ts'
import { desktop, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

/** What stands above the first new Message, and that Message; null = nothing is marked. */
function marked({ root }: Mounted): string | null {
  const mark = root.querySelector('.new')
  return mark && `${mark.textContent}: ${mark.closest('li')!.querySelector('.body')!.textContent}`
}
async function read(chat: FakeChat): Promise<Mounted> {
  const mounted = await setup(chat)
  await settled()
  return mounted
}
const log = ({ find }: Mounted): HTMLElement => find('[role="log"]')

test('what came while the chat was closed is marked when it is opened, and stays marked until it is closed [E8]', async () => {
  const chat = createFakeChat({ session: ready, entries: conversation(8), open: true })
  const mounted = await read(chat)
  expect(marked(mounted)).toBe(null)
  chat.setOpen(false)
  chat.receive('one')
  chat.receive('two')
  chat.setOpen(true)
  await settled()
  expect(chat.unread.value).toBe(0)
  expect(marked(mounted)).toBe('2 new messages: one')
  chat.receive('three')
  await settled()
  expect(marked(mounted)).toBe('2 new messages: one')
  chat.setOpen(false)
  await settled()
  chat.setOpen(true)
  await settled()
  expect(marked(mounted)).toBe(null)
})

test('what comes before the eyes of the visitor is not marked', async () => {
  const chat = createFakeChat({ session: ready, entries: conversation(8), open: true })
  const mounted = await read(chat)
  chat.receive('one')
  await settled()
  expect(marked(mounted)).toBe(null)
})

test('what comes while one reads further up is marked, also once one has gone there [E8]', async () => {
  const chat = createFakeChat({ session: ready, entries: conversation(60), open: true })
  const mounted = await read(chat)
  log(mounted).scrollTop = 300
  await settled()
  chat.receive('one')
  chat.receive('two')
  await settled()
  log(mounted).scrollTop = log(mounted).scrollHeight
  await settled()
  expect(chat.unread.value).toBe(0)
  expect(marked(mounted)).toBe('2 new messages: one')
  log(mounted).scrollTop -= 60
  await settled()
  expect(marked(mounted)).toBe('2 new messages: one')
})

test('an answer takes the mark away', async () => {
  const chat = createFakeChat({ session: ready, entries: conversation(8), open: true })
  const mounted = await read(chat)
  chat.setOpen(false)
  chat.receive('one')
  chat.setOpen(true)
  await settled()
  expect(marked(mounted)).toBe('New message: one')
  chat.next = 'pending'
  await chat.send('thanks')
  await settled()
  expect(marked(mounted)).toBe(null)
})

test('what a page of history brings from below the mark stands under it', async () => {
  const chat = createFakeChat({ session: ready, entries: conversation(10, 50) })
  chat.horizon.value = 44
  chat.unread.value = 7
  const mounted = await read(chat)
  chat.setOpen(true)
  await settled()
  expect(marked(mounted)).toBe('7 new messages: Message 50')
  chat.addHistory(10)
  await settled()
  log(mounted).scrollTop = 200
  await settled()
  expect(marked(mounted)).toContain(': Message 45')
})

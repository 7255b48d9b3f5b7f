import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Channel } from '../../../src/chat/types.ts'
import type { Room } from '../../../src/store/chat.ts'
import '../../../src/ui/rooms/index.ts'
import { createFakeChat, ready, type FakeChat } from './fake-chat.ts'
import { desktop, settled, setup, type Mounted } from './setup.ts'

beforeEach(() => desktop())

const sidOf = (at: number): string => `CH${String(at).padStart(32, '0')}`

function room(at: number, channel: Partial<Channel> = {}, unread = 0): Room {
  return {
    unread,
    channel: {
      sid: sidOf(at),
      createdBy: 'system',
      friendlyName: `Order ${at}`,
      status: 'joined',
      attributes: {},
      createdAt: Date.UTC(2026, 0, 1),
      lastConsumedMessageIndex: null,
      lastMessageIndex: null,
      lastMessageAt: Date.UTC(2026, 0, 1) + at * 60_000,
      ...channel,
    },
  }
}

/** In the conversation 1, beside these. */
async function among(
  rooms: readonly Room[],
  chat: FakeChat = createFakeChat({ session: { ...ready, channelSid: sidOf(1) }, open: true }),
): Promise<Mounted> {
  chat.rooms.value = [room(1), ...rooms]
  return setup(chat)
}
const back = page.getByRole('button', { name: /^Conversations/ })
const list = page.getByRole('list', { name: 'Conversations' })
const names = (): string[] =>
  list
    .getByRole('button')
    .elements()
    .map((row) => row.querySelector('.strong bdi')?.textContent ?? '')

test('with one conversation there is no list; with another it is one press away, and says what is unread [C7]', async () => {
  const { chat } = await among([])
  await expect.element(back).not.toBeInTheDocument()
  chat.rooms.value = [room(1), room(2, {}, 3)]
  await expect.element(page.getByRole('button', { name: 'Conversations (3 unread messages)' })).toBeVisible()
  await back.click()
  await expect.element(list).toBeVisible()
  await expect.element(page.getByRole('heading', { name: 'Conversations' })).toBeVisible()
  await expect.element(list.getByRole('button', { name: /Order 2.*3 unread messages/ })).toBeVisible()
  await expect.element(back).not.toBeInTheDocument()
})

test('the last touched stands first, with the name and the words of the house; what is over says so [C7]', async () => {
  await among([
    room(3, { attributes: { parlour: { title: 'Your bowl \u202e', text: 'One blue bowl' } } }),
    room(2, { attributes: { status: 'ended' } }, 5),
    room(4, { friendlyName: null, lastMessageAt: null, createdAt: 0 }),
  ])
  await back.click()
  await expect.element(list).toBeVisible()
  expect(names()).toEqual(['Your bowl', 'Order 2', 'Order 1', 'Chat'])
  await expect.element(list.getByText('One blue bowl')).toBeVisible()
  await expect.element(list.getByRole('button', { name: /Order 2.*has ended/ })).toBeVisible()
  expect(list.getByRole('button', { name: /Order 2.*unread/ }).elements()).toHaveLength(0)
  expect(
    list
      .getByRole('button', { name: /Order 1/ })
      .element()
      .getAttribute('aria-current'),
  ).toBe('true')
})

test('a keyboard opens it, walks through it with the arrows, chooses and goes back; the focus is never lost [C7] [I2]', async () => {
  const { chat, focused } = await among([room(2), room(3)])
  ;(back.element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(list).toBeVisible()
  await settled()
  const at = (): string => focused()?.querySelector('bdi')?.textContent ?? focused()?.tagName ?? ''
  expect(at()).toBe('Order 1')
  await userEvent.keyboard('{ArrowUp}')
  expect(at()).toBe('Order 2')
  await userEvent.keyboard('{Home}')
  expect(at()).toBe('Order 3')
  await userEvent.keyboard('{End}')
  expect(at()).toBe('Order 1')
  expect(
    list
      .getByRole('button')
      .elements()
      .filter((row) => (row as HTMLElement).tabIndex === 0),
  ).toHaveLength(1)
  await userEvent.keyboard('{Escape}')
  await expect.element(list).not.toBeInTheDocument()
  await settled()
  expect(focused()?.tagName).toBe('TEXTAREA')
  expect(chat.open.value).toBe(true)

  await back.click()
  await settled()
  await userEvent.keyboard('{Home}{Enter}')
  expect(chat.visits).toEqual([sidOf(3)])
  await expect.element(list).not.toBeInTheDocument()
})

test('who chooses the one that is open is back in it', async () => {
  const { chat } = await among([room(2)])
  await back.click()
  await list.getByRole('button', { name: /Order 1/ }).click()
  await expect.element(list).not.toBeInTheDocument()
  expect(chat.visits).toEqual([])
})

test('without a connection the others wait, and the one that is open can be gone back to [C7]', async () => {
  const chat = createFakeChat({ session: { status: 'reconnecting', channelSid: sidOf(1), since: 0 }, open: true })
  await among([room(2)], chat)
  await back.click()
  const other = list.getByRole('button', { name: /Order 2/ })
  await expect.element(other).toHaveAttribute('aria-disabled', 'true')
  ;(other.element() as HTMLElement).click()
  expect(chat.visits).toEqual([])
  await list.getByRole('button', { name: /Order 1/ }).click()
  await expect.element(list).not.toBeInTheDocument()
})

test('an answer that was begun stays with its conversation', async () => {
  const { chat, find } = await among([room(2)])
  chat.receive('We open at ten.')
  chat.send('mine')
  await settled()
  find('[aria-label="Message options"]').click()
  await settled()
  find('[aria-label="Edit message"]').click()
  await expect.element(page.getByText('Editing your message')).toBeVisible()
  await back.click()
  await list.getByRole('button', { name: /Order 2/ }).click()
  await expect.element(page.getByText('Editing your message')).not.toBeInTheDocument()
  chat.session.value = { ...ready, channelSid: sidOf(2) }
  await back.click()
  await list.getByRole('button', { name: /Order 1/ }).click()
  await expect.element(page.getByText('Editing your message')).toBeVisible()
  expect(find('textarea')).toBeTruthy()
})

test('of 500 rows only those in view are laid out, and the last one can be reached [C7]', async () => {
  const { root } = await among(Array.from({ length: 499 }, (_, at) => room(at + 2)))
  await back.click()
  await expect.element(list).toBeVisible()
  await settled()
  const rows = [...root.querySelectorAll<HTMLElement>('.rooms li .face')]
  expect(rows).toHaveLength(500)
  const laidOut = (): number => rows.filter((row) => row.checkVisibility({ contentVisibilityAuto: true })).length
  expect(laidOut()).toBeGreaterThan(4)
  expect(laidOut()).toBeLessThan(40)
  await userEvent.keyboard('{Home}')
  await settled()
  expect(laidOut()).toBeLessThan(40)
  await userEvent.keyboard('{End}')
  await settled()
  await expect.element(list.getByRole('button', { name: /^1? ?.*Order 1\b/ }).last()).toBeVisible()
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import { conversation, createFakeChat, ended, joining, ready, reconnecting, type FakeChat } from './fake-chat.ts'
import { begin } from './setup.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** Everything the live region said, in order. */
async function listen(start: Parameters<typeof createFakeChat>[0] = {}): Promise<{ chat: FakeChat; said: string[] }> {
  const { chat, find } = begin(createFakeChat({ session: ready, open: true, ...start }))
  const said: string[] = []
  const region = find('[aria-live="polite"]')
  const note = (): void => void (region.textContent && said.at(-1) !== region.textContent && said.push(region.textContent))
  new MutationObserver(note).observe(region, { characterData: true, childList: true, subtree: true })
  await vi.dynamicImportSettled()
  return { chat, said }
}
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await Promise.resolve()
}

test('says one Message with its author and text [I1]', async () => {
  const { chat, said } = await listen()
  chat.receive('Good morning')
  await pass(600)
  expect(said).toEqual(['Ann: Good morning'])
})

test('says a burst once, with the number and each author once [I1]', async () => {
  const { chat, said } = await listen()
  for (let at = 0; at < 20; at++) {
    chat.receive(`number ${at}`, at % 2 ? 'Ann' : 'Bob')
    await pass(20)
  }
  await pass(600)
  expect(said).toEqual(['20 new messages from Bob and Ann'])
})

test('of 20 Messages in two seconds it speaks at most twice, and counts every one [I1]', async () => {
  const { chat, said } = await listen()
  for (let at = 0; at < 20; at++) {
    chat.receive(`number ${at}`)
    await pass(100)
  }
  await pass(5_000)
  expect(said.length).toBeLessThanOrEqual(2)
  expect(said.reduce((sum, sentence) => sum + Number(/^\d+/.exec(sentence)?.[0] ?? 1), 0)).toBe(20)
})

test('does not read the text aloud while the panel is closed', async () => {
  const { chat, said } = await listen({ open: false })
  chat.receive('private')
  await pass(600)
  expect(said).toEqual(['New message from Ann'])
})

test('says the same sentence again when it happens again', async () => {
  const { chat, said } = await listen({ open: false })
  chat.receive('one')
  await pass(600)
  chat.receive('two')
  await pass(2_000)
  said.push('')
  await pass(600)
  expect(said).toEqual(['New message from Ann', '', 'New message from Ann'])
})

test('never says our own echo, history, an edit, or a deletion [I1]', async () => {
  const { chat, said } = await listen({ session: joining, entries: conversation(30, 100) })
  chat.session.value = ready
  chat.addHistory(20)
  chat.send('mine')
  chat.edit('IM100', 'changed')
  chat.remove('IM101')
  await pass(20_000)
  expect(said).toEqual([])
})

test('says what was missed while the connection was lost', async () => {
  const { chat, said } = await listen()
  chat.session.value = reconnecting
  await pass(1_000)
  chat.receive('one')
  chat.receive('two')
  chat.session.value = ready
  await pass(600)
  expect(said).toEqual(['2 new messages from Ann'])
})

test('speaks of a lost connection only after five seconds, once, and says when it is back', async () => {
  const { chat, said } = await listen()
  chat.session.value = reconnecting
  await pass(4_000)
  chat.session.value = ready
  await pass(2_000)
  expect(said).toEqual([])
  chat.session.value = reconnecting
  await pass(6_000)
  expect(said).toEqual(['Connection lost. Reconnecting…'])
  chat.session.value = { ...reconnecting }
  await pass(6_000)
  chat.session.value = ready
  await pass(600)
  expect(said).toEqual(['Connection lost. Reconnecting…', 'Connected again'])
})

test('says in the words of the log that a Message waits, once it waits for five seconds, and that it is being looked for', async () => {
  const { chat, said } = await listen()
  chat.next = 'pending'
  await chat.send('hello')
  const key = chat.timeline.value.entries.at(-1)!.key
  chat.settle(key, 'queued')
  await pass(4_900)
  expect(said).toEqual([])
  await pass(700)
  expect(said).toEqual(['Waiting to be sent…'])
  chat.settle(key, 'unknown')
  await pass(5_600)
  expect(said).toEqual(['Waiting to be sent…', 'Checking whether it was sent…'])
  expect(chat.timeline.value.entries.at(-1)!.delivery).toBe('unknown')
  chat.settle(key, 'sent')
  await pass(20_000)
  expect(said).toHaveLength(2)
})

test('does not speak of a Message that is sent within five seconds', async () => {
  const { chat, said } = await listen()
  chat.next = 'pending'
  await chat.send('hello')
  const key = chat.timeline.value.entries.at(-1)!.key
  chat.settle(key, 'queued')
  await pass(4_000)
  chat.settle(key, 'sent')
  await pass(10_000)
  expect(said).toEqual([])
})

test('says that a send failed, that the conversation ended, and why the chat failed, once for all retries', async () => {
  const { chat, said } = await listen()
  chat.next = 'failed'
  chat.send('hello')
  await pass(600)
  chat.session.value = ended()
  await pass(600)
  chat.session.value = { status: 'failed', error: new ChatError('token-unreachable', 'no answer', { retryable: true }) }
  await pass(600)
  chat.session.value = { status: 'failed', error: new ChatError('token-unreachable', 'no answer', { retryable: true }) }
  await pass(600)
  expect(said).toEqual(['Not sent.', 'This conversation has ended.', 'We could not reach the chat. Check your connection and try again.'])
})

test('is silent after a while, so that nobody reads it twice', async () => {
  const { chat, find } = begin(createFakeChat({ session: ready, open: true }))
  await vi.dynamicImportSettled()
  chat.receive('Good morning')
  await pass(600)
  expect(find('[aria-live="polite"]').textContent).toBe('Ann: Good morning')
  await pass(10_000)
  expect(find('[aria-live="polite"]').textContent).toBe('')
})

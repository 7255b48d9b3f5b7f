import { expect, test } from 'vitest'
import {
  isOpen,
  lastIndex,
  toConversation,
  unreadOf,
  withEntry,
  withMessages,
  withoutMember,
  withoutMessage,
  withTyping,
  type Entry,
} from '../../../demo/console/conversation.ts'
import type { Channel, Message } from '../../../src/chat/types.ts'

const channel: Channel = {
  sid: 'CH1',
  createdBy: 'system',
  friendlyName: 'Ann',
  status: 'joined',
  attributes: { status: 'open' },
  createdAt: 1,
  lastConsumedMessageIndex: null,
  lastMessageIndex: null,
  lastMessageAt: null,
}
const message = (index: number, author = 'visitor-1', parlourId?: string): Message => ({
  sid: `IM${index}`,
  index,
  author,
  body: `message ${index}`,
  attributes: parlourId === undefined ? {} : { parlourId },
  createdAt: index,
  editedAt: null,
  media: [],
  receipts: null,
})
const typed = (id: string): Entry => ({
  key: `agent/${id}`,
  sid: null,
  index: null,
  author: 'agent',
  body: id,
  media: [],
  createdAt: 99,
  edited: false,
  delivery: 'sending',
})
const indexes = (entries: readonly Entry[]): (number | null)[] => entries.map(({ index }) => index)

test('orders messages by index, whatever the order in which pages come in', () => {
  const conversation = withMessages(withMessages(toConversation(channel), [message(7), message(12)]), [message(3), message(7)])
  expect(indexes(conversation.entries)).toEqual([3, 7, 12])
  expect(lastIndex(conversation)).toBe(12)
})

test('the echo of a reply takes the place of what was typed', () => {
  const waiting = withEntry(withMessages(toConversation(channel), [message(1)]), typed('a'))
  expect(indexes(waiting.entries)).toEqual([1, null])
  const echoed = withMessages(waiting, [message(2, 'agent', 'a')])
  expect(echoed.entries.map(({ key, delivery }) => [key, delivery])).toEqual([
    ['IM1', 'sent'],
    ['agent/a', 'sent'],
  ])
})

test('nobody takes the place of the agent’s reply by copying its id', () => {
  const copied = withMessages(withEntry(toConversation(channel), typed('a')), [message(2, 'visitor-1', 'a')])
  expect(copied.entries.map(({ author }) => author)).toEqual(['visitor-1', 'agent'])
})

test('counts only what others wrote above the horizon', () => {
  const conversation = withMessages({ ...toConversation(channel), horizon: 4 }, [message(4), message(9), message(10, 'agent'), message(11)])
  expect(unreadOf(conversation, 'agent')).toBe(2)
  expect(unreadOf(withoutMessage(conversation, 'IM9'), 'agent')).toBe(1)
})

test('who leaves types no more', () => {
  const both = withTyping(withTyping(toConversation(channel), 'a', true), 'b', true)
  expect(both.typing).toEqual(['a', 'b'])
  expect(withoutMember(both, 'a').typing).toEqual(['b'])
  expect(withTyping(both, 'b', false).typing).toEqual(['a'])
})

test('only what the back end opened and has not ended is a conversation', () => {
  expect(isOpen(channel)).toBe(true)
  expect(isOpen({ ...channel, attributes: { status: 'ended' } })).toBe(false)
  expect(isOpen({ ...channel, createdBy: 'intruder' })).toBe(false)
  expect(isOpen({ ...channel, status: 'invited' })).toBe(false)
})

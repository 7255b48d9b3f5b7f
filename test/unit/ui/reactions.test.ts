import { expect, test } from 'vitest'
import { reactionTo } from '../../../src/chat/reaction.ts'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { isFolded } from '../../../src/ui/content/is-folded.ts'
import { foldReactions } from '../../../src/ui/content/reactions.ts'

type Said = Pick<TimelineEntry, 'key' | 'author' | 'own' | 'deleted' | 'delivery' | 'attributes'>
const said = (author: string, emoji: string, more: Partial<Said> = {}): TimelineEntry =>
  ({
    key: `${author} ${emoji}`,
    author,
    own: author === 'me',
    deleted: false,
    delivery: 'sent',
    attributes: reactionTo('IM1', emoji),
    ...more,
  }) as TimelineEntry

test('each person counts once for each emoji, in the order in which they came', () => {
  const entries = [said('ann', '👍'), said('bo', '🎉'), said('ann', '👍', { key: 'again' }), said('me', '👍'), said('ann', '🎉')]
  expect(foldReactions(entries).get('IM1')).toEqual([
    { emoji: '👍', count: 2, own: 'me 👍' },
    { emoji: '🎉', count: 2, own: null },
  ])
})

test('what was taken back or could not be sent does not count', () => {
  expect(foldReactions([said('ann', '👍', { deleted: true }), said('me', '👍', { delivery: 'failed' })]).size).toBe(0)
})

test('nobody fills a Message with more than twenty kinds', () => {
  const many = Array.from({ length: 200 }, (_, at) => said(`p${at}`, String.fromCodePoint(0x1f600 + (at % 60))))
  expect(foldReactions(many).get('IM1')).toHaveLength(20)
})

test('a reaction has no row of its own, unless it waits for the visitor', () => {
  expect(isFolded(said('ann', '👍'))).toBe(true)
  expect(isFolded(said('ann', '👍', { deleted: true }))).toBe(true)
  expect(isFolded(said('me', '👍', { delivery: 'failed' }))).toBe(false)
  expect(isFolded(said('ann', '👍', { attributes: {} }))).toBe(false)
  expect(isFolded(said('ann', '👍', { attributes: reactionTo('IM1', 'spam') }))).toBe(false)
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readContent, replyTo } from '../../../src/chat/content.ts'
import { readEvent } from '../../../src/chat/event.ts'
import { isEmoji, reactionTo, readReaction } from '../../../src/chat/reaction.ts'
import type { Attributes } from '../../../src/chat/types.ts'

const NOTHING = { quickReplies: [], cards: [], replyTo: null, preview: null }
const inParlour = (content: object): Attributes => ({ parlour: { v: 1, ...content } })

test('answers to choose from are texts, or a label with what is said by it', () => {
  const quickReplies = ['Yes', { label: 'No', text: 'No, thank you' }, { label: ' Perhaps ' }]
  expect(readContent(inParlour({ quickReplies })).quickReplies).toEqual([
    { label: 'Yes', text: 'Yes' },
    { label: 'No', text: 'No, thank you' },
    { label: 'Perhaps', text: 'Perhaps' },
  ])
})

test('a card has a title, a text, a picture and buttons, and none of them must be there', () => {
  const card = {
    title: 'Blue bowl',
    text: 'Hand-thrown',
    image: { url: 'https://cdn.example/bowl.jpg', alt: 'A blue bowl', width: 400, height: 300 },
    buttons: [
      { label: 'Look', url: 'https://shop.example/bowl' },
      { label: 'Keep it', text: 'Please keep the blue bowl for me' },
    ],
  }
  expect(readContent(inParlour({ cards: [card, { title: 'Only a title' }] })).cards).toEqual([
    {
      title: 'Blue bowl',
      text: 'Hand-thrown',
      picture: { url: 'https://cdn.example/bowl.jpg', alt: 'A blue bowl', ratio: 4 / 3 },
      buttons: [
        { label: 'Look', text: 'Look', url: 'https://shop.example/bowl' },
        { label: 'Keep it', text: 'Please keep the blue bowl for me', url: null },
      ],
    },
    { title: 'Only a title', text: '', picture: null, buttons: [] },
  ])
})

test('the number and the length of everything is limited', () => {
  const long = 'x'.repeat(50_000)
  const button = { label: long, text: long, url: long }
  const card = { title: long, text: long, image: { url: long, alt: long }, buttons: Array.from({ length: 100 }, () => button) }
  const content = readContent(
    inParlour({
      quickReplies: Array.from({ length: 100 }, () => long),
      cards: Array.from({ length: 100 }, () => card),
      replyTo: { to: long, text: long },
    }),
  )
  expect(content.quickReplies).toHaveLength(10)
  expect(content.cards).toHaveLength(10)
  expect(content.cards[0]!.buttons).toHaveLength(4)
  expect(JSON.stringify(content).length).toBeLessThan(200_000)
})

test.each([
  { parlour: { v: 2, cards: [{ title: 'Later' }] } },
  { parlour: { v: '1', cards: [{ title: 'Later' }] } },
  { parlour: [{ cards: [{ title: 'x' }] }] },
  { parlour: 'cards' },
  { parlour: null },
  { cards: [{ title: 'x' }] },
  inParlour({ cards: {} }),
  inParlour({ cards: 'x', quickReplies: 7, replyTo: [], preview: 'https://a.example' }),
  inParlour({ cards: [null, 7, 'x', [], {}, { title: 7 }, { title: ' ' }, { image: { url: 'https://a.example' } }] }),
  inParlour({ quickReplies: [null, 7, '', ' ', {}, { text: 'no label' }, ['x']] }),
  inParlour({ replyTo: { to: 7 }, preview: { url: 'https://a.example' } }),
  JSON.parse('{"parlour":{"__proto__":{"cards":[{"title":"x"}]}}}'),
  JSON.parse('{"__proto__":{"parlour":{"cards":[{"title":"x"}]}}}'),
  Object.create({ parlour: { cards: [{ title: 'x' }] } }),
])('of %j nothing is read', (attributes) => expect(readContent(attributes as Attributes)).toEqual(NOTHING))

test('a picture of no usual shape gets a usual room', () => {
  const ratioOf = (image: object): number | undefined =>
    readContent(inParlour({ cards: [{ title: 'x', image: { url: 'u', ...image } }] })).cards[0]?.picture?.ratio
  for (const image of [
    {},
    { width: 1, height: 1e9 },
    { width: Infinity, height: 1 },
    { width: -4, height: -3 },
    { width: '4', height: '3' },
    { width: 0, height: 0 },
  ]) {
    expect(ratioOf(image)).toBe(16 / 9)
  }
})

test('whatever somebody writes there, reading it neither fails nor takes over more than texts and numbers', () => {
  const anything = fc.anything({ withNullPrototype: true, maxDepth: 5 })
  const keyed = fc.dictionary(
    fc.constantFrom(
      'v',
      'cards',
      'quickReplies',
      'replyTo',
      'preview',
      'event',
      'reaction',
      'title',
      'buttons',
      'image',
      'label',
      'url',
      'to',
    ),
    anything,
  )
  fc.assert(
    fc.property(fc.oneof(anything, keyed), (parlour) => {
      const attributes = { parlour } as Attributes
      const content = { ...readContent(attributes), event: readEvent(attributes), reaction: readReaction(attributes) }
      expect(JSON.parse(JSON.stringify(content))).toEqual(content)
    }),
  )
})

test('an event names its kind and a person', () => {
  expect(readEvent({ parlour: { event: { type: 'joined', name: 'Ann' } } })).toEqual({ type: 'joined', name: 'Ann' })
  for (const event of [
    'joined',
    { type: 'exploded', name: 'Ann' },
    { type: 'joined' },
    { type: 'joined', name: 7 },
    { type: 'toString', name: 'x' },
  ]) {
    expect(readEvent(inParlour({ event }))).toBeNull()
  }
})

test('only an emoji is a reaction', () => {
  expect(readReaction(reactionTo('IM1', '👍'))).toEqual({ to: 'IM1', emoji: '👍' })
  for (const emoji of ['👍', '👍🏽', '❤️', '👩‍👩‍👧‍👦', '🇺🇳', '3️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '☺']) expect(isEmoji(emoji), emoji).toBe(true)
  for (const text of ['', 'x', 'lol', '<b>', '3', '👍 yes', '👍x', '\u200d', '\ufe0f', '\u202E👍', '👍'.repeat(40)])
    expect(isEmoji(text), text).toBe(false)
})

test('what is written for an answer is read back, and fits into a Message', () => {
  const quote = { to: 'IM1', name: 'A'.repeat(500), text: '😀'.repeat(5_000) }
  const attributes = replyTo(quote)
  expect(readContent(attributes).replyTo).toMatchObject({ to: 'IM1' })
  expect(new TextEncoder().encode(JSON.stringify(attributes)).length).toBeLessThan(2_000)
})

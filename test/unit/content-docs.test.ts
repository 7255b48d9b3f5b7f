import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readContent } from '../../src/chat/content.ts'
import { readEvent } from '../../src/chat/event.ts'
import { readReaction } from '../../src/chat/reaction.ts'
import type { Attributes } from '../../src/chat/types.ts'

const text = readFileSync(new URL('../../docs/content.md', import.meta.url), 'utf8')
const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json!) as { parlour: Record<string, unknown> })

test('every example of docs/content.md is read as it is meant, to the last part [E2]', () => {
  const parts = examples.flatMap(({ parlour }) => Object.keys(parlour))
  expect(new Set(parts)).toEqual(new Set(['v', 'quickReplies', 'cards', 'replyTo', 'reaction', 'preview', 'event']))
  for (const example of examples) {
    const attributes: Attributes = example
    const read: Record<string, unknown> = {
      ...readContent(attributes),
      reaction: readReaction(attributes),
      event: readEvent(attributes),
    }
    const empty = readContent({}) as unknown as Record<string, unknown>
    for (const part of Object.keys(example.parlour).filter((name) => name !== 'v'))
      expect(read[part], part).not.toEqual(empty[part] ?? null)
  }
  const [card] = examples.flatMap((example) => readContent(example as Attributes).cards)
  expect(card).toMatchObject({ title: 'Blue bowl', picture: { alt: 'A blue bowl', ratio: 4 / 3 }, buttons: [{}, {}] })
})

test('what the widget writes itself is on the page', () => {
  for (const word of ['replyTo', 'reaction', 'quickReplies', 'mediaHosts', 'hooks.translate', 'replies', 'reactions'])
    expect(text).toContain(word)
})

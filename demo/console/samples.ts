import type { Attributes } from '../../src/chat/types.ts'

/** What an agent can send beside words: see docs/content.md. The body says the same to clients that do not know it. */
export interface Sample {
  readonly name: string
  readonly body: string
  readonly attributes: Attributes
}

const card = (title: string, text: string): object => ({
  title,
  text,
  image: { url: `${location.origin}/shop/bowl.svg`, alt: title, width: 4, height: 3 },
  buttons: [
    { label: 'Look at it', url: `${location.origin}/` },
    { label: 'Keep it for me', text: `Please keep the ${title.toLowerCase()} for me.` },
  ],
})

export const samples: readonly Sample[] = [
  {
    name: 'Suggested answers',
    body: 'Which one do you like best?',
    attributes: {
      parlour: { v: 1, quickReplies: ['The blue one', 'The green one', { label: 'Neither', text: 'Neither of them, thank you.' }] },
    },
  },
  {
    name: 'A card',
    body: 'Blue bowl: hand-thrown, 18 cm across.',
    attributes: { parlour: { v: 1, cards: [card('Blue bowl', 'Hand-thrown, 18 cm across.')] } },
  },
  {
    name: 'Several cards',
    body: 'We have a blue bowl, a green bowl and a tall vase.',
    attributes: {
      parlour: {
        v: 1,
        cards: [
          card('Blue bowl', 'Hand-thrown, 18 cm across.'),
          card('Green bowl', 'Celadon, 16 cm across.'),
          card('Tall vase', 'For one long branch.'),
        ],
      },
    },
  },
]

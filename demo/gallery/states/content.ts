import type { Attributes } from '../../../src/chat/types.ts'
import type { FakeHouse } from '../../../src/testing/index.ts'
import { some, type State } from '../state.ts'
import { VISITOR } from '../visitor.ts'

/** A conversation, and at its end a Message that brings something. */
const bringing =
  (body: string, parlour: Attributes = {}): NonNullable<State['prepare']> =>
  (house, channelSid, switches) => {
    some(house, channelSid, switches)
    house.post(channelSid, 'agent', body, { parlour: { v: 1, ...parlour } })
  }
/** The address of a picture of the demo's shop. */
const picture = (name: string, alt: string): Attributes => ({
  url: new URL(`/shop/${name}.svg`, location.origin).href,
  alt,
  width: 400,
  height: 300,
})
const buttons = (label: string): readonly Attributes[] => [
  { label, url: 'https://shop.example/bowl' },
  { label: 'Keep it for me', text: 'Please keep the blue bowl for me.' },
]
const sidOf = (house: FakeHouse, channelSid: string, index: number): string =>
  house.messages(channelSid).find((message) => message.index === index)!.sid

/** Everybody feels something about the first Messages. */
const felt: NonNullable<State['prepare']> = (house, channelSid, switches) => {
  some(house, channelSid, switches)
  const about = house.messages(channelSid).at(-2)?.sid
  for (const [who, emoji] of [
    ['agent', '👍'],
    ['colleague', '👍'],
    [VISITOR, '👍'],
    ['colleague', '🙏'],
    [VISITOR, '❤️'],
  ] as const) {
    if (about) house.post(channelSid, who, emoji, { parlour: { v: 1, reaction: { to: about, emoji } } })
  }
}

const MARKDOWN = [
  'This is **bold**, *italic*, ~~not so~~ and `code`.',
  '> We open at ten.',
  '- the blue bowl',
  '- two mugs, of which one is rather large, so that this line has to be broken',
  '1. Come in',
  '2. Ask for Ada',
  '```',
  'curl https://shop.example/bowls --header "Accept: application/json"',
  '```',
  'See [our bowls](https://shop.example/bowls), https://shop.example/a/rather/long/address?with=a&query=in&it=too or ada@shop.example.',
].join('\n')

const german: Readonly<Record<string, string>> = {
  'Guten Tag! Die blaue Schale steht für Sie bereit.': 'Good day! The blue bowl is ready for you.',
}
const translated: Pick<State, 'options' | 'prepare'> = {
  options: { hooks: { translate: async ({ body }) => german[body] ?? null } },
  prepare: bringing(Object.keys(german)[0]!),
}
/** What a Message brings beside its text. */
export const content: readonly State[] = [
  { id: 'markdown', title: 'A text with lists, a quotation, code and links', prepare: bringing(MARKDOWN) },
  {
    id: 'markdown-own',
    title: 'The same, by the visitor',
    prepare(house, channelSid, switches) {
      some(house, channelSid, switches)
      house.post(channelSid, VISITOR, MARKDOWN)
    },
  },
  {
    id: 'deceptive',
    title: 'Links that name another address than their own',
    prepare: bringing('Sign in at [bank.example](https://evil.example/login), or at https://bank.example@evil.example/login'),
  },
  {
    id: 'unsupported',
    title: 'A Message of which nothing can be shown',
    prepare: bringing('', { v: 99, cards: [] }),
  },
  {
    id: 'suggestions',
    title: 'Suggested answers',
    prepare: bringing('Which one shall it be?', {
      quickReplies: ['The blue one', 'The one with a rather long name, which has to be broken', 'الأزرق', { label: 'Neither', text: 'No' }],
    }),
    play: async ({ find }) => void (await find('.suggestion')),
  },
  {
    id: 'card',
    title: 'A card',
    prepare: bringing('Blue bowl', { cards: [{ title: 'Blue bowl', text: 'Hand-thrown, 18 cm across.', buttons: buttons('Look at it') }] }),
    play: async ({ find }) => void (await find('.card')),
  },
  {
    id: 'card-picture',
    title: 'A card with a picture, and a button that shows where it leads',
    prepare: (...all) =>
      bringing('Blue bowl', {
        cards: [
          {
            title: 'Blue bowl',
            text: 'Hand-thrown, 18 cm across.',
            image: picture('bowl', 'A blue bowl'),
            buttons: buttons('www.potter.example'),
          },
        ],
      })(...all),
    play: ({ until, root }) => until(() => root.querySelector<HTMLImageElement>('.card img')?.naturalWidth),
  },
  {
    id: 'carousel',
    title: 'Cards to leaf through',
    prepare: (...all) =>
      bringing('Bowls, mugs and plates', {
        cards: [
          { title: 'Blue bowl', text: 'Hand-thrown, 18 cm across.', image: picture('bowl', 'A bowl'), buttons: buttons('Look at it') },
          { title: 'Mug', text: 'For tea.', image: picture('mug', 'A mug'), buttons: buttons('Look at it') },
          { title: 'Plate', image: picture('plate', 'A plate'), buttons: buttons('Look at it') },
        ],
      })(...all),
    play: ({ until, root }) => until(() => root.querySelector<HTMLImageElement>('.cards img')?.naturalWidth),
  },
  {
    id: 'carousel-far',
    title: 'Cards, leafed through to the last',
    prepare: bringing('Bowls and mugs', {
      cards: [
        { title: 'Blue bowl', text: 'Hand-thrown, 18 cm across.', buttons: buttons('Look at it') },
        { title: 'Mug', text: 'For tea.', buttons: buttons('Look at it') },
      ],
    }),
    play: async ({ click, find }) => {
      await click('.leaf .round:last-child')
      await find('.leaf .round:last-child:disabled')
    },
  },
  {
    id: 'preview',
    title: 'A link with a preview',
    prepare: (...all) =>
      bringing('Have a look: https://shop.example/bowl', {
        preview: {
          url: 'https://shop.example/bowl',
          title: 'Blue bowl',
          text: 'Hand-thrown, of local clay, and fired twice. No two of them are alike.',
          image: picture('vase', 'A vase'),
        },
      })(...all),
    play: ({ until, root }) => until(() => root.querySelector<HTMLImageElement>('.preview img')?.naturalWidth),
  },
  {
    id: 'quoted',
    title: 'Answers that quote',
    prepare(house, channelSid, switches) {
      some(house, channelSid, { ...switches, messages: '12' })
      const quoting = (author: string, body: string, index: number): unknown =>
        house.post(channelSid, author, body, { parlour: { v: 1, replyTo: { to: sidOf(house, channelSid, index), name: '', text: '' } } })
      quoting('agent', 'That one, yes.', 0)
      quoting(VISITOR, 'And if I come at eleven?', 5)
    },
    play: async ({ find }) => void (await find('.row.own .answered')),
  },
  {
    id: 'answering',
    title: 'An answer that quotes is being written',
    options: { replies: true },
    play: async ({ click, type, find }) => {
      await click('.row:not(.own) .respond button')
      await type('As I said:')
      await find('.replying')
    },
  },
  {
    id: 'reactions',
    title: 'Reactions',
    options: { reactions: true },
    prepare: felt,
    play: async ({ find }) => void (await find('.chip')),
  },
  {
    id: 'reacting',
    title: 'The ways to answer one Message',
    options: { reactions: true, replies: true },
    prepare: felt,
    play: async ({ click, find }) => {
      await find('.chip')
      await click('.row:not(.own):nth-last-child(2) .respond .more')
      await find('.emoji-bar')
    },
  },
  {
    id: 'reacting-own',
    title: 'The ways to answer one’s own Message',
    options: { reactions: true, replies: true },
    play: async ({ click, find }) => {
      await click('.row.own:last-child .respond .more')
      await find('.emoji-bar')
    },
  },
  {
    id: 'translated',
    title: 'A translation',
    ...translated,
    play: async ({ find }) => void (await find('.turn')),
  },
  {
    id: 'original',
    title: 'What was translated',
    ...translated,
    play: ({ click }) => click('.turn'),
  },
]

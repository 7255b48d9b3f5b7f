import { ChatError } from '../../src/chat/errors.ts'
import type { ParlourOptions } from '../../src/options.ts'
import type { FakeHouse } from '../../src/testing/index.ts'
import type { Answer, Scene } from './scene.ts'
import type { Switches } from './switches.ts'
import { VISITOR } from './visitor.ts'

/** One state of the widget, and how it comes about: by what the house does, and by what a visitor clicks. */
export interface State {
  readonly id: string
  readonly title: string
  readonly options?: Partial<ParlourOptions>
  /** The panel stays closed. */
  readonly closed?: boolean
  /** The chat service never answers. */
  readonly silent?: boolean
  /** No conversation yet. */
  readonly unbegun?: boolean
  readonly answers?: Readonly<Record<string, Answer>>
  /** Before the visitor comes. Default: a conversation as long as the switches say. */
  readonly prepare?: (house: FakeHouse, channelSid: string, switches: Switches) => void
  /** Once the widget is on the page. */
  readonly play?: (scene: Scene) => Promise<void> | void
}

const LINES: readonly (readonly [who: 'agent' | 'colleague' | 'visitor', body: string])[] = [
  ['visitor', 'Hello! Is the blue bowl still there? I saw it in the window last week.'],
  ['agent', 'Hello, and welcome.'],
  ['agent', 'Yes, two of them came out of the kiln on Friday. Shall I keep one for you?'],
  ['visitor', 'Please do.'],
  ['visitor', 'Can I come by on Saturday?'],
  ['agent', 'Saturday is fine, we open at ten.'],
  ['colleague', 'I have put it behind the counter, with your name on it.'],
  ['visitor', 'Wonderful, thank you both!'],
  ['agent', 'مرحبا، هل تحتاج إلى شيء آخر؟'],
  ['visitor', 'いいえ、大丈夫です。'],
  ['agent', 'See you on Saturday, then.'],
  ['visitor', '👋'],
]

/** `count` Messages of a conversation. */
export function converse(house: FakeHouse, channelSid: string, count: number): void {
  for (let at = 0; at < count; at += 1) {
    const [who, body] = LINES[at % LINES.length]!
    house.post(channelSid, who === 'visitor' ? VISITOR : who, at < LINES.length ? body : `${body} (${at})`)
  }
}

/** As long as the switches say. */
const some: NonNullable<State['prepare']> = (house, channelSid, { messages }) => {
  if (channelSid) converse(house, channelSid, Number(messages))
}
const preChat: ParlourOptions['preChat'] = [
  { name: 'name', label: 'Your name', required: true, autocomplete: 'name' },
  { name: 'email', label: 'E-mail', type: 'email' },
  { name: 'topic', label: 'What is it about?', type: 'select', required: true, options: ['An order', 'A course', 'Something else'] },
  { name: 'photos', label: 'I have photographs to show', type: 'checkbox' },
]
const unreachable = (): ChatError => new ChatError('connection-failed', 'No answer', { retryable: true })

async function isOver({ house, channelSid, find }: Scene): Promise<void> {
  await find('.row')
  house.setAttributes(channelSid, { status: 'ended' })
  await find('.ended')
}

/** Of the whole widget, in the order in which a visitor comes by them. */
export const states: readonly State[] = (
  [
    { id: 'closed', title: 'Closed', closed: true },
    {
      id: 'unread',
      title: 'Closed, with unread Messages',
      closed: true,
      async play({ house, chat, channelSid, find }) {
        chat.open()
        await find('.row')
        chat.close()
        for (const body of ['One more thing', 'Are you there?', 'It will be ready at ten.']) house.post(channelSid, 'agent', body)
        await find('.badge')
      },
    },
    { id: 'connecting', title: 'Connecting', silent: true },
    { id: 'welcome', title: 'Welcome', unbegun: true },
    { id: 'welcome-quiet', title: 'Welcome, where only the house begins', unbegun: true, options: { startUrl: undefined as never } },
    {
      id: 'starting',
      title: 'Starting',
      unbegun: true,
      answers: { start: 'never' },
      play: ({ click }) => click('.stage .main'),
    },
    {
      id: 'start-failed',
      title: 'Starting failed',
      unbegun: true,
      answers: { start: { status: 500 } },
      async play({ click, find }) {
        await click('.stage .main')
        await find('.stage .bad')
      },
    },
    {
      id: 'waiting',
      title: 'Waiting for somebody',
      unbegun: true,
      answers: { start: { status: 202 } },
      play: ({ click }) => click('.stage .main'),
    },
    { id: 'empty', title: 'Nothing said yet', prepare: () => {} },
    { id: 'conversation', title: 'A conversation' },
    {
      id: 'long',
      title: 'Far up in a long conversation, while more comes',
      prepare: (house, channelSid) => converse(house, channelSid, 60),
      async play({ house, channelSid, find }) {
        await find('.row')
        const log = await find('[role="log"]')
        log.scrollTop = 200
        await find('.pill')
        house.post(channelSid, 'agent', 'Something new, below')
      },
    },
    {
      id: 'typing',
      title: 'Somebody types',
      play: async ({ house, channelSid, find }) => {
        await find('.row')
        // As an agent's client does, again and again: whoever has just come hears the next one.
        const again = setInterval(() => [false, true].forEach((typing) => house.typing(channelSid, 'agent', typing)), 200)
        await find('.dots')
        clearInterval(again)
      },
    },
    {
      id: 'draft',
      title: 'A long draft',
      play: ({ type }) =>
        type('A first line, and\na second one, which is rather long so that it has to be broken somewhere,\nand a third.'),
    },
    {
      id: 'sending',
      title: 'A Message on its way',
      async play({ service, chat, find }) {
        await find('.row')
        service().fault = (method) => (method === 'sendMessage' ? 'silent' : 'none')
        chat.send('It takes a while').catch(() => {})
        await find('.late')
      },
    },
    {
      id: 'failed-message',
      title: 'A Message that was not accepted',
      async play({ service, chat, find }) {
        await find('.row')
        service().fault = (method) => (method === 'sendMessage' ? new ChatError('message-rejected', 'No') : 'none')
        chat.send('This is not accepted').catch(() => {})
        await find('.trouble')
      },
    },
    {
      id: 'edited',
      title: 'Edited and deleted Messages',
      async play({ house, channelSid, find }) {
        await find('.row')
        house.edit(channelSid, 3, 'Please do, and thank you.')
        house.edit(channelSid, 5, 'Saturday is fine, we open at nine.')
        house.remove(channelSid, 4)
        house.remove(channelSid, 6)
        await find('.gone')
      },
    },
    {
      id: 'editing',
      title: 'Editing one’s own Message',
      async play({ click }) {
        await click('.row.own .more')
        await click('.row.own .mini')
      },
    },
    {
      id: 'ending',
      title: 'The question before the end',
      async play({ click, find }) {
        await find('.row')
        await click('button.end')
      },
    },
    { id: 'ended', title: 'Ended', play: isOver },
    {
      id: 'removed',
      title: 'Removed from the conversation',
      async play({ house, channelSid, find }) {
        await find('.row')
        house.removeMember(channelSid, VISITOR)
        await find('.ended')
      },
    },
    {
      id: 'restart-failed',
      title: 'Ended, and starting anew failed',
      answers: { start: { status: 500 } },
      async play(scene) {
        await isOver(scene)
        await scene.click('.ended .main')
        await scene.find('.ended .bad')
      },
    },
    {
      id: 'end-failed',
      title: 'The end failed',
      answers: { end: { status: 500 } },
      async play({ click, find }) {
        await find('.row')
        await click('button.end')
        await click('.status .quiet.bad')
        await find('.status.bad')
      },
    },
    {
      id: 'reconnecting',
      title: 'The connection is lost',
      async play({ service, find }) {
        await find('.row')
        service().drop()
        await find('.status')
      },
    },
    {
      id: 'queued',
      title: 'Written without a connection',
      async play({ service, chat, find }) {
        await find('.row')
        service().drop()
        chat.send('I am on a train').catch(() => {})
        await find('.late')
        await find('.status')
      },
    },
    {
      id: 'failed',
      title: 'The chat cannot be reached',
      prepare: (house) => void (house.refuse = unreachable),
      play: async ({ find }) => void (await find('.stage .emblem')),
    },
    {
      id: 'pre-chat',
      title: 'Questions before a conversation',
      unbegun: true,
      options: { preChat },
      play: async ({ find }) => void (await find('.form')),
    },
    {
      id: 'pre-chat-problems',
      title: 'Questions, wrongly answered',
      unbegun: true,
      options: { preChat },
      play: async ({ click, find }) => {
        await click('.form .main')
        await find('.entry .bad')
      },
    },
    {
      id: 'queue',
      title: 'In the queue',
      prepare: (house, channelSid) => house.setAttributes(channelSid, { parlour: { queue: { position: 3, waitMinutes: 6 } } }),
      play: async ({ find }) => void (await find('.queue')),
    },
    {
      id: 'events',
      title: 'Somebody joins, hands over and leaves',
      prepare(house, channelSid) {
        const tell = (type: string, name: string): unknown =>
          house.post(channelSid, 'system', `${name}: ${type}`, { parlour: { event: { type, name } } })
        tell('joined', 'Ada')
        converse(house, channelSid, 3)
        tell('handover', 'Bo')
        house.post(channelSid, 'colleague', 'I have it before me.')
        tell('left', 'Bo')
      },
    },
    {
      id: 'menu',
      title: 'The menu of the header',
      play: async ({ click, find }) => {
        await find('.row')
        await click('[aria-haspopup="menu"]')
        await find('[role="menuitem"]')
      },
    },
    ...(['stars', 'thumbs', 'scale'] as const).map((rating) => ({
      id: `rating-${rating}`,
      title: `The rating, as ${rating}`,
      options: { rateUrl: '/gallery/rate', rating },
      async play(scene: Scene) {
        await isOver(scene)
        await scene.find('.rating')
      },
    })),
    {
      id: 'rating-comment',
      title: 'The rating, with a comment that could not be sent',
      options: { rateUrl: '/gallery/rate' },
      answers: { rate: { status: 500 } },
      async play(scene) {
        await isOver(scene)
        ;(await scene.find('.choice:nth-child(4) input')).click()
        await scene.click('.rating .tell')
        await scene.find('.rating .bad')
      },
    },
    {
      id: 'rated',
      title: 'Rated',
      options: { rateUrl: '/gallery/rate' },
      answers: { rate: { status: 200 } },
      async play(scene) {
        await isOver(scene)
        ;(await scene.find('.choice:nth-child(5) input')).click()
        await scene.click('.rating .tell')
        await scene.find('.ended > .strong')
      },
    },
    {
      id: 'away',
      title: 'Nobody is there',
      unbegun: true,
      options: { hours: { timeZone: 'UTC', open: [{ days: ['mon'], from: '09:00', to: '09:01' }] } },
      play: async ({ find }) => void (await find('.stage .strong')),
    },
    {
      id: 'leave',
      title: 'Nobody is there, and a message can be left',
      unbegun: true,
      options: { away: true, leaveUrl: '/gallery/leave' },
      play: async ({ find }) => void (await find('.form')),
    },
    {
      id: 'left',
      title: 'A message was left',
      unbegun: true,
      options: { away: true, leaveUrl: '/gallery/leave' },
      answers: { leave: { status: 200 } },
      async play({ fill, click, find }) {
        await fill('.form [name="email"]', 'ann@example.com')
        await fill('.form [name="message"]', 'Is the bowl still there?')
        await click('.form .main')
        await find('.stage .quiet')
      },
    },
  ] satisfies State[]
).map((state: State) => ({ prepare: some, ...state }))

import { ChatError } from '../../../src/chat/errors.ts'
import type { ParlourOptions } from '../../../src/options.ts'
import type { Scene } from '../scene.ts'
import type { State } from '../state.ts'

const preChat: ParlourOptions['preChat'] = [
  { name: 'name', label: 'Your name', required: true, autocomplete: 'name' },
  { name: 'email', label: 'E-mail', type: 'email' },
  { name: 'topic', label: 'What is it about?', type: 'select', required: true, options: ['An order', 'A course', 'Something else'] },
  { name: 'photos', label: 'I have photographs to show', type: 'checkbox' },
]
const unreachable = (): ChatError => new ChatError('connection-failed', 'No answer', { retryable: true })

const leave = { away: true, leaveUrl: '/gallery/leave' } as const

async function answerPreChat({ fill, click }: Scene): Promise<void> {
  await fill('.form [name="name"]', 'Ann')
  await fill('.form [name="topic"]', 'A course')
  await click('.form .main')
}

async function leaveWords({ fill, click }: Scene): Promise<void> {
  await fill('.form [name="email"]', 'ann@example.com')
  await fill('.form [name="message"]', 'Is the bowl still there?')
  await click('.form .main')
}

/** Before there is a conversation. */
export const before: readonly State[] = [
  { id: 'connecting', title: 'Connecting', silent: true },
  {
    id: 'failed',
    title: 'The chat cannot be reached',
    prepare: (house) => void (house.refuse = unreachable),
    play: async ({ find }) => void (await find('.stage .emblem')),
  },
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
    id: 'pre-chat-sending',
    title: 'Questions, on their way',
    unbegun: true,
    options: { preChat },
    answers: { start: 'never' },
    async play(scene) {
      await answerPreChat(scene)
      await scene.find('.form .main[aria-disabled="true"]')
    },
  },
  {
    id: 'pre-chat-failed',
    title: 'Questions that could not be sent',
    unbegun: true,
    options: { preChat },
    answers: { start: { status: 500 } },
    async play(scene) {
      await answerPreChat(scene)
      await scene.find('.bad')
    },
  },
  {
    id: 'queue',
    title: 'In the queue',
    prepare: (house, channelSid) => house.setAttributes(channelSid, { parlour: { queue: { position: 3, waitMinutes: 6 } } }),
    play: async ({ find }) => void (await find('.queue')),
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
    options: leave,
    play: async ({ find }) => void (await find('.form')),
  },
  {
    id: 'leave-problems',
    title: 'A message to be left, without what is needed',
    unbegun: true,
    options: leave,
    async play({ click, find }) {
      await click('.form .main')
      await find('.entry .bad')
    },
  },
  {
    id: 'leave-failed',
    title: 'A message that could not be left',
    unbegun: true,
    options: leave,
    answers: { leave: { status: 500 } },
    async play(scene) {
      await leaveWords(scene)
      await scene.find('.stage .bad')
    },
  },
  {
    id: 'left',
    title: 'A message was left',
    unbegun: true,
    options: leave,
    answers: { leave: { status: 200 } },
    async play(scene) {
      await leaveWords(scene)
      await scene.find('.stage .quiet')
    },
  },
]

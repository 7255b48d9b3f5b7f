import type { State } from '../state.ts'

/** The panel is closed. */
export const outside: readonly State[] = [
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
  {
    id: 'unread-many',
    title: 'Closed, with more unread Messages than there is room for',
    closed: true,
    async play({ house, chat, channelSid, find, until }) {
      chat.open()
      await find('.row')
      chat.close()
      for (let at = 1; at <= 120; at += 1) house.post(channelSid, 'agent', `Number ${at} is ready.`)
      await until(() => chat.state().unread > 99)
      await find('.badge')
    },
  },
  {
    id: 'greeting',
    title: 'A greeting beside the launcher',
    closed: true,
    options: { greeting: { text: 'Hello! May I help you to find a bowl?', name: 'Ada', after: 0, every: 0 } },
    play: async ({ find }) => void (await find('.greeting')),
  },
  {
    id: 'launcher-start',
    title: 'Closed, in the other corner and further up',
    closed: true,
    options: { position: 'start', offset: '96px 32px / 64px 16px' },
  },
]

import { ChatError } from '../../../src/chat/errors.ts'
import type { FakeHouse } from '../../../src/testing/index.ts'
import { converse, some, type State } from '../state.ts'
import { VISITOR } from '../visitor.ts'

/** Of which the visitor has read all, and sees the last page. */
function long(house: FakeHouse, channelSid: string): void {
  converse(house, channelSid, 90)
  void house.service(VISITOR).advanceHorizon(channelSid, 89)
}

/** The log, and what becomes of what is written. */
export const log: readonly State[] = [
  { id: 'empty', title: 'Nothing said yet', prepare: () => {} },
  { id: 'conversation', title: 'A conversation', play: async ({ find }) => void (await find('.row')) },
  {
    id: 'days',
    title: 'A conversation over several days',
    clock: [117, 9],
  },
  {
    id: 'long',
    title: 'Far up in a long conversation, while more comes',
    prepare: (house, channelSid) => converse(house, channelSid, 60),
    async play({ house, channelSid, find, until }) {
      await find('.row')
      const log = await find('[role="log"]')
      log.scrollTop = 200
      const pill = await find('.pill')
      for (const body of ['Something new, below', 'And one more']) house.post(channelSid, 'agent', body)
      await until(() => pill.textContent)
    },
  },
  {
    id: 'earlier',
    title: 'Earlier Messages are being loaded',
    prepare: long,
    async play({ service, find, until }) {
      await find('.row')
      service().fault = (method) => (method === 'messages' ? 'silent' : 'none')
      const log = await find('[role="log"]')
      // Nobody scrolls up before the log stands at its end.
      await until(() => log.scrollTop > 0)
      log.scrollTop = 0
      await find('.earlier[aria-disabled="true"]')
    },
  },
  {
    id: 'new',
    title: 'Messages that came while the chat was closed',
    async play({ house, chat, channelSid, find }) {
      chat.open()
      await find('.row')
      chat.close()
      for (const body of ['One more thing', 'It will be ready at ten.']) house.post(channelSid, 'agent', body)
      await find('.badge')
      chat.open()
      await find('.new')
    },
  },
  {
    id: 'typing',
    title: 'Somebody types',
    play: ({ types, root }) => types(['agent'], () => root.querySelector('.dots')),
  },
  {
    id: 'typing-several',
    title: 'Two people type',
    play: ({ types, root }) => types(['agent', 'colleague'], () => root.querySelector('.typing')!.textContent!.includes('Bo')),
  },
  {
    id: 'reach',
    title: 'Sent, delivered and read',
    prepare(house, channelSid, switches) {
      some(house, channelSid, switches)
      house.post(channelSid, VISITOR, 'This one was read,')
    },
    async play({ house, channelSid, find, until, root }) {
      await find('.row')
      const seen = (count: number): Promise<void> => until(() => root.querySelectorAll('.reach').length === count)
      const agent = house.service('agent')
      await agent.advanceHorizon(channelSid, house.messages(channelSid).at(-1)!.index)
      await seen(1)
      house.post(channelSid, VISITOR, 'this one has arrived,')
      await seen(2)
      for (const one of ['agent', 'colleague']) house.removeMember(channelSid, one)
      house.post(channelSid, VISITOR, 'and of this one only the house knows.')
      await seen(3)
    },
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
    id: 'unknown',
    title: 'A Message of which nobody knows whether it was sent',
    async play({ service, chat, find, until }) {
      await find('.row')
      service().fault = (method) => (method === 'sendMessage' ? 'lost-request' : method === 'messagesAfter' ? 'silent' : 'none')
      chat.send('Did that arrive?').catch(() => {})
      await until(() => service().calls.at(-1)?.method === 'messagesAfter')
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
    id: 'actions',
    title: 'What can be done with one’s own Message',
    async play({ click, find }) {
      await click('.row.own:last-child .more')
      await find('.row.own:last-child .mini.bad')
    },
  },
  {
    id: 'editing',
    title: 'Editing one’s own Message',
    async play({ click }) {
      await click('.row.own:last-child .more')
      await click('.row.own:last-child .mini')
    },
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
    id: 'removed',
    title: 'Removed from the conversation',
    async play({ house, channelSid, find }) {
      await find('.row')
      house.removeMember(channelSid, VISITOR)
      await find('.ended')
    },
  },
  {
    id: 'menu',
    title: 'The menu of the header, with the sound and the transcript',
    play: async ({ click, find }) => {
      await find('.row')
      await click('[aria-haspopup="menu"]')
      // What can be chosen comes from a file of its own.
      await find('[role="menu"] > :nth-child(3)')
    },
  },
  {
    id: 'saving',
    title: 'A transcript is being made',
    prepare: long,
    async play({ service, click, find }) {
      await find('.row')
      service().fault = (method) => (method === 'messages' ? 'silent' : 'none')
      await click('[aria-haspopup="menu"]')
      await click('.menu [role="menuitem"]')
      await find('.menu [aria-disabled="true"]')
    },
  },
  {
    id: 'saving-failed',
    title: 'A transcript that could not be made',
    prepare: long,
    async play({ service, click, find }) {
      await find('.row')
      service().fault = (method) => (method === 'messages' ? new ChatError('network', 'No') : 'none')
      await click('[aria-haspopup="menu"]')
      await click('.menu [role="menuitem"]')
      await find('.menu .bad')
    },
  },
]

import type { FakeHouse } from '../../../src/testing/index.ts'
import { some, type State } from '../state.ts'
import { VISITOR } from '../visitor.ts'

interface Order {
  readonly title: string
  readonly text?: string
  readonly status?: 'ended'
  /** So many of an agent's Messages. */
  readonly news?: number
}

/** A conversation beside the one on the screen. */
function order(house: FakeHouse, { title, text, status, news = 0 }: Order): void {
  const channelSid = house.createChannel({
    members: [VISITOR, 'agent'],
    attributes: { ...(status && { status }), parlour: { title, ...(text && { text }) } },
  })
  for (let at = 0; at < news; at += 1) house.post(channelSid, 'agent', `Some news of ${title}`)
}

const several: NonNullable<State['prepare']> = (house, channelSid, switches) => {
  const long = switches.names === 'long' ? ' for Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh van der Westhuizen' : ''
  order(house, { title: `Order 4502${long}`, text: 'Four plates', status: 'ended', news: 2 })
  order(house, { title: 'The course in March', news: 120 })
  order(house, { title: 'الطلب ٤٦٠٣', text: 'وعاء أزرق واحد' })
  order(house, { title: 'Order 4660', text: 'Two mugs, one of them with a name on it, and a teapot that goes with them', news: 3 })
  some(house, channelSid, switches)
}
/** Several conversations. */
export const rooms: readonly State[] = [
  {
    id: 'rooms-elsewhere',
    title: 'A conversation, while another has news',
    prepare: several,
    play: async ({ find }) => void (await find('.to-rooms .spot')),
  },
  {
    id: 'rooms',
    title: 'The list of conversations: read, unread, ended',
    clock: [36, 0.22],
    prepare: several,
    async play({ click, find }) {
      await find('.row')
      await click('.to-rooms button')
      await find('.room .count')
    },
  },
  {
    id: 'rooms-many',
    title: 'Thirty conversations',
    clock: [600, 8],
    prepare(house, channelSid, switches) {
      for (let at = 1; at < 30; at += 1) {
        order(house, { title: `Order ${4_400 + at}`, news: at % 4, ...(at % 7 === 0 && { status: 'ended' }) })
      }
      some(house, channelSid, { ...switches, messages: '1' })
    },
    async play({ click, find }) {
      await find('.row')
      await click('.to-rooms button')
      await find('.rooms li:nth-child(30)')
    },
  },
]

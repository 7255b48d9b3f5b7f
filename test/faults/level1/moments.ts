import type { Moment } from '../matrix.ts'
import { until } from './page.ts'
import type { Passing, Topic } from './packets.ts'
import type { Scene } from './scene.ts'
import type { Tab } from './tab.ts'
import { TTL_S } from './token-endpoint.ts'

/** How a client is brought to a moment. */
export interface Approach {
  /** It comes with the first connection of the page, before which nothing is there. */
  readonly isStart: boolean
  /** Does what brings it about, after which `matches` is looked at. */
  drive(scene: Scene): Promise<void> | void
  /** Whether this is it; null: it is when `drive` is done. */
  readonly matches: ((passing: Passing) => boolean) | null
  readonly lostInService?: boolean
  /** What the visitor does when the fault is over. */
  after?(scene: Scene): Promise<void>
}

const asked = (topic: Topic, isReply: boolean) => (passing: Passing) => passing.topic === topic && passing.isReply === isReply

const begin = ({ tab }: Scene): void => tab.run(() => tab.chat.setOpen(true))
const breakOff = ({ tab }: Scene): void => tab.network.sockets().forEach((link) => link.rst())
const say = (scene: Scene): void => void scene.write(scene.tab, `${scene.identity} at the moment`)

/** With the first connection, or with a later one. */
function connecting(scene: Scene, topic: Topic, isReply = scene.random() < 0.5): Approach {
  const isStart = scene.random() < 0.5
  return { isStart, drive: isStart ? begin : breakOff, matches: asked(topic, isReply) }
}

const sending = (isReply: boolean, lostInService = false): Approach => ({
  isStart: false,
  drive: say,
  matches: asked('send', isReply),
  lostInService,
})

export function approach(scene: Scene): Approach {
  return approaches[scene.moment](scene)
}

const approaches: Readonly<Record<Moment, (scene: Scene) => Approach>> = {
  'before-open': ({ random }) => {
    const isStart = random() < 0.5
    return { isStart, drive: isStart ? () => {} : breakOff, matches: null }
  },
  upgrade: (scene) => connecting(scene, 'upgrade'),
  'init-sent': (scene) => connecting(scene, 'init', false),
  'init-reply': (scene) => connecting(scene, 'init', true),
  'config-fetch': ({ random }) => ({ isStart: true, drive: begin, matches: asked('config', random() < 0.5) }),
  subscribe: (scene) => connecting(scene, 'subscribe'),
  replay: () => ({
    isStart: false,
    async drive(scene) {
      const { proxy } = scene.tab.network
      await proxy.setDoor('refuse')
      breakOff(scene)
      await scene.meddle()
      await proxy.setDoor('open')
    },
    matches: ({ topic }) => topic === 'replay',
  }),
  idle: () => ({
    isStart: false,
    drive: async ({ tab }) => void (await until(() => performance.now() - tab.network.busyAt > 400, 5_000)),
    matches: null,
  }),
  'send-before-write': () => sending(false),
  'send-before-commit': () => sending(false, true),
  'send-before-reply': () => sending(true),
  'update-token': ({ random }) => ({
    isStart: false,
    drive({ tab }) {
      tab.page.skewMs += TTL_S * 600
      tab.run(() => tab.chat.reconnect())
    },
    matches: asked('update', random() < 0.5),
  }),
  'history-page': ({ random }) => ({
    isStart: false,
    drive: ({ tab }) => tab.run(() => tab.chat.loadPrevious()),
    matches: asked('page', random() < 0.5),
  }),
  upload: ({ random }) => ({
    isStart: false,
    drive: (scene) => scene.attach(scene.tab),
    matches: asked('upload', random() < 0.5),
  }),
  'typing-or-read': ({ random }) => {
    const topic = random() < 0.5 ? 'typing' : 'horizon'
    return {
      isStart: false,
      async drive(scene) {
        const { tab } = scene
        if (topic === 'typing') return tab.run(() => tab.chat.typed())
        await scene.meddle()
        await until(() => tab.chat.unread.peek() > 0, 5_000)
        tab.run(() => tab.chat.read())
      },
      matches: asked(topic, random() < 0.5),
    }
  },
  shutdown: (scene) => (scene.random() < 0.6 ? switching(scene) : leaving),
}

/** The page is left in good order, and opened again. */
const leaving: Approach = {
  isStart: false,
  async drive(scene) {
    say(scene)
    await until(() => false, scene.random() * 20, 1)
    scene.tab.leave()
  },
  matches: null,
  async after(scene) {
    if (scene.tab.gone) await scene.openTab()
  },
}

/** The visitor logs out, keeps what is not sent, is somebody else for a while, and comes back. */
function switching({ endpoint, identity, random }: Scene): Approach {
  const other = `${identity} as another`
  let first: Tab | null = null
  return {
    isStart: false,
    async drive(scene) {
      say(scene)
      await until(() => false, random() * 20, 1)
      const { tab } = scene
      first = tab
      endpoint.identity = other
      void tab.run(() => tab.store.logout(true))
    },
    matches: null,
    async after(scene) {
      // Opened anew meanwhile, or what is in the page now.
      const { tab, house } = scene
      const channelSid = await house.open(other, ['welcome, other'])
      // Opened as the first was left, it may be there as either of them.
      if (tab !== first) await tab.run(() => tab.store.logout(true))
      begin(scene)
      const { session, timeline } = tab.chat
      const isOther = (): boolean => {
        const now = session.peek()
        return now.status === 'ready' && now.channelSid === channelSid
      }
      if (!(await until(isOther, 60_000, 50))) scene.complain(`as another: ${session.peek().status}`)
      const foreign = timeline.peek().entries.filter(({ body }) => body !== 'welcome, other')
      if (foreign.length > 0) scene.complain(`the other sees: ${foreign.map(({ body }) => body).join(', ')}`)
      endpoint.identity = identity
      await tab.run(() => tab.store.logout(true))
      begin(scene)
    },
  }
}

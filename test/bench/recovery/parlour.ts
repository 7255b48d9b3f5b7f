import { randomUUID } from 'node:crypto'
import { signal } from '@preact/signals-core'
import { connect as connectConversations } from '../../../src/adapters/conversations.ts'
import { connect as connectChat } from '../../../src/adapters/twilio-chat.ts'
import type { Connect } from '../../../src/chat/service.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import { createChatStore } from '../../../src/store/create-chat.ts'
import { liveOn } from '../../../src/store/live/index.ts'
import { createMemoryDisk } from '../../../src/store/live/memory-disk.ts'
import { createReception } from '../../../src/store/reception.ts'
import { createTokenRequest } from '../../../src/token/fetch-token.ts'
import { createTokenKeeper } from '../../../src/token/keeper.ts'
import { withWindow } from './contender.ts'
import type { Contender, Sdk, Seat } from './contender.ts'

const connects: Readonly<Record<Sdk, Connect>> = { chat: connectChat, conversations: connectConversations }

/** All of Parlour but what draws. Resolves when the conversation is open. */
export async function openParlour(sdk: Sdk, seat: Seat): Promise<Contender> {
  let aheadMs = 0
  const clock = { ...systemClock, now: () => Date.now() + aheadMs }
  const life = new AbortController()
  const ask = createTokenRequest({ tokenUrl: async () => ({ token: seat.token(), channelSid: seat.channelSid }) }, undefined, clock)
  const store = createChatStore(
    {
      credentials: createTokenKeeper({ ask, clock, random: Math.random }),
      loadConnect: async () => (token, options) => withWindow(seat.window, () => connects[sdk](token, options)),
      loadReception: async () => ({ createReception }),
      loadLive: async () => liveOn(createMemoryDisk().tab()),
      serviceUrl: seat.url,
      requestStart: null,
      requestEnd: null,
      tell: async () => {},
      creators: [],
      online: async () => {},
      clock,
      random: Math.random,
      uuid: randomUUID,
      schedule(task) {
        const timer = setTimeout(task, 16)
        return () => clearTimeout(timer)
      },
      visible: signal(true),
      horizonOf: () => null,
      onError: () => {},
      onMessage: ({ body }) => seat.heard(body),
    },
    life.signal,
  )
  // As the widget does.
  for (const type of ['online', 'visibilitychange']) seat.window.addEventListener(type, () => store.chat.reconnect())
  store.chat.setOpen(true)
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Parlour did not open in 30 s')), 30_000)
    const off = store.chat.session.subscribe(({ status }) => {
      if (status !== 'ready') return
      clearTimeout(late)
      setTimeout(() => off())
      resolve()
    })
  })
  return {
    seat,
    send: (body) => void store.chat.send(body),
    sleepOver: (ms) => void (aheadMs += ms),
    close() {
      life.abort()
      seat.path.close()
    },
  }
}

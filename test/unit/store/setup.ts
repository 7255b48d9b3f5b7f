import { signal } from '@preact/signals-core'
import { onTestFinished } from 'vitest'
import type { ChatError } from '../../../src/chat/errors.ts'
import type { Capabilities } from '../../../src/chat/service.ts'
import type { Message } from '../../../src/chat/types.ts'
import { createChatStore } from '../../../src/store/create-chat.ts'
import type { ChatDeps, ChatStore } from '../../../src/store/create-chat.ts'
import { liveOn } from '../../../src/store/live/index.ts'
import { createMemoryDisk } from '../../../src/store/live/memory-disk.ts'
import { createReception } from '../../../src/store/reception.ts'
import { createFakeHouse } from '../../../src/testing/index.ts'
import type { FakeHouse, FakeService } from '../../../src/testing/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import type { FakeClock } from '../../support/fake-clock.ts'

/** UUIDs, counted. */
export function countedUuids(): () => string {
  let made = 0
  return () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`
}

/** A token keeper that always has a token for `identity`. */
export function fakeCredentials(
  identity: string,
): ChatDeps['credentials'] & { channelSid: string | null; asked: string[]; fail: ChatError | null } {
  const credentials = {
    channelSid: null as string | null,
    asked: [] as string[],
    fail: null as ChatError | null,
    async get(reason: string) {
      credentials.asked.push(reason)
      if (credentials.fail) throw credentials.fail
      return { token: { jwt: identity, identity, serviceSid: 'IS' }, channelSid: credentials.channelSid }
    },
    keepFresh: (_use: unknown, signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
    wake: () => {},
    renew: async () => identity,
    renewal: async () => {},
    hurry: () => void credentials.asked.push('hurry'),
    forget: () => void credentials.asked.push('forget'),
  }
  return credentials
}

export interface Setup {
  readonly clock: FakeClock
  readonly house: FakeHouse
  readonly store: ChatStore
  readonly chat: ChatStore['chat']
  readonly credentials: ReturnType<typeof fakeCredentials>
  readonly errors: ChatError[]
  readonly messages: Message[]
  readonly visible: { value: boolean }
  /** The visitor's newest connection. */
  readonly service: FakeService
  readonly lifetime: AbortController
  /** Bodies in the log, with a mark for those that are not simply sent. */
  log(): string[]
  settle(): Promise<void>
}

/** The same, with a Channel of visitor and agent, in which these Messages of the agent are, and the panel open. */
export async function opened(
  bodies: readonly string[] = [],
  deps: Partial<ChatDeps> = {},
): Promise<Setup & { readonly channelSid: string; readonly service: FakeService }> {
  const made = setup(deps)
  const { house, chat, settle } = made
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  for (const body of bodies) house.post(channelSid, 'agent', body)
  chat.setOpen(true)
  await settle()
  return { ...made, channelSid, service: made.service }
}

/** What outlives a page. */
export interface World {
  readonly clock: FakeClock
  readonly house: FakeHouse
}

export function createWorld(capabilities: Partial<Capabilities> = {}): World {
  const clock = createFakeClock()
  let looks = 0
  // No two things at the same millisecond.
  return { clock, house: createFakeHouse({ now: () => clock.now() + (looks += 1), capabilities }) }
}

/** The store of a visitor named `visitor`, with a house of its own and a clock that stands still. */
export function setup(deps: Partial<ChatDeps> = {}, world: World = createWorld()): Setup {
  const { clock, house } = world
  const credentials = fakeCredentials('visitor')
  const errors: ChatError[] = []
  const messages: Message[] = []
  const visible = signal(true)
  const lifetime = new AbortController()
  onTestFinished(() => lifetime.abort())
  const store = createChatStore(
    {
      credentials,
      loadConnect: async () => house.connect,
      loadReception: async () => ({ createReception }),
      // Looked after every few seconds, a day of the clock would take minutes: who tests that gives its own.
      loadLive: async () => ({ ...liveOn(createMemoryDisk().tab()), keepAlive: async () => {} }),
      serviceUrl: undefined,
      requestStart: null,
      requestEnd: null,
      tell: async () => {},
      creators: [],
      online: async () => {},
      clock,
      random: () => 0.5,
      uuid: countedUuids(),
      schedule: (task) => {
        let on = true
        queueMicrotask(() => on && task())
        return () => void (on = false)
      },
      visible,
      horizonOf: () => null,
      onError: (error) => errors.push(error),
      onMessage: (message) => messages.push(message),
      onDelivery: () => {},
      ...deps,
    },
    lifetime.signal,
  )
  const self: Setup = {
    clock,
    house,
    store,
    chat: store.chat,
    credentials,
    errors,
    messages,
    visible,
    get service() {
      return house.services.findLast(({ identity }) => identity === 'visitor')!
    },
    lifetime,
    log: () => store.chat.timeline.value.entries.map((entry) => toWord(entry)),
    settle: () => clock.advance(0),
  }
  return self
}

function toWord({ body, delivery, deleted, editedAt }: ReturnType<Setup['chat']['timeline']['peek']>['entries'][number]): string {
  return (deleted ? '(deleted)' : body) + (editedAt === null ? '' : ' (edited)') + (delivery === 'sent' ? '' : ` (${delivery})`)
}

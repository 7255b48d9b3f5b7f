import type { RunningChatService } from '../../support/chat-service.ts'
import { createPath } from './path.ts'
import type { Path } from './path.ts'

export type Sdk = 'chat' | 'conversations'

/** A visitor in a page of its own, in the room, with the history loaded: our layer, or the SDK as npm gives it. */
export interface Contender {
  readonly seat: Seat
  send(body: string): void
  /** The page's clock shows so much more than before, as after a sleep. */
  sleepOver(ms: number): void
  close(): void
}

/** Where it sits: its way to the service, its page's window, and the ears for what it shows. */
export interface Seat {
  readonly service: RunningChatService
  readonly path: Path
  readonly window: EventTarget
  readonly identity: string
  readonly agent: string
  readonly channelSid: string
  readonly url: string
  /** Another Access Token with each call. */
  token(): string
  /** The page shows, or the SDK tells of, a Message with this body. */
  heard(body: string): void
  /** Resolves when it does. */
  hears(body: string): Promise<void>
}

const system = { kind: 'system' } as const
let made = 0

export async function takeSeat(service: RunningChatService): Promise<Seat> {
  const number = (made += 1)
  const identity = `visitor-${number}`
  // Each has its own: one User is in a thousand Channels at most.
  const agent = `agent-${number}`
  const { channels, members, messages } = service.instance
  const { sid: channelSid } = channels.create(system, { friendlyName: 'Help', type: 'private' })
  for (const member of [agent, identity]) members.create(system, channelSid, { identity: member })
  messages.create(system, channelSid, { body: 'Hello', from: agent })
  const path = await createPath(Number(new URL(service.url).port))
  const ears = new Map<string, () => void>()
  const known = new Set<string>()
  let ttl = 3_600
  return {
    service,
    path,
    window: new EventTarget(),
    identity,
    agent,
    channelSid,
    url: `ws://127.0.0.1:${path.port}/twilsock`,
    token: () => service.token(identity, { ttl: (ttl += 1) }),
    heard(body) {
      known.add(body)
      ears.get(body)?.()
    },
    hears: (body) => (known.has(body) ? Promise.resolve() : new Promise((resolve) => ears.set(body, resolve))),
  }
}

/** A Message of the agent's, by the back end. */
export const say = ({ service, channelSid, agent }: Seat, body: string): void =>
  void service.instance.messages.create(system, channelSid, { body, from: agent })

/** twilsock listens to the window that there is while it is constructed. */
export function withWindow<Made>(window: EventTarget, make: () => Made): Made {
  Object.defineProperty(globalThis, 'window', { value: window, configurable: true })
  try {
    return make()
  } finally {
    Reflect.deleteProperty(globalThis, 'window')
  }
}

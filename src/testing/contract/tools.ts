import { ChatError } from '../../chat/errors.ts'
import type { ChatService, ChatServiceEvents, SendOptions } from '../../chat/service.ts'
import type { Message } from '../../chat/types.ts'
import type { ContractChannel, ContractHouse } from './house.ts'

const PATIENCE_MS = 8_000

/** The next event of this name that fits. */
export function heard<Name extends keyof ChatServiceEvents>(
  service: ChatService,
  name: Name,
  fits: (event: ChatServiceEvents[Name]) => boolean = () => true,
): Promise<ChatServiceEvents[Name]> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      off()
      reject(new Error(`No ${name} within ${PATIENCE_MS} ms`))
    }, PATIENCE_MS)
    const off = service.on(name, (event) => {
      if (!fits(event)) return
      clearTimeout(late)
      off()
      resolve(event)
    })
  })
}

/** All events of these names from now on, as they come. */
export function listen<Name extends keyof ChatServiceEvents>(service: ChatService, ...names: readonly Name[]): ChatServiceEvents[Name][] {
  const events: ChatServiceEvents[Name][] = []
  for (const name of names) service.on(name, (event) => void events.push(event))
  return events
}

/** What the service has stored may take a moment to reach us. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not within ${PATIENCE_MS} ms: ${holds.toString()}`)
    await pause(20)
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The code with which `work` fails; null when it does not. An error that is no ChatError breaks the contract. */
export async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof ChatError) return error.code
    throw error
  }
}

/** An Identity that nobody had before. */
export const fresh = (name: string): string => `${name}-${crypto.randomUUID().slice(0, 8)}`

/** Options of a Message with an id of its own. */
export const own = (options: Partial<SendOptions> = {}): SendOptions => ({ id: crypto.randomUUID(), ...options })

export interface Visit {
  readonly identity: string
  readonly agent: string
  readonly service: ChatService
  readonly channel: ContractChannel
  /** A connection of the agent, who is in the Channel, too. */
  join(): Promise<ChatService>
}

/** A visitor in a Channel with an agent. Its list is open, as an adapter may listen to a Channel only once somebody reads it. */
export async function visit(house: ContractHouse): Promise<Visit> {
  const [identity, agent] = [fresh('visitor'), fresh('agent')]
  const channel = await house.createChannel(identity, agent)
  const service = await house.connect(identity)
  await service.messages(channel.sid)
  return {
    identity,
    agent,
    service,
    channel,
    async join() {
      const there = await house.connect(agent)
      await there.messages(channel.sid)
      return there
    },
  }
}

/** Sends, and resolves with the Message as it comes back. */
export async function sent(service: ChatService, channelSid: string, body: string, options: SendOptions = own()): Promise<Message> {
  const echo = heard(service, 'messageAdded', ({ message }) => message.attributes['parlourId'] === options.id)
  await service.sendMessage(channelSid, body, options)
  return (await echo).message
}

/** All Messages, as a connection reads them now. */
export const bodies = async (service: ChatService, channelSid: string): Promise<readonly string[]> =>
  (await service.messagesAfter(channelSid, -1)).map(({ body }) => body)

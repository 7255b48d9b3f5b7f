import { readAttributes, withParlour } from './attributes.ts'
import type { ChannelRecord } from './records.ts'
import type { Rooms } from './rooms.ts'
import { unless } from './twilio-client.ts'

/** Somebody who waits for an agent. */
export interface Waiting {
  readonly channelSid: string
  readonly name: string
  /** ISO 8601 */
  readonly since: string
}

/**
 * The line before the counter. A visitor who waits is in its Channel already and can write; the Channel's attributes say
 * where in the line it stands, and the widget hears of each change as it hears of Messages:
 * `{"parlour":{"queue":{"position":2,"waitMinutes":4}}}`.
 */
export interface Queue {
  /** Newcomers wait until an agent takes them. Else they are the agent's at once. */
  isOn: boolean
  /** In the order of the line. */
  readonly waiting: readonly Waiting[]
  has(channelSid: string): boolean
  join(waiting: Waiting): Promise<void>
  /** Accepted, or gone: the others move up. No effect for one that does not wait. */
  leave(channelSid: string): Promise<void>
}

/** What the demo tells visitors; a website would know better. */
const MINUTES_EACH = 2

/** Takes up the line that an earlier process left in these Channels. */
export function createQueue(rooms: Rooms, channels: readonly ChannelRecord[]): Queue {
  let line: readonly Waiting[] = channels
    .filter(({ attributes, closed }) => !closed && isWaiting(attributes))
    .map(({ sid, friendlyName, dateCreated }) => ({ channelSid: sid, name: friendlyName ?? sid, since: dateCreated }))
    .toSorted((a, b) => a.since.localeCompare(b.since))
  /** One change of the line after the other: no visitor is told an older place last. */
  let telling: Promise<unknown> = Promise.resolve()

  async function tell(channelSid: string): Promise<void> {
    const at = line.findIndex((each) => each.channelSid === channelSid)
    const queue = at < 0 ? undefined : { position: at + 1, waitMinutes: (at + 1) * MINUTES_EACH }
    const channel = await unless(404, rooms.fetch(channelSid))
    if (!channel || channel.closed || readAttributes(channel.attributes)['status'] === 'ended') return
    await unless(404, rooms.describe(channelSid, withParlour(channel.attributes, { queue })))
  }
  function change(next: readonly Waiting[], moved: readonly string[]): Promise<void> {
    line = next
    async function tellAll(before: Promise<unknown>): Promise<void> {
      await before
      for (const channelSid of moved) await tell(channelSid)
    }
    const told = tellAll(telling)
    telling = told.catch(() => undefined)
    return told
  }
  const queue: Queue = {
    isOn: false,
    get waiting() {
      return line
    },
    has: (channelSid) => line.some((each) => each.channelSid === channelSid),
    async join(waiting) {
      if (!queue.has(waiting.channelSid)) await change([...line, waiting], [waiting.channelSid])
    },
    async leave(channelSid) {
      const at = line.findIndex((each) => each.channelSid === channelSid)
      if (at < 0) return
      const rest = line.toSpliced(at, 1)
      await change(rest, [channelSid, ...rest.slice(at).map((each) => each.channelSid)])
    },
  }
  return queue
}

function isWaiting(attributes: string): boolean {
  const { status, parlour } = readAttributes(attributes)
  return status !== 'ended' && typeof parlour === 'object' && parlour !== null && 'queue' in parlour
}

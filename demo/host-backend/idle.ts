import { readAttributes } from './attributes.ts'
import type { Rooms } from './rooms.ts'

export interface IdleConversation {
  readonly channelSid: string
  readonly friendlyName: string
  /** ms since the epoch: its last Message, its making when it has none */
  readonly lastActiveAt: number
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `30m`, `24h`, `7d` in ms. @throws RangeError with a sentence */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) throw new RangeError(`"${text}" is no duration. Write 90s, 30m, 24h or 7d.`)
  return Number(amount) * (units[unit] ?? 0)
}

/**
 * Conversations of ours in which nobody wrote since `before` (ms since the epoch), and those whose end got lost. Channels
 * that somebody else made (where the API tells), or that are no conversations (they have no status), are left alone.
 */
export async function findIdle(rooms: Rooms, before: number): Promise<readonly IdleConversation[]> {
  const idle: IdleConversation[] = []
  for (const channel of await rooms.list()) {
    const { status } = readAttributes(channel.attributes)
    const ours = channel.type === 'private' && (channel.createdBy ?? 'system') === 'system'
    if (!ours || (status !== 'open' && status !== 'ended')) continue
    const [last] = await rooms.newestMessages(channel.sid, 1)
    const lastActiveAt = Date.parse((last ?? channel).dateCreated)
    if (lastActiveAt >= before) continue
    idle.push({ channelSid: channel.sid, friendlyName: channel.friendlyName ?? '', lastActiveAt })
  }
  return idle
}

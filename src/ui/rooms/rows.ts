import { forUs, textAt } from '../../chat/foreign-json.ts'
import type { Room } from '../../store/chat.ts'
import { hasEnded } from '../../store/trust.ts'
import { cleanName } from '../foreign.ts'

/** One line of the list. */
export interface RoomRow {
  readonly channelSid: string
  /** Empty: nobody gave it one. */
  readonly name: string
  /** What the back end says about it; empty where it says nothing. */
  readonly about: string
  /** Of its newest Message, else of its making; ms since the epoch. */
  readonly at: number
  readonly unread: number
  readonly ended: boolean
}

/**
 * The last touched first. A name for the visitor is what the back end wrote on the Channel, `{"parlour":{"title":"Your order",
 * "text":"A blue bowl"}}`, else its friendly name.
 */
export function toRows(rooms: readonly Room[]): readonly RoomRow[] {
  return rooms.map(toRow).sort((a, b) => b.at - a.at || (a.channelSid < b.channelSid ? -1 : 1))
}

function toRow({ channel, unread }: Room): RoomRow {
  const { sid, attributes, friendlyName, createdAt, lastMessageAt } = channel
  const said = forUs(attributes)
  const ended = hasEnded(channel)
  return {
    channelSid: sid,
    name: cleanName(textAt(said, 'title') || (friendlyName ?? '')),
    about: textAt(said, 'text'),
    at: lastMessageAt ?? createdAt,
    unread: ended ? 0 : unread,
    ended,
  }
}

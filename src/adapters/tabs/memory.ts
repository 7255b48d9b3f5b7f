import type { ChatServiceEvents } from '../../chat/service.ts'
import type { Channel, Member, Message } from '../../chat/types.ts'
import type { News } from './wire.ts'

/**
 * What this tab was told of the service: enough to say what changed while one client of the SDK went and another came,
 * which tells of the past to nobody.
 */
export interface Memory {
  /** The Channels were listed: who came and who went is known. */
  listed: boolean
  readonly channels: Map<string, Channel>
  readonly rooms: Map<string, Room>
  channel(channel: Channel): void
  /** Messages that were read. */
  read(channelSid: string, messages: readonly Message[]): void
  /** The Members, all of them. */
  members(channelSid: string, members: readonly Member[]): void
  /** What is to be told of it: something else when it is known, null when it was told. */
  hear(news: News): News | null
  /** Another client: it has read nothing. */
  forgetClient(): void
  /** The index of a Message that this client has not read, though an earlier one has; null: it has, or nobody. */
  unmet(channelSid: string, messageSid: string): number | null
}

export interface Room {
  /** Of the newest Message that was read or heard; -1 = the list is known to be empty. */
  highest: number
  /** Somebody has read the list, so that the SDK tells of new Messages. */
  opened: boolean
  readonly indexes: Map<string, number>
  readonly members: Map<string, Member>
  listed: boolean
}

export function createMemory(): Memory {
  const channels = new Map<string, Channel>()
  const rooms = new Map<string, Room>()
  /** Channels that an earlier client has told of: to hear that we are in them is no news. */
  const carried = new Set<string>()
  /** Messages that were told of. */
  const told = new Set<string>()
  /** Messages that this client has read or told of. */
  const met = new Set<string>()

  function roomOf(sid: string): Room {
    const room = rooms.get(sid) ?? { highest: -1, opened: false, indexes: new Map(), members: new Map(), listed: false }
    rooms.set(sid, room)
    return room
  }
  function meet(channelSid: string, { sid, index }: Pick<Message, 'sid' | 'index'>): void {
    const room = roomOf(channelSid)
    room.highest = Math.max(room.highest, index)
    room.indexes.set(sid, index)
    met.add(sid)
  }
  const learn = (channel: Channel): void => void channels.set(channel.sid, structuredClone(channel))
  const put = ({ channelSid, member }: ChatServiceEvents['memberUpdated']): void =>
    void roomOf(channelSid).members.set(member.sid, structuredClone(member))

  const memory: Memory = {
    listed: false,
    channels,
    rooms,
    channel: learn,
    read(channelSid, messages) {
      roomOf(channelSid).opened = true
      for (const message of messages) meet(channelSid, message)
    },
    members(channelSid, members) {
      const room = roomOf(channelSid)
      room.listed = true
      room.members.clear()
      for (const member of members) put({ channelSid, member })
    },
    hear(news) {
      switch (news.name) {
        case 'channelAdded': {
          const known = carried.delete(news.event.sid) && channels.get(news.event.sid)?.status === news.event.status
          learn(news.event)
          return known ? { name: 'channelUpdated', event: news.event } : news
        }
        case 'channelUpdated':
          learn(news.event)
          return news
        case 'channelRemoved':
          carried.delete(news.event.sid)
          channels.delete(news.event.sid)
          rooms.delete(news.event.sid)
          return news
        case 'messageAdded': {
          const { channelSid, message } = news.event
          meet(channelSid, message)
          if (told.has(message.sid)) return null
          told.add(message.sid)
          return news
        }
        case 'memberJoined':
        case 'memberUpdated':
          put(news.event)
          return news
        case 'memberLeft':
          roomOf(news.event.channelSid).members.delete(news.event.member.sid)
          return news
        default:
          return news
      }
    },
    forgetClient() {
      met.clear()
      carried.clear()
      for (const sid of channels.keys()) carried.add(sid)
    },
    unmet: (channelSid, messageSid) => (met.has(messageSid) ? null : (rooms.get(channelSid)?.indexes.get(messageSid) ?? null)),
  }
  return memory
}

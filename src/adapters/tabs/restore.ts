import type { Member } from '../../chat/types.ts'
import type { Memory, Room } from './memory.ts'
import type { Line, News } from './wire.ts'

/**
 * A new client knows nothing of what an earlier one heard: asks it for all that this tab had read, which also opens the
 * lists that it is to listen to, and tells what has changed since. An edit or a removal of an older Message is not
 * found; whoever shows a range compares it.
 */
export async function restore(memory: Memory, line: Line, tell: (news: News) => void): Promise<void> {
  if (memory.listed) await restoreChannels(memory, line, tell)
  for (const [channelSid, room] of [...memory.rooms]) {
    if (room.opened) await restoreMessages(channelSid, room, line, tell)
    if (room.listed) await restoreMembers(channelSid, room, line, tell)
  }
}

async function restoreChannels({ channels }: Memory, line: Line, tell: (news: News) => void): Promise<void> {
  const before = new Map([...channels].map(([sid, channel]) => [sid, JSON.stringify(channel)]))
  const now = await line.channels()
  const there = new Set(now.map(({ sid }) => sid))
  for (const { sid, status } of [...channels.values()]) {
    if (status !== 'notParticipating' && !there.has(sid)) tell({ name: 'channelRemoved', event: { sid } })
  }
  for (const channel of now) {
    const known = before.get(channel.sid)
    if (known === undefined) tell({ name: 'channelAdded', event: channel })
    else if (known !== JSON.stringify(channel)) tell({ name: 'channelUpdated', event: channel })
  }
}

async function restoreMessages(channelSid: string, { highest }: Room, line: Line, tell: (news: News) => void): Promise<void> {
  for (const message of await line.messagesAfter(channelSid, highest)) tell({ name: 'messageAdded', event: { channelSid, message } })
}

async function restoreMembers(channelSid: string, room: Room, line: Line, tell: (news: News) => void): Promise<void> {
  const before = new Map<string, Member>(room.members)
  for (const member of await line.members(channelSid)) {
    const known = before.get(member.sid)
    before.delete(member.sid)
    if (!known) tell({ name: 'memberJoined', event: { channelSid, member } })
    else if (JSON.stringify(known) !== JSON.stringify(member)) tell({ name: 'memberUpdated', event: { channelSid, member } })
  }
  for (const member of before.values()) tell({ name: 'memberLeft', event: { channelSid, member } })
}

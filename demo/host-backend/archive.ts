import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfPresent, writeDurably } from './durable-file.ts'
import type { Ending } from './journal.ts'
import type { ChannelRecord, MemberRecord, MessageRecord } from './records.ts'
import type { Rooms } from './rooms.ts'

export interface Archive {
  readonly format: 2
  readonly endedBy: string
  readonly endedAt: string
  readonly channel: ChannelRecord
  readonly members: readonly MemberRecord[]
  readonly messageCount: number
  /** All of them, ascending by index. */
  readonly messages: readonly MessageRecord[]
}

/** `<dataDir>/archive/<CH>.json`, with its hash beside it in a form that `sha256sum -c` reads. */
export interface Archives {
  /** Pages all Messages out of the Channel, writes them, and reads them back. @throws Error when what was read differs */
  write(ending: Ending): Promise<void>
  /** The archive, if it is there and its hash and its count are right. */
  read(channelSid: string): Promise<Archive | undefined>
}

export async function openArchives(dataDir: string, rooms: Rooms): Promise<Archives> {
  const folder = join(dataDir, 'archive')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fileOf = (channelSid: string): string => join(folder, `${channelSid}.json`)

  async function read(channelSid: string): Promise<Archive | undefined> {
    const text = await readIfPresent(fileOf(channelSid))
    const line = await readIfPresent(`${fileOf(channelSid)}.sha256`)
    if (text === undefined || line !== hashLine(channelSid, text)) return undefined
    const archive = JSON.parse(text) as Archive
    return archive.messages.length === archive.messageCount ? archive : undefined
  }

  async function write({ channel, members, endedBy, endedAt }: Ending): Promise<void> {
    const messages = await rooms.messages(channel.sid)
    const archive: Archive = { format: 2, endedBy, endedAt, channel, members, messageCount: messages.length, messages }
    const text = `${JSON.stringify(archive, null, 1)}\n`
    await writeDurably(fileOf(channel.sid), text)
    await writeDurably(`${fileOf(channel.sid)}.sha256`, hashLine(channel.sid, text))
    const readBack = await read(channel.sid)
    if (readBack?.messages.length !== messages.length) throw new Error(`The archive of ${channel.sid} reads back differently.`)
  }

  return { read, write }
}

function hashLine(channelSid: string, text: string): string {
  return `${createHash('sha256').update(text).digest('hex')}  ${channelSid}.json\n`
}

import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createDurably, readIfPresent, removeDurably, writeDurably } from './durable-file.ts'
import type { ChannelRecord, MemberRecord } from './records.ts'

/** The end of a conversation, in this order. Each step may be done twice without harm. */
export const steps = ['mark-ended', 'remove-members', 'archive', 'delete-channel'] as const
export type Step = (typeof steps)[number]

/** What must outlive a crash while a conversation ends; it holds no Message. */
export interface Ending {
  /** The step to do next. */
  readonly next: Step
  /** Identity of who ended it, or `idle`. */
  readonly endedBy: string
  /** ISO 8601 */
  readonly endedAt: string
  /** As they were before the first step, which changes the one, and the second, which removes the others. */
  readonly channel: ChannelRecord
  readonly members: readonly MemberRecord[]
}

/** One small file for each conversation that is being ended: `<dataDir>/journal/<CH>.json`. */
export interface Journal {
  /** Notes the begin of an end. The first process that does so wins: answers with what then stands in the journal. */
  begin(ending: Ending): Promise<Ending>
  read(channelSid: string): Promise<Ending | undefined>
  write(ending: Ending): Promise<void>
  remove(channelSid: string): Promise<void>
  /** Sids of the Channels whose end was begun and not finished. */
  unfinished(): Promise<readonly string[]>
}

export async function openJournal(dataDir: string): Promise<Journal> {
  const folder = join(dataDir, 'journal')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fileOf = (channelSid: string): string => join(folder, `${channelSid}.json`)
  const read: Journal['read'] = async (channelSid) => {
    const text = await readIfPresent(fileOf(channelSid))
    return text === undefined ? undefined : (JSON.parse(text) as Ending)
  }
  return {
    read,
    async begin(ending) {
      const first = await createDurably(fileOf(ending.channel.sid), JSON.stringify(ending))
      return first ? ending : ((await read(ending.channel.sid)) ?? ending)
    },
    write: (ending) => writeDurably(fileOf(ending.channel.sid), JSON.stringify(ending)),
    remove: (channelSid) => removeDurably(fileOf(channelSid)),
    async unfinished() {
      const names = await readdir(folder)
      return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
    },
  }
}

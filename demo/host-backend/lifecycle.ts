import type { Archives } from './archive.ts'
import { readAttributes } from './attributes.ts'
import type { Ending, Journal, Step } from './journal.ts'
import { steps } from './journal.ts'
import type { Rooms } from './rooms.ts'
import { restStatus, unless } from './twilio-client.ts'

export interface Lifecycle {
  /**
   * Ends a conversation for good: marks it as ended, removes its Members, archives it and deletes its Channel. After a
   * crash between any two steps the next call goes on where it stopped. Asked twice at once, it does it once.
   * @throws RestException 404 when there is no such Channel
   */
  end(channelSid: string, endedBy: string): Promise<void>
  /** The end of this conversation was begun and cut short, and this Identity was in it. */
  isEnding(channelSid: string, identity: string): Promise<boolean>
  /** How this conversation was when its end began; undefined where it has not ended, or nobody kept it. */
  ended(channelSid: string): Promise<Pick<Ending, 'channel' | 'members'> | undefined>
  /** Finishes what a crash cut short; answers with the sids that still fail, and why. */
  resume(): Promise<readonly { channelSid: string; error: unknown }[]>
}

interface Parts {
  readonly rooms: Rooms
  readonly journal: Journal
  readonly archives: Archives
  /** Its end begins. */
  readonly onEnd?: (channelSid: string) => Promise<void>
}

export function createLifecycle({ rooms, journal, archives, onEnd }: Parts): Lifecycle {
  const running = new Map<string, Promise<void>>()

  const perform: Record<Step, (ending: Ending) => Promise<unknown>> = {
    // The widget shows the end as soon as it sees this. The unique name is given up, so that the visitor can start anew.
    'mark-ended': async ({ channel }) => {
      const attributes = JSON.stringify({ ...readAttributes(channel.attributes), status: 'ended' })
      await unless(404, rooms.retire(channel.sid, attributes))
    },
    // Nobody can write any more, so that the archive is complete.
    'remove-members': async ({ channel }) => {
      const members = (await unless(404, rooms.members(channel.sid))) ?? []
      for (const { sid } of members) await unless(404, rooms.removeMember(channel.sid, sid))
    },
    // Gone already: another process finished before us. The last step insists on an archive.
    archive: (ending) => unless(404, archives.write(ending)),
    'delete-channel': async (ending) => {
      const archive = await archives.read(ending.channel.sid)
      const newest = await unless(404, rooms.newestMessages(ending.channel.sid, 1))
      // Deleting cannot be undone: only what the archive demonstrably holds is deleted.
      const complete = archive !== undefined && (newest?.[0]?.index ?? -1) <= (archive.messages.at(-1)?.index ?? -1)
      if (!complete) await archives.write(ending)
      await unless(404, rooms.remove(ending.channel.sid))
    },
  }

  async function begin(channelSid: string, endedBy: string): Promise<Ending> {
    const channel = await rooms.fetch(channelSid)
    const members = await rooms.members(channelSid)
    return journal.begin({ next: steps[0], endedBy, endedAt: new Date().toISOString(), channel, members })
  }

  async function run(channelSid: string, endedBy: string): Promise<void> {
    const ending = (await journal.read(channelSid)) ?? (await begin(channelSid, endedBy))
    await onEnd?.(channelSid)
    for (let step = steps.indexOf(ending.next); step < steps.length; step++) {
      const name = steps[step] as Step
      if (name !== ending.next) await journal.write({ ...ending, next: name })
      await perform[name](ending)
    }
    await journal.remove(channelSid)
  }

  function end(channelSid: string, endedBy: string): Promise<void> {
    const underway = running.get(channelSid)
    if (underway) return underway
    const ended = run(channelSid, endedBy).finally(() => running.delete(channelSid))
    running.set(channelSid, ended)
    return ended
  }

  return {
    end,
    ended: async (channelSid) => (await journal.read(channelSid)) ?? archives.read(channelSid),
    async isEnding(channelSid, identity) {
      const ending = await journal.read(channelSid)
      return ending !== undefined && ending.members.some((member) => member.identity === identity)
    },
    async resume() {
      const failed = []
      for (const channelSid of await journal.unfinished()) {
        try {
          await end(channelSid, 'resumed')
        } catch (error) {
          failed.push({ channelSid, error })
          // Somebody deleted the Channel under our hands: there is nothing left to end.
          if (restStatus(error) === 404) await journal.remove(channelSid)
        }
      }
      return failed
    },
  }
}

import type { Database } from '../storage/database.ts'
import type { Announcement } from './bus.ts'

/** Runs commands: each is atomic, and what it announces is heard when, and only when, it is on disk. */
export interface Commands {
  /** A command called by another is part of it. */
  run<T>(work: () => T): T
  /** Within a command only. */
  announce(announcement: Announcement): void
}

export function createCommands(database: Database, publish: (announcement: Announcement) => void): Commands {
  let announced: Announcement[] | null = null
  return {
    run(work) {
      if (announced) return work()
      const batch: Announcement[] = []
      announced = batch
      try {
        const result = database.write(work)
        if (batch.length > 0) {
          database.onDurable((error) => {
            if (!error) for (const announcement of batch) publish(announcement)
          })
        }
        return result
      } finally {
        announced = null
      }
    },
    announce(announcement) {
      if (!announced) throw new Error('Only a command may announce something')
      announced.push(announcement)
    },
  }
}

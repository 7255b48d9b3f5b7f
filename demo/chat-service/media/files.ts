import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The bytes of media, one file each, named by its sid. */
export interface MediaFiles {
  /**
   * Take in a stream, never more than its chunks in memory; on disk for good when this resolves, gone when it rejects.
   * @throws TooLarge above `maxBytes`
   */
  receive(sid: string, source: Readable): Promise<{ size: number }>
  /** From byte `start` to `end`, both included. */
  read(sid: string, start: number, end: number): Readable
  remove(sid: string): Promise<void>
  /** Remove what no row names: an upload that a crash cut off, a file whose removal did not happen. */
  sweep(isKnown: (sid: string) => boolean): Promise<void>
}

export class TooLarge extends Error {
  constructor(maxBytes: number) {
    super(`Media may have at most ${maxBytes} bytes`)
    this.name = 'TooLarge'
  }
}

const PART = '.part'

export function createMediaFiles(folder: string, maxBytes: number): MediaFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (sid: string): string => join(folder, sid)
  const receiving = new Set<string>()

  return {
    async receive(sid, source) {
      const part = file(sid) + PART
      let size = 0
      const count = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length
          if (size > maxBytes) done(new TooLarge(maxBytes))
          else done(null, chunk)
        },
      })
      receiving.add(sid)
      try {
        await pipeline(source, count, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }))
        await rename(part, file(sid))
        await syncFolder(folder)
        return { size }
      } catch (error) {
        await rm(part, { force: true })
        throw error
      } finally {
        receiving.delete(sid)
      }
    },
    read: (sid, start, end) => createReadStream(file(sid), { start, end }),
    remove: (sid) => rm(file(sid), { force: true }),
    async sweep(isKnown) {
      for (const name of await readdir(folder)) {
        const sid = name.endsWith(PART) ? name.slice(0, -PART.length) : name
        if (!receiving.has(sid) && (name.endsWith(PART) || !isKnown(sid))) await rm(join(folder, name), { force: true })
      }
    },
  }
}

/** The name of a new file is on disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

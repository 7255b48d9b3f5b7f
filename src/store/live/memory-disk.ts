import { createLifetime, onEnd, untilEnd } from '../../lib/lifetime.ts'
import type { Disk } from './disk.ts'
import type { Letter, LetterNews } from './letter.ts'

/** A disk in memory: for where storage is barred, and for tests, in which several tabs share it and die. */
export interface MemoryDisk {
  /** One tab's view. */
  tab(): Disk
  readonly letters: readonly Letter[]
}

export function createMemoryDisk(): MemoryDisk {
  let letters: readonly Letter[] = []
  const tabs = new Set<Set<(news: LetterNews) => void>>()
  const queues = new Map<string, Promise<unknown>>()

  function tab(): Disk {
    const listeners = new Set<(news: LetterNews) => void>()
    tabs.add(listeners)
    return {
      async add(letter) {
        letters = [...letters, letter]
      },
      letters: async (room) => letters.filter((letter) => letter.room === room),
      async change(id, changes) {
        letters = letters.map((letter) => (letter.id === id ? { ...letter, ...changes } : letter))
      },
      async remove(id) {
        letters = letters.filter((letter) => letter.id !== id)
      },
      async clear(identity) {
        letters = letters.filter((letter) => identity !== null && letter.identity !== identity)
      },
      tell(news) {
        for (const others of tabs) if (others !== listeners) for (const listener of others) queueMicrotask(() => listener(news))
      },
      hear(listener, signal) {
        listeners.add(listener)
        onEnd(signal, () => listeners.delete(listener))
      },
      async alone(name, work, signal) {
        const before = queues.get(name) ?? Promise.resolve()
        const held = createLifetime(signal)
        const turn = before.then(() => {
          signal.throwIfAborted()
          // A tab that dies lets go.
          return untilEnd(work(held.signal), signal)
        })
        queues.set(
          name,
          turn.catch(() => {}),
        )
        try {
          await untilEnd(turn, signal)
        } finally {
          held.end()
        }
      },
    }
  }
  return {
    tab,
    get letters() {
      return letters
    },
  }
}

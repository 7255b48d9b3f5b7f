import type { Disk } from '../../../src/store/live/disk.ts'
import type { Failure, LetterNews } from '../../../src/store/live/letter.ts'
import { createMemoryDisk } from '../../../src/store/live/memory-disk.ts'
import type { MemoryDisk } from '../../../src/store/live/memory-disk.ts'
import { createLifetime, onEnd } from '../../../src/lib/lifetime.ts'
import type { Lifetime } from '../../../src/lib/lifetime.ts'
import type { Owner, World } from './world.ts'

/** The disk and the locks of one browser: outlive its tabs, take time, and let go of a tab that dies. */
export interface Browser {
  /** `now`: by the device's clock, ms since the epoch. */
  tab(owner: Owner, now: () => number): Disk
  /** The tab is gone. What it had asked the disk for is done up to some point, and what it held is free. */
  buried(owner: Owner): void
  readonly letters: MemoryDisk['letters']
  /** All that were ever kept, in that order. */
  readonly kept: readonly { readonly id: string; readonly body: string }[]
  /** Those that were given up at some time, and why. */
  readonly failures: ReadonlyMap<string, GivenUp>
}

/** `ageMs`: by the device's clock, from when the visitor sent it, or sent it again, to when that was decided. */
export type GivenUp = Failure & { readonly ageMs: number }

interface Asked {
  readonly owner: Owner
  readonly run: () => void
  done: boolean
}
interface Turn {
  readonly owner: Owner
  readonly grant: () => void
}

/** `flaw`: a disk that forgets every third letter, or gives the last one first. */
export function createBrowser(world: World, random: () => number, flaw: 'forgets' | 'reverses' | null): Browser {
  const memory = createMemoryDisk()
  const store = memory.tab()
  const hearers = new Map<(news: LetterNews) => void, Owner>()
  /** Who holds the lock stands first. */
  const locks = new Map<string, Turn[]>()
  let asked: Asked[] = []
  let due = 0
  const kept: { readonly id: string; readonly body: string; at: number }[] = []
  const failures = new Map<string, GivenUp>()

  /** Resolves a moment later, with what the disk said. Nothing of it happens when the tab dies before. */
  function use<T>(owner: Owner, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const ask: Asked = {
        owner,
        done: false,
        run: () => {
          if (ask.done) return
          ask.done = true
          work().then((value) => owner.alive && resolve(value), reject)
        },
      }
      asked.push(ask)
      // One database: what was asked for first is done first.
      due = Math.max(due, world.elapsed + random() * 3)
      world.after(due - world.elapsed, owner, () => {
        asked = asked.filter((other) => other !== ask)
        ask.run()
      })
    })
  }

  function leave(name: string, turn: Turn): void {
    const turns = locks.get(name) ?? []
    const held = turns[0] === turn
    locks.set(
      name,
      turns.filter((other) => other !== turn),
    )
    const next = locks.get(name)![0]
    if (held && next) world.after(random() * 2, next.owner, next.grant)
  }

  return {
    get letters() {
      return memory.letters
    },
    kept,
    failures,
    tab: (owner, now) => ({
      add: (letter) =>
        use(owner, () => {
          kept.push({ id: letter.id, body: letter.body, at: letter.createdAt })
          return flaw === 'forgets' && kept.length % 3 === 0 ? Promise.resolve() : store.add(letter)
        }),
      letters: (room) =>
        use(owner, async () => {
          const letters = await store.letters(room)
          return flaw === 'reverses' ? letters.toReversed() : letters
        }),
      change(id, changes) {
        // The clock may be set while the disk writes.
        const at = now()
        return use(owner, () => {
          const letter = kept.find((other) => other.id === id)
          if (letter && changes.createdAt !== undefined) letter.at = changes.createdAt
          if (changes.failure) failures.set(id, { ...changes.failure, ageMs: at - (letter?.at ?? 0) })
          return store.change(id, changes)
        })
      },
      remove: (id) => use(owner, () => store.remove(id)),
      clear: (identity) => use(owner, () => store.clear(identity)),
      tell(news) {
        if (!owner.alive) return
        for (const [listener, whose] of hearers) {
          if (whose !== owner) world.after(random() * 2, whose, () => hearers.has(listener) && listener(news))
        }
      },
      hear(listener, signal) {
        hearers.set(listener, owner)
        onEnd(signal, () => hearers.delete(listener))
      },
      async alone(name, work, signal) {
        const held: Lifetime = createLifetime(signal)
        let turn: Turn | null = null
        try {
          await new Promise<void>((resolve, reject) => {
            onEnd(held.signal, () => reject(held.signal.reason))
            turn = { owner, grant: resolve }
            const turns = locks.get(name) ?? []
            locks.set(name, [...turns, turn])
            if (turns.length === 0) world.after(random() * 2, owner, resolve)
          })
          signal.throwIfAborted()
          await Promise.race([work(held.signal), new Promise<never>((_, reject) => onEnd(held.signal, () => reject(held.signal.reason)))])
        } finally {
          held.end()
          if (turn) leave(name, turn)
        }
      },
    }),
    buried(owner) {
      const mine = asked.filter((ask) => ask.owner === owner)
      asked = asked.filter((ask) => ask.owner !== owner)
      for (const ask of mine.slice(0, Math.floor(random() * (mine.length + 1)))) ask.run()
      for (const [listener, whose] of hearers) if (whose === owner) hearers.delete(listener)
      for (const [name, turns] of locks) for (const turn of turns) if (turn.owner === owner) leave(name, turn)
    },
  }
}

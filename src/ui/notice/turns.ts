import { attempt } from '../../lib/attempt.ts'

/** What happens once for a Message, in however many tabs it arrives. */
export type Kind = 'sound' | 'desktop'

/** Who of several tabs tells the visitor of a Message. */
export interface Turns {
  /** True in one tab: the first to ask. The others, however late they hear of the Message, are told false. */
  take(kind: Kind, channelSid: string, index: number): Promise<boolean>
  /** The visitor leaves. */
  forget(): void
}

export interface TurnsOptions {
  /** undefined: a page that is not secure has none, where two tabs at the same moment may both be first. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined
}

const kinds: readonly Kind[] = ['sound', 'desktop']
const keyOf = (kind: Kind): string => `parlour:told:${kind}`
/** Channels of which it is known how far they were told. */
const CHANNELS = 8

export function createTurns({ locks, storage }: TurnsOptions): Turns {
  function isFirst(kind: Kind, channelSid: string, index: number): boolean {
    const told = (attempt(() => storage?.getItem(keyOf(kind))) ?? '').split(',')
    const before = told.find((line) => line.startsWith(`${channelSid} `))
    if (before && Number(before.split(' ')[1]) >= index) return false
    const others = told.filter((line) => line && line !== before).slice(0, CHANNELS - 1)
    attempt(() => storage?.setItem(keyOf(kind), [`${channelSid} ${index}`, ...others].join()))
    return true
  }
  return {
    async take(...asked) {
      if (!locks) return isFirst(...asked)
      // Not to be had in a page without an origin.
      return locks.request('parlour:told', () => isFirst(...asked)).catch(() => isFirst(...asked))
    },
    forget() {
      for (const kind of kinds) attempt(() => storage?.removeItem(keyOf(kind)))
    },
  }
}

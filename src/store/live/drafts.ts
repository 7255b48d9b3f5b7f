import { effect } from '@preact/signals-core'
import type { Signal } from '@preact/signals-core'
import { attempt } from '../../lib/attempt.ts'
import type { Clock } from '../../lib/clock.ts'
import { onEnd } from '../../lib/lifetime.ts'

/** What was typed and not sent, by Channel: on this device, for a reload, a crash, the next day. Storage that throws is storage that is absent. */
export interface Drafts {
  read(channelSid: string): string | null
  write(channelSid: string, text: string, at: number): void
  remove(channelSid: string): void
  /** Of all Channels, or those last touched before this. */
  clear(before?: number): void
}

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const KEY = 'parlour:draft:'
/** Longer ones are not kept: storage is shared with the page. */
const LONGEST = 20_000
/** Nobody comes back to it after that. */
const KEPT_MS = 30 * 86_400_000

export function createDrafts(storage: DraftStorage | null = attempt(() => localStorage) ?? null): Drafts {
  const read = (key: string): RegExpExecArray | null => /^(\d+) ([^]+)$/.exec(attempt(() => storage?.getItem(key)) ?? '')
  return {
    read: (channelSid) => read(KEY + channelSid)?.[2] ?? null,
    write(channelSid, text, at) {
      if (text.length <= LONGEST) attempt(() => storage?.setItem(KEY + channelSid, `${at} ${text}`))
    },
    remove: (channelSid) => void attempt(() => storage?.removeItem(KEY + channelSid)),
    clear(before = Infinity) {
      const keys = attempt(() => Array.from({ length: storage?.length ?? 0 }, (_, at) => storage!.key(at) ?? '')) ?? []
      for (const key of keys) {
        if (key.startsWith(KEY) && !(Number(read(key)?.[1] ?? 0) >= before)) attempt(() => storage?.removeItem(key))
      }
    },
  }
}

export interface DraftOptions {
  readonly channelSid: string
  /** The text in the composer. */
  readonly draft: Signal<string>
  readonly drafts: Drafts
  readonly clock: Clock
}

/**
 * Takes up what was left here, unless the visitor was faster, and keeps what is typed until `signal` ends. Several tabs have
 * one draft: the one that was typed into last. A tab that sends its own leaves alone what another has typed since.
 */
export function keepDraft({ channelSid, draft, drafts, clock }: DraftOptions, signal: AbortSignal): void {
  drafts.clear(clock.now() - KEPT_MS)
  /** What is kept, as far as this tab knows. */
  let known = drafts.read(channelSid) ?? ''
  if (draft.peek() === '') draft.value = known
  const stop = effect(() => {
    const text = draft.value
    if (text === known) return
    if (text.trim() !== '') drafts.write(channelSid, text, clock.now())
    else if (drafts.read(channelSid) === known) drafts.remove(channelSid)
    known = text
  })
  onEnd(signal, stop)
}

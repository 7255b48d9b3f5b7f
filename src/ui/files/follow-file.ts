import { signal, untracked, type ReadonlySignal } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import type { Chat, LogFile, TimelineEntry } from '../../store/chat.ts'
import type { Ui } from '../context.ts'
import { kindOf } from '../log/files.ts'

/** What can be done with a file of the log. `asking`: its address, or whether it may be seen at all. */
export type FileState = { readonly status: 'asking' | 'pending' | 'block' | 'gone' } | { readonly status: 'there'; readonly url: string }

export interface FollowedFile {
  readonly state: ReadonlySignal<FileState>
  /** It could not be loaded from this address: it may have been too old. */
  failed(): void
  loaded(): void
  /** The visitor wants it tried again. */
  again(): void
  /** Its Message is another one now: stored, or changed by somebody who has checked it. */
  follow(entry: TimelineEntry): void
}

export interface FileInLog {
  readonly entry: TimelineEntry
  readonly file: LogFile
}

/** A file that is checked is asked about again after so long, then after twice that, and so on. */
const RECHECK_MS = 3_000
const LONGEST_RECHECK_MS = 60_000
/** An address that was good may have run out; a second one that is bad says that the file is. */
const MOST_FAILURES = 1

/** Addresses that were good, or are asked for, by file: each is good for a while only. */
const known = new WeakMap<Chat, Map<string, Promise<string | null>>>()

/** Follows one file until `life` ends: no address is asked for before the host's hook allows it. */
export function followFile(
  { chat, options }: Pick<Ui, 'chat' | 'options'>,
  { entry: first, file }: FileInLog,
  life: AbortSignal,
): FollowedFile {
  let entry = first
  /** Its address is asked for when the visitor wants it. */
  const onDemand = kindOf(file.contentType) === 'file'
  const state = signal<FileState>({ status: 'asking' })
  const addresses = known.get(chat) ?? new Map<string, Promise<string | null>>()
  known.set(chat, addresses)
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let own: string | null = null

  /** Of a file that was sent from this page: nothing is loaded. */
  function ownAddress(data: Blob): string {
    own ??= URL.createObjectURL(data)
    return own
  }

  async function verdict(): Promise<'allow' | 'block' | 'pending'> {
    const ask = options.peek().hooks?.file
    if (!ask || entry.sid === null) return 'allow'
    const { sid, filename, contentType, size } = file
    try {
      return await ask({
        sid,
        filename,
        contentType,
        size,
        messageSid: entry.sid,
        author: entry.author,
        own: entry.own,
        attributes: entry.attributes,
      })
    } catch {
      return 'pending'
    }
  }

  async function look(recheckMs = RECHECK_MS): Promise<void> {
    const said = await verdict()
    if (life.aborted) return
    if (said === 'block') return void (state.value = { status: 'block' })
    if (said !== 'allow') {
      state.value = { status: 'pending' }
      timer = setTimeout(look, recheckMs, Math.min(2 * recheckMs, LONGEST_RECHECK_MS))
      return
    }
    if (file.data) return void (state.value = { status: 'there', url: ownAddress(file.data) })
    if (onDemand) return void (state.value = { status: 'there', url: '' })
    const asked = addresses.get(file.sid) ?? (entry.sid === null ? Promise.resolve(null) : chat.fileUrl(entry.sid, file.sid))
    addresses.set(file.sid, asked)
    const url = await asked
    if (!url) addresses.delete(file.sid)
    if (life.aborted) return
    state.value = url ? { status: 'there', url } : { status: 'gone' }
  }

  function again(): void {
    addresses.delete(file.sid)
    state.value = { status: 'asking' }
    void look()
  }

  onEnd(life, () => {
    clearTimeout(timer)
    if (own) URL.revokeObjectURL(own)
  })
  untracked(() => void look())
  return {
    state,
    failed() {
      failures += 1
      if (failures <= MOST_FAILURES && !onDemand) return again()
      addresses.delete(file.sid)
      state.value = { status: 'gone' }
    },
    loaded: () => void (failures = 0),
    follow(next) {
      if (next === entry) return
      const isKnown = entry.attributes === next.attributes && entry.sid === next.sid
      entry = next
      if (isKnown || !options.peek().hooks?.file) return
      clearTimeout(timer)
      void look()
    },
    again() {
      failures = 0
      again()
    },
  }
}

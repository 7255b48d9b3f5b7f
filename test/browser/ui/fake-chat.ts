import { batch, signal, type Signal } from '@preact/signals-core'
import { ChatError } from '../../../src/chat/errors.ts'
import type { Attributes } from '../../../src/chat/types.ts'
import type { Chat, Timeline, TimelineEntry, Room } from '../../../src/store/chat.ts'
import type { SessionState } from '../../../src/store/session.ts'

const CHANNEL = 'CH00000000000000000000000000000000'
/** 3 March 2025, 10:00 of the machine's own time zone. */
export const MORNING = new Date(2025, 2, 3, 10, 0).getTime()

export const ready = { status: 'ready', channelSid: CHANNEL } as const satisfies SessionState
export const joining: SessionState = { status: 'joining', channelSid: CHANNEL }
export const reconnecting: SessionState = { status: 'reconnecting', channelSid: CHANNEL, since: 0 }
export const ended = (reason: 'ended' | 'removed' = 'ended', canStart = true): SessionState => ({
  status: 'ended',
  channelSid: CHANNEL,
  reason,
  canStart,
})

export interface FakeChat extends Chat {
  readonly session: Signal<SessionState>
  readonly timeline: Signal<Timeline>
  readonly unread: Signal<number>
  readonly horizon: Signal<number>
  readonly typing: Signal<readonly string[]>
  readonly others: Signal<readonly string[]>
  readonly about: Signal<Attributes>
  /** What the back end was asked and told, and whether it takes what it is told. */
  readonly told: unknown[]
  takes: boolean
  readonly rooms: Signal<readonly Room[]>
  /** Where the visitor wanted to go. */
  readonly visits: string[]
  readonly open: Signal<boolean>
  readonly draft: Signal<string>
  readonly canEnd: Signal<boolean>
  /** Somebody else writes. */
  receive(body: string, from?: string): TimelineEntry
  /** Put Messages into the log that were there before: older than all that is shown. */
  addHistory(count: number): void
  /** What `loadPrevious` will bring. */
  readonly archive: { pages: number }
  /** Addresses of files by their sid; null: there is none to be had. Asked for: which, in turn. */
  readonly files: { urls: Record<string, string | null>; asked: string[] }
  /** What becomes of the next send. */
  next: 'sent' | 'failed' | 'pending'
  /** Settle a pending send. */
  settle(key: string, delivery: TimelineEntry['delivery']): void
  /** How often everything was read, the visitor typed, a connection was asked for. */
  readonly counts: { read: number; typed: number; reconnect: number }
}

export function entry(index: number, partial: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    key: `IM${index}`,
    sid: `IM${index}`,
    index,
    author: 'ann',
    authorName: 'Ann',
    own: false,
    body: `Message ${index}`,
    media: [],
    attributes: {},
    createdAt: MORNING + index * 60_000,
    editedAt: null,
    deleted: false,
    delivery: 'sent',
    reach: 'sent',
    error: null,
    ...partial,
  }
}

/** A chat that behaves: what is sent appears, what is retried is sent, reading empties the unread count. */
export function createFakeChat(start: { session?: SessionState; entries?: readonly TimelineEntry[]; open?: boolean } = {}): FakeChat {
  const session = signal<SessionState>(start.session ?? { status: 'idle' })
  const timeline = signal<Timeline>({ entries: start.entries ?? [], hasPrevious: false, loadingPrevious: false })
  const open = signal(start.open ?? false)
  const horizon = signal(-1)
  const draft = signal('')
  const newest = (): number => timeline.value.entries.reduce((top, { index }) => Math.max(top, index ?? -1), -1)
  let clientIds = 0

  function change(key: string, partial: Partial<TimelineEntry>): void {
    const entries = timeline.value.entries.map((entry) => (entry.key === key ? { ...entry, ...partial } : entry))
    timeline.value = { ...timeline.value, entries }
  }
  function append(...added: TimelineEntry[]): void {
    timeline.value = { ...timeline.value, entries: [...timeline.value.entries, ...added] }
  }
  function deliver(key: string): void {
    if (chat.next !== 'pending') chat.settle(key, chat.next)
  }
  const chat: FakeChat = {
    session,
    timeline,
    open,
    draft,
    rooms: signal<readonly Room[]>([]),
    visits: [],
    unread: signal(0),
    horizon,
    typing: signal<readonly string[]>([]),
    others: signal<readonly string[]>(['Ann']),
    about: signal<Attributes>({}),
    canEnd: signal(true),
    archive: { pages: 0 },
    next: 'sent',
    files: { urls: {}, asked: [] },
    told: [],
    takes: true,
    counts: { read: 0, typed: 0, reconnect: 0 },

    setOpen: (value) => void (open.value = value),
    setDraft: (text) => void (draft.value = text),
    start(answers) {
      chat.told.push(answers)
      session.value = { status: 'starting' }
    },
    visit: (channelSid) => void chat.visits.push(channelSid),
    async tell(name, what) {
      chat.told.push([name, what])
      return chat.takes
    },
    end: () => void (session.value = ended()),
    async send(body, { files = [], attributes = {} } = {}) {
      if (!body.trim() && files.length === 0) return false
      const key = `client-${++clientIds}`
      append(
        entry(0, {
          key,
          sid: null,
          index: null,
          own: true,
          author: 'me',
          authorName: 'me',
          body,
          attributes,
          media: files.map((data) => ({ sid: '', filename: data.name, contentType: data.type, size: data.size, data })),
          uploaded: signal(0),
          delivery: 'sending',
          createdAt: Date.now(),
        }),
      )
      deliver(key)
      return true
    },
    settle(key, delivery) {
      if (delivery === 'failed') change(key, { delivery, error: new ChatError('network', 'No answer', { retryable: true }) })
      else if (delivery !== 'sent') change(key, { delivery })
      else change(key, { delivery, index: newest() + 1, sid: `IM-${key}`, error: null })
    },
    retry(key) {
      change(key, { delivery: 'sending', error: null })
      deliver(key)
    },
    discard(key) {
      timeline.value = { ...timeline.value, entries: timeline.value.entries.filter((entry) => entry.key !== key) }
    },
    async fileUrl(_, sid) {
      chat.files.asked.push(sid)
      return chat.files.urls[sid] ?? null
    },
    edit: (key, body) => change(key, { body, editedAt: Date.now() }),
    remove: (key) => change(key, { body: '', media: [], deleted: true }),
    loadPrevious() {
      if (timeline.value.loadingPrevious || !timeline.value.hasPrevious) return
      timeline.value = { ...timeline.value, loadingPrevious: true }
      setTimeout(() => {
        chat.archive.pages -= 1
        chat.addHistory(20)
        timeline.value = { ...timeline.value, loadingPrevious: false, hasPrevious: chat.archive.pages > 0 }
      }, 20)
    },
    async loadAll() {
      while (chat.archive.pages > 0) {
        chat.archive.pages -= 1
        chat.addHistory(20)
      }
      timeline.value = { ...timeline.value, hasPrevious: false }
      return chat.takes
    },
    typed: () => void (chat.counts.typed += 1),
    read() {
      chat.counts.read += 1
      horizon.value = newest()
      chat.unread.value = 0
    },
    reconnect: () => void (chat.counts.reconnect += 1),
    receive(body, from = 'Ann') {
      const message = entry(newest() + 1, { body, author: from.toLowerCase(), authorName: from, createdAt: Date.now() })
      batch(() => {
        chat.unread.value += 1
        append(message)
      })
      return message
    },
    addHistory(count) {
      const first = timeline.value.entries.find(({ index }) => index !== null)?.index ?? count
      const older = Array.from({ length: Math.min(count, first) }, (_, at) => entry(first - Math.min(count, first) + at))
      timeline.value = { ...timeline.value, entries: [...older, ...timeline.value.entries] }
    },
  }
  return chat
}

/** A log of `count` Messages in both directions that starts at `from`. */
export function conversation(count: number, from = 0): TimelineEntry[] {
  return Array.from({ length: count }, (_, at) => {
    const own = at % 3 === 2
    return entry(from + at, own ? { own, author: 'me', authorName: 'me' } : {})
  })
}

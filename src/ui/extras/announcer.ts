import { effect, untracked } from '@preact/signals-core'
import type { ChatErrorCode } from '../../chat/errors.ts'
import type { Delivery } from '../../chat/types.ts'
import { onEnd } from '../../lib/lifetime.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import { cleanName } from '../foreign.ts'
import { arrivals, newestIndex } from '../log/rows.ts'
import { errorSentence } from './error-sentence.ts'
import type { Ui } from '../context.ts'
import type { Words } from '../words.ts'

/** What comes within this time is said in one sentence. */
export const BATCH_MS = 500
/** So long others' Messages wait after some were told of: a burst is not spoken of every half second. */
const REST_MS = 2_000
/** Said longer ago than this, it is taken away, so that nobody reads it a second time. */
const STALE_MS = 10_000
/** A Message of ours that waits for less is not worth a word. */
const SLOW_MS = 5_000
/** Longer Messages are read in the log. */
const LONGEST_BODY = 300

/** One sentence for the Messages of one batch. `aloud`: the panel is open, so their text may be said. */
export function sentence(messages: readonly TimelineEntry[], words: Words, aloud: boolean): string {
  const names = [...new Set(messages.map((message) => cleanName(message.authorName)))]
  const [first] = messages
  if (messages.length === 1 && aloud && first?.body) {
    return words.text('arrivedText', { name: names[0] ?? '', body: first.body.slice(0, LONGEST_BODY) })
  }
  return words.text('arrived', { count: messages.length, names: words.list(names) })
}

/**
 * The one voice of the widget: writes what the live region says. It says others' new Messages, a send that waits or failed (in
 * the words that stand in the log), the connection lost and back, the end; never our own echo, history or a new order.
 */
export function createAnnouncer(ui: Pick<Ui, 'chat' | 'words' | 'notice' | 'spoken'>, lifetime: AbortSignal): void {
  const { chat, words, notice, spoken } = ui
  let queue: string[] = []
  let fresh: TimelineEntry[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let stale: ReturnType<typeof setTimeout> | undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  /** Index up to which all is history or said; null while there is no conversation. */
  let said: number | null = null
  const failed = new Set<string>()
  /** Of our own Messages that wait, by key: in which state, and when that is to be said. */
  const slow = new Map<string, { readonly delivery: Delivery; readonly timer: ReturnType<typeof setTimeout> }>()
  let lost = false
  let trouble: ChatErrorCode | null = null

  function flush(): void {
    timer = undefined
    if (fresh.length > 0) {
      queue.push(sentence(fresh, words.peek(), chat.open.peek()))
      clearTimeout(resting)
      resting = setTimeout(rested, REST_MS)
    }
    spoken.value = queue.join(' ')
    queue = []
    fresh = []
    clearTimeout(stale)
    stale = setTimeout(() => (spoken.value = ''), STALE_MS)
  }
  function rested(): void {
    resting = undefined
    if (fresh.length > 0) later()
  }
  function later(text?: string): void {
    if (text && !queue.includes(text)) queue.push(text)
    // A live region speaks only when its text changes: the same sentence twice needs silence between.
    spoken.value = ''
    timer ??= setTimeout(flush, BATCH_MS)
  }
  const say = (key: Parameters<Words['text']>[0]): void => later(words.peek().text(key))

  /** `null`: it waits no more. */
  function wait(key: string, delivery: 'queued' | 'unknown' | null): void {
    const before = slow.get(key)
    if (before?.delivery === delivery) return
    clearTimeout(before?.timer)
    slow.delete(key)
    if (delivery) slow.set(key, { delivery, timer: setTimeout(() => say(delivery), SLOW_MS) })
  }

  const stops = [
    effect(() => {
      const { status } = chat.session.value
      const { entries } = chat.timeline.value
      const live = status === 'ready' || status === 'reconnecting'
      untracked(() => {
        const news = live && said !== null ? arrivals(entries, said) : []
        said = live ? Math.max(said ?? -1, newestIndex(entries)) : null
        if (news.length > 0) {
          fresh.push(...news)
          if (!resting) later()
        }
        const gone = new Set([...slow.keys(), ...failed])
        // What is on its way stands at the end, below all that is stored.
        for (let at = entries.length - 1; at >= 0 && entries[at]!.index === null; at -= 1) {
          const { key, delivery } = entries[at]!
          gone.delete(key)
          wait(key, live && (delivery === 'queued' || delivery === 'unknown') ? delivery : null)
          if (delivery !== 'failed') failed.delete(key)
          else if (!failed.has(key)) {
            failed.add(key)
            say('notSent')
          }
        }
        for (const key of gone) {
          wait(key, null)
          failed.delete(key)
        }
      })
    }),
    effect(() => {
      const now = notice.value
      const { status } = chat.session.value
      untracked(() => {
        const code = now && 'error' in now ? now.error.code : null
        // It is tried again and again by itself: said once.
        if (code && code !== trouble) say(errorSentence(code))
        trouble = code
        if (now && !('error' in now) && !lost) {
          lost = true
          say(now.kind)
        } else if (lost && status === 'ready') {
          lost = false
          say('online')
        }
      })
    }),
    effect(() => {
      const session = chat.session.value
      untracked(() => {
        if (session.status === 'closed') {
          queue = []
          fresh = []
          spoken.value = ''
        } else if (session.status === 'ended') say(session.reason)
        else if (session.status === 'waiting') say('waitingTitle')
        if ((session.status === 'welcome' || session.status === 'ended') && session.error) say(errorSentence(session.error.code))
      })
    }),
  ]
  onEnd(lifetime, () => {
    for (const stop of stops) stop()
    clearTimeout(timer)
    clearTimeout(stale)
    clearTimeout(resting)
    for (const { timer: waiting } of slow.values()) clearTimeout(waiting)
  })
}

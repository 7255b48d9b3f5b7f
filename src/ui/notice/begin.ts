import { effect, untracked } from '@preact/signals-core'
import { attempt } from '../../lib/attempt.ts'
import { onEnd } from '../../lib/lifetime.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import type { Ui } from '../context.ts'
import { arrivals, newestIndex } from '../log/rows.ts'
import { followBadge } from './badge.ts'
import { isChosen } from './choices.ts'
import { notify, standing } from './desktop.ts'
import { createSound, type Sound } from './sound.ts'
import { followTitle } from './title.ts'
import { createTurns, type Turns } from './turns.ts'

/**
 * Of several tabs the one in which the visitor reads is the first to ask for its turn, and keeps still; then one that is in
 * view; then the others. ms after the Message.
 */
const IN_VIEW_MS = 150
const HIDDEN_MS = 400

/** From one telling to the next, ms: what comes meanwhile is told as one, and well before another tab in view would. */
const PAUSE_MS = 50

export interface Means {
  readonly turns: Turns
  readonly sound: Sound
}

const inBrowser = (lifetime: AbortSignal): Means => ({
  turns: createTurns({ locks: navigator.locks, storage: attempt(() => localStorage) }),
  sound: createSound(lifetime),
})

/** Tells the visitor of Messages that come while nobody looks at the log, until `lifetime` ends. */
export function begin(ui: Ui, lifetime: AbortSignal, { turns, sound }: Means = inBrowser(lifetime)): void {
  const { chat, page, options, words } = ui
  /** Index up to which all is history or told; null while there is no conversation. */
  let told: number | null = null
  let shown: Notification | null = null
  let news: readonly TimelineEntry[] = []
  let channelSid = ''
  let resting: ReturnType<typeof setTimeout> | undefined

  const isReading = (): boolean => chat.open.peek() && page.visible.peek() && document.hasFocus()

  async function tell(messages: readonly TimelineEntry[], channelSid: string): Promise<void> {
    const index = newestIndex(messages)
    const take = (kind: 'sound' | 'desktop'): Promise<boolean> => turns.take(kind, channelSid, index)
    const inView = page.visible.peek()
    if (inView) void take('desktop')
    if (isReading()) return void take('sound')
    await new Promise((resolve) => setTimeout(resolve, inView ? IN_VIEW_MS : HIDDEN_MS))
    if (lifetime.aborted) return
    const { sound: audible = true, notifications = true } = options.peek()
    if (audible && !isChosen('mute') && sound.possible && (await take('sound'))) void sound.play()
    if (notifications && !page.visible.peek() && standing() === 'on' && (await take('desktop'))) {
      shown = notify(ui, messages, channelSid)
    }
  }

  function tellAll(): void {
    if (resting !== undefined || news.length === 0) return
    void tell(news, channelSid)
    news = []
    resting = setTimeout(() => {
      resting = undefined
      tellAll()
    }, PAUSE_MS)
  }

  const stops = [
    effect(() => {
      const session = chat.session.value
      const { entries } = chat.timeline.value
      untracked(() => {
        if (session.status === 'closed') turns.forget()
        if (session.status !== 'ready' && session.status !== 'reconnecting') return void (told = null)
        news = told === null ? [] : [...news, ...arrivals(entries, told)]
        told = Math.max(told ?? -1, newestIndex(entries))
        channelSid = session.channelSid
        tellAll()
      })
    }),
    effect(() => {
      if (chat.unread.value > 0) return
      shown?.close()
      shown = null
    }),
  ]
  followTitle(() => ({ unread: options.value.titleNotice ? chat.unread.value : 0, locale: words.value.locale }), lifetime)
  followBadge(() => chat.unread.value, lifetime)
  onEnd(lifetime, () => {
    for (const stop of stops) stop()
    clearTimeout(resting)
    shown?.close()
  })
}

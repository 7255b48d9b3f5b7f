import { effect } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'

/*
 * The number of unread Messages before the title of the page: "(2) Our shop". It stands still: a title that flashes is a
 * moving thing that nobody can stop. The title stays the page's own: what the page writes meanwhile is kept, and stands
 * alone again once all is read. A document has one title, however many chats are on it: they share this.
 */

/** The page may write it many times in a row, and others may mark it as well: no faster than this. */
const PAUSE_MS = 100

const counts = new Map<symbol, number>()
/** `(2) ` */
let mark = ''
/** What we wrote last; empty: the title is as the page wants it. */
let written = ''
/** The page's own. */
let own = ''
let pause: ReturnType<typeof setTimeout> | undefined
let observer: MutationObserver | null = null

/** What the page wrote may be made of what it found there. */
const withoutMark = (title: string): string => (mark && `${title} `.startsWith(mark) ? title.slice(mark.length) : title)

function draw(locale: string): void {
  const count = [...counts.values()].reduce((sum, each) => sum + each, 0)
  const found = document.title
  if (found !== written) own = withoutMark(found)
  mark = count === 0 ? '' : `(${count > 99 ? '99+' : count.toLocaleString(locale)}) `
  written = mark && (mark + own).trim()
  const wanted = written || own
  if (found !== wanted) document.title = wanted
  if (mark) observe(locale)
  else stop()
}

function observe(locale: string): void {
  if (observer) return
  observer = new MutationObserver(() => {
    if (document.title !== written) pause ??= setTimeout(again, PAUSE_MS, locale)
  })
  observer.observe(document.head, { subtree: true, childList: true, characterData: true })
}
function again(locale: string): void {
  pause = undefined
  draw(locale)
}
function stop(): void {
  clearTimeout(pause)
  pause = undefined
  observer?.disconnect()
  observer = null
  written = ''
}

/** `count`: of one chat; 0 = its share is nothing. Until `lifetime` ends. */
export function followTitle(count: () => { readonly unread: number; readonly locale: string }, lifetime: AbortSignal): void {
  const chat = Symbol('chat')
  let locale = 'en'
  const stopFollowing = effect(() => {
    const { unread, ...now } = count()
    locale = now.locale
    if ((counts.get(chat) ?? 0) === unread) return
    counts.set(chat, unread)
    draw(locale)
  })
  onEnd(lifetime, () => {
    stopFollowing()
    if (counts.get(chat)) {
      counts.delete(chat)
      draw(locale)
    } else counts.delete(chat)
  })
}

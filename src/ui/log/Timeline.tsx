import { computed, signal } from '@preact/signals-core'
import { createRef } from 'preact'
import { isFolded } from '../content/is-folded.ts'
import { view } from '../observe.ts'
import { Loading } from '../Loading.tsx'
import { canSend } from '../view.ts'
import { followCalendar } from './calendar.ts'
import { calmly } from './calm.ts'
import { EarlierButton, LatestButton } from './LogButtons.tsx'
import { hasActions, moveThroughActions } from './MessageActions.tsx'
import { MessageItem } from './MessageItem.tsx'
import { markNew } from './new-mark.ts'
import { arrivals, firstNew, newestIndex, reachesToSay, toRows, type Row } from './rows.ts'
import { keepSpot } from './spot.ts'
import { SystemItem } from './SystemItem.tsx'
import { systemLine } from './system-line.ts'
import { createViewport, type Place } from './viewport.ts'

/** The log. Only the rows in view and a few around them are elements, however many Messages there are. */
export const Timeline = view((ui, own) => {
  const { chat, words, page, options } = ui
  const box = createRef<HTMLDivElement>()
  const list = createRef<HTMLOListElement>()
  const atEnd = signal(true)
  const drawings = signal(0)
  const calendar = followCalendar(page, own.signal)
  const viewport = createViewport({ onMove, redraw: () => (drawings.value += 1) }, own.signal)
  const all = computed(() => {
    const { entries } = chat.timeline.value
    const { reactions, deleted } = options.value
    if (!reactions && deleted !== 'hidden') return entries
    return entries.filter((entry) => !(reactions && isFolded(entry)) && !(deleted === 'hidden' && entry.deleted))
  })
  const earlier = computed(() => chat.timeline.value.hasPrevious)
  const shown = calmly(all, own.signal)
  const spot = keepSpot(ui, { shown: () => rows.map(({ entry }) => entry), where: () => viewport.where(), go: goBack }, own.signal)
  let rows: readonly Row[] = []
  let of: object | null = null
  let on = ''
  let isFirst = true
  let resumed = false
  /** Index of the newest Message when the end was last in view. */
  let seen = -1
  /** Of our own Message that is on its way. */
  let ownKey: string | null = null
  let shownKey: string | null = null
  const { mark, begin, answer } = markNew(ui, atEnd, own.signal)

  function onMove(place: Place): void {
    atEnd.value = place.atEnd
    spot.moved()
    const { hasPrevious, loadingPrevious } = chat.timeline.peek()
    if (place.nearStart && !place.atEnd && hasPrevious && !loadingPrevious) chat.loadPrevious()
  }
  function goBack(at: number, top: number): void {
    atEnd.value = false
    viewport.show(at, () => {}, top)
  }
  own.onDrawn(() => {
    viewport.drawn(box.current!, list.current!)
    // What the visitor has just written is always in view.
    if (ownKey && ownKey !== shownKey) {
      if (!isFirst) answer()
      viewport.toEnd()
    }
    shownKey = ownKey
    if (rows.length > 0 && !resumed) {
      resumed = true
      spot.resume()
    }
    if (isFirst) begin()
    isFirst = false
  })
  function onLatest(): void {
    viewport.toEnd()
    box.current?.focus()
  }
  /** At once: a browser would scroll through all of it, to where the end was when it set out. */
  function goFar(event: KeyboardEvent): void {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event
    if (altKey || ctrlKey || metaKey || shiftKey || (key !== 'Home' && key !== 'End')) return
    event.preventDefault()
    if (key === 'End') viewport.toEnd()
    else box.current!.scrollTop = 0
  }
  function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
    if (event.target === event.currentTarget) goFar(event)
    const way = moveThroughActions(event)
    if (!way) return
    // The next one is further away than what is drawn.
    const from = viewport.first + [...list.current!.children].findIndex((row) => row.contains(event.target as Node))
    for (let at = from + way; rows[at]; at += way) {
      if (!hasActions(rows[at]!.entry)) continue
      return viewport.show(at, (row) => row.querySelector<HTMLElement>('.more')?.focus({ preventScroll: true }))
    }
  }
  return () => {
    const { text } = words.value
    const hasPrevious = earlier.value
    const entries = shown.value
    const session = chat.session.value
    const editable = canSend(session)
    const last = entries.at(-1)
    ownKey = last?.own && last.index === null ? last.key : null
    if (atEnd.value) seen = newestIndex(entries)
    void drawings.value
    if (entries !== of || calendar.value !== on) {
      const isSameDay = calendar.value === on
      // Where days begin at another time nothing of before holds.
      const change = toRows(entries, isSameDay ? rows : [])
      viewport.take(isSameDay ? change : { ...change, removed: rows.length })
      rows = change.rows
      of = entries
      on = calendar.value
    }
    const reaches = reachesToSay(entries)
    const fresh = mark.value && firstNew(entries, mark.value.after)
    const { first, end } = viewport.draw()
    return (
      <div class="frame">
        <div ref={box} class="log" role="log" aria-live="off" aria-label={text('messages')} tabIndex={0} onKeyDown={onKeyDown}>
          {hasPrevious && <EarlierButton />}
          {entries.length === 0 &&
            (session.status === 'joining' ? (
              <Loading />
            ) : (
              <slot name="empty">
                <div class="stage">
                  <h3>{text('emptyTitle')}</h3>
                  <p>{text('empty')}</p>
                </div>
              </slot>
            ))}
          <ol ref={list}>
            {rows.slice(first, end).map(({ entry, head, tail, day, divided }) => {
              const { key } = entry
              const shared = { entry, day: divided ? day : null, calendar: on, fresh: key === fresh ? countNew() : 0 }
              return systemLine(entry) ? (
                <SystemItem key={key} {...shared} />
              ) : (
                <MessageItem key={key} {...shared} head={head} tail={tail} reach={reaches.get(key) ?? null} editable={editable} />
              )
            })}
          </ol>
        </div>
        {!atEnd.value && <LatestButton fresh={arrivals(entries, seen).length} onClick={onLatest} />}
      </div>
    )

    function countNew(): number {
      const { after, upTo } = mark.value!
      return arrivals(entries, after).filter(({ index }) => index! <= upTo).length
    }
  }
})

import { computed, effect, signal, untracked } from '@preact/signals-core'
import { createRef } from 'preact'
import { onEnd } from '../../lib/lifetime.ts'
import { view } from '../observe.ts'
import { Loading } from '../Stages.tsx'
import { canSend } from '../view.ts'
import { datesIn } from './dates.ts'
import { EarlierButton, LatestButton } from './LogButtons.tsx'
import { moveThroughActions } from './MessageActions.tsx'
import { MessageItem } from './MessageItem.tsx'
import { arrivals, newestIndex, toRows } from './rows.ts'
import { keepScroll, type ScrollKeeper } from './scroll.ts'

export const Timeline = view(({ chat, words, page }, own) => {
  const box = createRef<HTMLDivElement>()
  const list = createRef<HTMLOListElement>()
  const atEnd = signal(true)
  const rows = computed(() => toRows(chat.timeline.value.entries))
  let keeper: ScrollKeeper | null = null
  /** Index of the newest Message when the end was last in view. */
  let seen = -1
  /** Of our own Message that is on its way. */
  let ownKey: string | null = null
  let shownKey: string | null = null

  function onMove(where: { readonly atEnd: boolean; readonly nearStart: boolean }): void {
    atEnd.value = where.atEnd
    const { hasPrevious, loadingPrevious } = chat.timeline.peek()
    if (where.nearStart && !where.atEnd && hasPrevious && !loadingPrevious) chat.loadPrevious()
  }
  function look(): void {
    const { entries } = chat.timeline.value
    if (!atEnd.value) return
    seen = newestIndex(entries)
    if (chat.open.value && page.visible.value && entries.length > 0) untracked(() => chat.read())
  }
  own.onDrawn(() => {
    if (!keeper) {
      keeper = keepScroll(box.current!, list.current!, onMove, own.signal)
      onEnd(own.signal, effect(look))
    }
    // What the visitor has just written is always in view.
    if (ownKey && ownKey !== shownKey) keeper.toEnd()
    shownKey = ownKey
  })
  function onLatest(): void {
    keeper?.toEnd()
    box.current?.focus()
  }
  return () => {
    const { text, locale } = words.value
    const { entries, hasPrevious } = chat.timeline.value
    const session = chat.session.value
    const last = entries.at(-1)
    ownKey = last?.own && last.index === null ? last.key : null
    return (
      <div class="frame">
        <div ref={box} class="log" role="log" aria-live="off" aria-label={text('messages')} tabIndex={0} onKeyDown={moveThroughActions}>
          {hasPrevious && <EarlierButton />}
          {entries.length === 0 &&
            (session.status === 'joining' ? (
              <Loading />
            ) : (
              <div class="stage">
                <h3>{text('emptyTitle')}</h3>
                <p>{text('empty')}</p>
              </div>
            ))}
          <ol ref={list}>
            {rows.value.map((row) =>
              row.kind === 'day' ? (
                <li key={row.key} class="day small strong">
                  <time dateTime={new Date(row.at).toISOString()}>{datesIn(locale).day(row.at, page.now())}</time>
                </li>
              ) : (
                <MessageItem key={row.key} entry={row.entry} head={row.head} tail={row.tail} editable={canSend(session)} />
              ),
            )}
          </ol>
        </div>
        {!atEnd.value && <LatestButton fresh={arrivals(entries, seen).length} onClick={onLatest} />}
      </div>
    )
  }
})

import { useComputed, useSignal, useSignalEffect, untracked } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useUi } from './context.ts'
import { downPath, Icon } from './icons.tsx'
import { MessageItem } from './MessageItem.tsx'
import { arrivals, newestIndex, toRows } from './rows.ts'
import { keepScroll, type ScrollKeeper } from './scroll.ts'
import { Loading } from './Stages.tsx'
import { canSend } from './view.ts'

export function Timeline(): JSX.Element {
  const { chat, words, dates, page } = useUi()
  const { text } = words.value
  const { entries, hasPrevious, loadingPrevious } = chat.timeline.value
  const session = chat.session.value
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const keeper = useRef<ScrollKeeper | null>(null)
  const atEnd = useSignal(true)
  /** Index of the newest Message when the end was last in view. */
  const seen = useRef(-1)
  const rows = useComputed(() => toRows(chat.timeline.value.entries)).value
  const fresh = arrivals(entries, seen.current).length
  const last = entries.at(-1)
  const ownKey = last?.own && last.delivery === 'sending' ? last.key : null

  useEffect(() => {
    const lifetime = new AbortController()
    const onMove = (where: { atEnd: boolean; nearStart: boolean }): void => {
      atEnd.value = where.atEnd
      const { hasPrevious, loadingPrevious } = chat.timeline.peek()
      if (where.nearStart && !where.atEnd && hasPrevious && !loadingPrevious) chat.loadPrevious()
    }
    keeper.current = keepScroll(box.current!, list.current!, onMove, lifetime.signal)
    return () => lifetime.abort()
  }, [])
  // What the visitor has just written is always in view.
  useLayoutEffect(() => {
    if (ownKey) keeper.current?.toEnd()
  }, [ownKey])
  useSignalEffect(() => {
    const { entries } = chat.timeline.value
    if (!atEnd.value) return
    seen.current = newestIndex(entries)
    if (chat.open.value && page.visible.value && entries.length > 0) untracked(() => chat.read())
  })

  return (
    <div class="frame">
      <div ref={box} class="log" role="log" aria-live="off" aria-label={text('messages')} tabIndex={0} onKeyDown={moveThroughActions}>
        {hasPrevious && (
          <button
            type="button"
            class="quiet earlier"
            aria-disabled={loadingPrevious}
            onClick={() => !loadingPrevious && chat.loadPrevious()}
          >
            {text(loadingPrevious ? 'loading' : 'earlier')}
          </button>
        )}
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
          {rows.map((row) =>
            row.kind === 'day' ? (
              <li key={row.key} class="day small strong">
                <time dateTime={new Date(row.at).toISOString()}>{dates.value.day(row.at, page.now())}</time>
              </li>
            ) : (
              <MessageItem key={row.key} entry={row.entry} head={row.head} tail={row.tail} editable={canSend(session)} />
            ),
          )}
        </ol>
      </div>
      {!atEnd.value && (
        <button
          type="button"
          class="pill"
          aria-label={fresh ? undefined : text('latest')}
          onClick={() => {
            keeper.current?.toEnd()
            box.current?.focus()
          }}
        >
          <Icon path={downPath} />
          {fresh > 0 && text('newMessages', { count: fresh })}
        </button>
      )}
    </div>
  )
}

/** The arrow keys on one Message's button lead to the next one's. */
function moveThroughActions(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.more')]
  const at = stops.indexOf(event.target as HTMLElement)
  if (!step || at < 0) return
  event.preventDefault()
  stops[at + step]?.focus()
}

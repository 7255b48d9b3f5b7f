import type { JSX, TargetedEvent } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { lastIndex, nameOf, readTo, type Conversation, type Entry } from './conversation.ts'
import type { Desk } from './desk.ts'
import { Files } from './Files.tsx'
import { fullTime, shortTime } from './time.ts'

/** px from the end that still count as being there */
const NEAR_END = 60

export function MessageLog({ desk, conversation }: { desk: Desk; conversation: Conversation }): JSX.Element {
  const { sid, entries, hasPrevious } = conversation
  const identity = desk.identity.value
  const log = useRef<HTMLDivElement>(null)
  const place = useRef({ atEnd: true, height: 0, first: '' })
  const newest = lastIndex(conversation)
  const seen = readTo(conversation, identity)

  function readWhenSeen(): void {
    if (place.current.atEnd && document.visibilityState === 'visible' && document.hasFocus()) desk.read(sid)
  }

  // Stay at the end when there, else stay where the reader is, also when older Messages come in above.
  useLayoutEffect(() => {
    const { current: box } = log
    if (!box) return
    const { atEnd, height, first } = place.current
    const grewAbove = first !== '' && first !== entries[0]?.key
    if (atEnd && !grewAbove) box.scrollTop = box.scrollHeight
    else if (grewAbove) box.scrollTop += box.scrollHeight - height
    place.current = { atEnd, height: box.scrollHeight, first: entries[0]?.key ?? '' }
  }, [entries])

  useEffect(readWhenSeen, [newest])
  useEffect(() => {
    const lifetime = new AbortController()
    const { signal } = lifetime
    document.addEventListener('visibilitychange', readWhenSeen, { signal })
    addEventListener('focus', readWhenSeen, { signal })
    return () => lifetime.abort()
  }, [])

  function onScroll({ currentTarget: box }: TargetedEvent<HTMLDivElement>): void {
    place.current.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END
    readWhenSeen()
  }

  return (
    <div class="log" role="log" aria-label="Messages" aria-live="off" tabIndex={0} ref={log} onScroll={onScroll}>
      {hasPrevious && (
        <button type="button" class="quiet" onClick={() => void desk.loadPrevious(sid).catch(() => undefined)}>
          Show older messages
        </button>
      )}
      {entries.length === 0 && <p class="nothing">No messages yet.</p>}
      {entries.map((entry) =>
        entry.author === 'system' ? (
          <p key={entry.key} class="note">
            {entry.body}
          </p>
        ) : (
          <Bubble
            key={entry.key}
            entry={entry}
            own={entry.author === identity}
            read={entry.index !== null && entry.index <= seen}
            name={nameOf(conversation, entry.author)}
            onRetry={() => void desk.retry(sid, entry.key)}
            fileUrl={(...file) => desk.fileUrl(sid, ...file)}
          />
        ),
      )}
    </div>
  )
}

interface BubbleProps {
  readonly entry: Entry
  readonly own: boolean
  /** Somebody else has. */
  readonly read: boolean
  readonly name: string
  onRetry(): void
  fileUrl(messageSid: string, mediaSid: string): Promise<string>
}

function Bubble({ entry, own, read, name, onRetry, fileUrl }: BubbleProps): JSX.Element {
  return (
    <article class={own ? 'message own' : 'message'}>
      <p class="meta">
        <span class="author">{own ? 'You' : name}</span>{' '}
        <time dateTime={new Date(entry.createdAt).toISOString()} title={fullTime(entry.createdAt)}>
          {shortTime(entry.createdAt)}
        </time>
        {entry.edited && ' · edited'}
        {entry.delivery === 'sending' && ' · sending…'}
        {own && entry.delivery === 'sent' && (read ? ' · read' : ' · sent')}
      </p>
      {entry.media.length > 0 && <Files entry={entry} fileUrl={fileUrl} />}
      {entry.body && <p class="body">{entry.body}</p>}
      {entry.delivery === 'failed' && (
        <p class="problem" role="alert">
          Not sent.{' '}
          <button type="button" class="quiet" onClick={onRetry}>
            Try again
          </button>
        </p>
      )}
    </article>
  )
}

import type { JSX } from 'preact'
import type { TimelineEntry } from '../store/chat.ts'
import { useUi } from './context.ts'
import { cleanName, initial } from './foreign.ts'
import { alertPath, Icon } from './icons.tsx'
import { errorSentence } from './strings.ts'

interface Props {
  readonly entry: TimelineEntry
  readonly head: boolean
  readonly tail: boolean
  /** Our own Messages can be edited and deleted now. */
  readonly editable: boolean
}

/**
 * One row. It reads a signal, and a component that does is drawn again by @preact/signals only when a prop or that
 * signal changes: rows whose entry is the same object cost nothing.
 */
export function MessageItem({ entry, head, tail, editable }: Props): JSX.Element {
  const { words, dates, extras } = useUi()
  const { FileRow, MessageActions } = extras.value ?? {}
  const { text } = words.value
  const { own, deleted, delivery, body } = entry
  const name = own ? text('you') : cleanName(entry.authorName)
  const failed = delivery === 'failed'
  return (
    <li class={`row${own ? ' own' : ''}${head ? ' head' : ''}${tail ? ' tail' : ''}`}>
      <span class={head && !own ? 'name small' : 'hidden'}>
        <bdi>{name}</bdi>
      </span>
      <div class="flex line">
        {!own && (
          <span class="avatar strong" aria-hidden="true">
            {tail && initial(entry.authorName)}
          </span>
        )}
        <div class={deleted ? 'bubble gone' : failed ? 'bubble unsent' : 'bubble'} data-anchor>
          {deleted ? (
            text('deleted')
          ) : (
            <>
              {FileRow && entry.media.map((media) => <FileRow key={media.sid} media={media} />)}
              {body && (
                <div class="body" dir="auto">
                  {body}
                </div>
              )}
            </>
          )}
        </div>
        {own && editable && !deleted && delivery === 'sent' && body && MessageActions && <MessageActions entry={entry} />}
      </div>
      {(failed || entry.error) && !deleted ? (
        <Trouble entry={entry} />
      ) : (
        <p class={tail ? 'meta small' : 'hidden'}>
          {delivery === 'sending' ? (
            <span class="late">{text('sending')}</span>
          ) : (
            <>
              <time dateTime={new Date(entry.createdAt).toISOString()}>{dates.value.time(entry.createdAt)}</time>
              {entry.edited && !deleted && <span> · {text('edited')}</span>}
            </>
          )}
        </p>
      )}
    </li>
  )
}

/** What went wrong with this Message, and what can be done. It stays until the visitor decides. */
function Trouble({ entry }: { readonly entry: TimelineEntry }): JSX.Element {
  const { chat, words } = useUi()
  const { text } = words.value
  return (
    <div class="flex trouble small">
      <p class="flex bad">
        <Icon path={alertPath} />
        <span>
          {entry.delivery === 'failed' && text('notSent')} {entry.error && text(errorSentence(entry.error.code))}
        </span>
      </p>
      {entry.delivery === 'failed' && (
        <div>
          <button type="button" class="quiet" onClick={() => chat.retry(entry.key)}>
            {text('again')}
          </button>
          <button type="button" class="quiet" onClick={() => chat.discard(entry.key)}>
            {text('remove')}
          </button>
        </div>
      )}
    </div>
  )
}

import type { TimelineEntry } from '../../store/chat.ts'
import { cleanName, initial } from '../foreign.ts'
import { view } from '../observe.ts'
import { datesIn } from './dates.ts'
import { FileRow } from './FileRow.tsx'
import { MessageActions } from './MessageActions.tsx'
import { Trouble } from './Trouble.tsx'

interface Props {
  readonly entry: TimelineEntry
  readonly head: boolean
  readonly tail: boolean
  /** Our own Messages can be edited and deleted now. */
  readonly editable: boolean
}

/** One row. Rows whose entry is the same object cost nothing when the log is drawn anew. */
export const MessageItem = view<Props>(({ words }) => ({ entry, head, tail, editable }) => {
  const { text, locale } = words.value
  const { own, deleted, delivery, body } = entry
  const failed = delivery === 'failed'
  return (
    <li class={`row${own ? ' own' : ''}${head ? ' head' : ''}${tail ? ' tail' : ''}`}>
      <span class={head && !own ? 'name small' : 'hidden'}>
        <bdi>{own ? text('you') : cleanName(entry.authorName)}</bdi>
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
              {entry.media.map((media) => (
                <FileRow key={media.sid} media={media} />
              ))}
              {body && (
                <div class="body" dir="auto">
                  {body}
                </div>
              )}
            </>
          )}
        </div>
        {own && editable && !deleted && delivery === 'sent' && body && <MessageActions entry={entry} />}
      </div>
      {failed ? (
        <Trouble entry={entry} />
      ) : (
        <p class={tail ? 'meta small' : 'hidden'}>
          {delivery !== 'sent' ? (
            <span class="late">{text(delivery)}</span>
          ) : (
            <>
              <time dateTime={new Date(entry.createdAt).toISOString()}>{datesIn(locale).time(entry.createdAt)}</time>
              {entry.edited && !deleted && <span> · {text('edited')}</span>}
            </>
          )}
        </p>
      )}
    </li>
  )
})

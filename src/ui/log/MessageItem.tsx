import type { JSX } from 'preact'
import type { Reach, TimelineEntry } from '../../store/chat.ts'
import { Answering, Body } from '../content/Body.tsx'
import { rare } from '../extras/rare.tsx'
import { cleanName, initial } from '../foreign.ts'
import { view } from '../observe.ts'
import { datesIn } from './dates.ts'
import { DayDivider, NewDivider } from './Dividers.tsx'
import { Files } from './Files.tsx'
import { hasActions, MessageActions } from './MessageActions.tsx'
import { Trouble } from './Trouble.tsx'

export interface MessageItemProps {
  readonly entry: TimelineEntry
  readonly head: boolean
  readonly tail: boolean
  /** A day that begins with it. */
  readonly day: number | null
  /** By which days and hours are told. */
  readonly calendar: string
  /** So many new Messages begin with it; 0 = none does. */
  readonly fresh: number
  /** What is said under it of how far it has come. */
  readonly reach: Reach | null
  /** Our own Messages can be edited and deleted now. */
  readonly editable: boolean
}

const HostMessage = rare(() => import('../slots/index.ts'), 'HostMessage')

/** One row. Rows whose entry is the same object cost nothing when the log is drawn anew. */
export const MessageItem = view<MessageItemProps>(({ words, options }) => (props) => {
  const { entry, head, tail, day, calendar, fresh, reach, editable } = props
  const { text, locale } = words.value
  const { own, deleted, delivery, createdAt, editedAt } = entry
  const failed = delivery === 'failed'
  const late = delivery !== 'sent'
  const dates = datesIn(locale)
  const edited = editedAt !== null && !deleted
  const inSlot = (ours: JSX.Element): JSX.Element => (options.value.slots?.message ? <HostMessage entry={entry}>{ours}</HostMessage> : ours)
  return (
    <li class={`row${own ? ' own' : ''}${head ? ' head' : ''}${tail ? ' tail' : ''}`}>
      {day !== null && <DayDivider at={day} calendar={calendar} />}
      {fresh > 0 && <NewDivider count={fresh} />}
      {/* Its letters may run the other way; where it stands goes by the rest. */}
      <span class={head && !own ? 'name small' : 'hidden'}>
        <bdi>{own ? text('you') : cleanName(entry.authorName)}</bdi>
      </span>
      <div class="flex line">
        {!own && tail && (
          <span class="avatar strong" aria-hidden="true">
            {initial(entry.authorName)}
          </span>
        )}
        <div class={deleted ? 'bubble gone' : failed ? 'bubble unsent' : 'bubble'} data-anchor>
          {deleted
            ? text('deleted')
            : inSlot(
                <>
                  {entry.media.length > 0 && <Files entry={entry} />}
                  <Body entry={entry} />
                </>,
              )}
        </div>
        {editable && hasActions(entry) && <MessageActions entry={entry} />}
        {(options.value.replies || options.value.reactions) && <Answering entry={entry} />}
      </div>
      {failed ? (
        <Trouble entry={entry} />
      ) : late ? (
        <p class={tail ? 'meta small late' : 'hidden late'}>{text(delivery)}</p>
      ) : (
        <p class={tail || edited || reach ? 'meta small' : 'hidden'}>
          <time dateTime={new Date(createdAt).toISOString()}>{dates.time(createdAt)}</time>
          {edited && (
            <span class="edited">
              {' · '}
              {text('edited')} <time dateTime={new Date(editedAt).toISOString()}>{dates.later(editedAt, createdAt)}</time>
            </span>
          )}
          {reach && <span class="reach"> · {text(reach)}</span>}
        </p>
      )}
    </li>
  )
})

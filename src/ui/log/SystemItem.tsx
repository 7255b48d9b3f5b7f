import { Phrase } from '../extras/Phrase.tsx'
import { view } from '../observe.ts'
import { DayDivider, NewDivider } from './Dividers.tsx'
import type { MessageItemProps } from './MessageItem.tsx'
import { systemLine } from './system-line.ts'

/** What the house says, between the groups. */
export const SystemItem = view<Pick<MessageItemProps, 'entry' | 'day' | 'calendar' | 'fresh'>>(
  ({ words }) =>
    ({ entry, day, calendar, fresh }) => {
      const { id = null, name = '' } = systemLine(entry) ?? {}
      return (
        <li class="row system">
          {day !== null && <DayDivider at={day} calendar={calendar} />}
          {fresh > 0 && <NewDivider count={fresh} />}
          <p class="small" dir={id ? undefined : 'auto'} data-anchor>
            {entry.deleted ? words.value.text('deleted') : id ? <Phrase id={id} values={{ name }} /> : entry.body}
          </p>
        </li>
      )
    },
)

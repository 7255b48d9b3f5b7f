import { view } from '../observe.ts'
import { datesIn } from './dates.ts'

/** Above the first Message of a day. `calendar`: what day it is now. */
export const DayDivider = view<{ readonly at: number; readonly calendar: string }>(({ words, page }) => ({ at }) => (
  <time class="day small strong" dateTime={new Date(at).toISOString()}>
    {datesIn(words.value.locale).day(at, page.now())}
  </time>
))

/** Above the first Message that the visitor has not seen. */
export const NewDivider = view<{ readonly count: number }>(({ words }) => ({ count }) => (
  <p class="new small strong">{words.value.text('newMessages', { count })}</p>
))

import { computed, signal } from '@preact/signals-core'
import { createRef, type JSX } from 'preact'
import { channelOf } from '../../store/session.ts'
import { FOCUS_HERE } from '../focus.ts'
import { initial } from '../foreign.ts'
import { datesIn, startOfDay } from '../log/dates.ts'
import { view } from '../observe.ts'
import { putBy } from './put-by.ts'
import { toRows, type RoomRow } from './rows.ts'

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
}

/** One Tab stop, however many there are: arrow keys, Home and End lead through them. */
export const Rooms = view((ui) => {
  const { chat, words, page, listing } = ui
  const box = createRef<HTMLUListElement>()
  const rows = computed(() => toRows(chat.rooms.value))
  const shown = computed(() => channelOf(chat.session.value))
  /** That of the Tab stop; null = the one on the screen, else the first. */
  const stop = signal<string | null>(null)
  const buttons = (): HTMLButtonElement[] => [...box.current!.querySelectorAll('button')]

  function choose({ channelSid }: RoomRow): void {
    const from = shown.peek()
    if (channelSid !== from && chat.session.peek().status === 'reconnecting') return
    if (channelSid !== from) {
      putBy(ui, from, channelSid)
      chat.visit(channelSid)
    }
    listing.value = false
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && shown.peek() !== null) {
      event.stopPropagation()
      listing.value = false
    }
    const all = buttons()
    const next = STEPS[event.key]?.(all.indexOf(event.target as HTMLButtonElement), all.length - 1)
    if (next === undefined) return
    event.preventDefault()
    all[next]?.focus()
  }
  return (): JSX.Element => {
    const { text, locale } = words.value
    const dates = datesIn(locale)
    const now = page.now()
    const isOffline = chat.session.value.status === 'reconnecting'
    const all = rows.value
    const wanted = stop.value ?? shown.value
    const at = Math.max(
      0,
      all.findIndex(({ channelSid }) => channelSid === wanted),
    )
    return (
      <ul ref={box} class="rooms" aria-label={text('conversations')} onKeyDown={onKeyDown}>
        {all.map((row, index) => {
          const name = row.name || text('title')
          return (
            <li key={row.channelSid}>
              <button
                type="button"
                class="flex room"
                aria-current={row.channelSid === shown.value || undefined}
                aria-disabled={(isOffline && row.channelSid !== shown.value) || undefined}
                tabIndex={index === at ? 0 : -1}
                {...(index === at && { [FOCUS_HERE]: true })}
                onFocus={() => (stop.value = row.channelSid)}
                onClick={() => choose(row)}
              >
                <span class="face strong" aria-hidden="true">
                  {initial(name)}
                </span>
                <span class="what">
                  <span class="strong">
                    <bdi>{name}</bdi>
                  </span>
                  {(row.ended || row.about) && <span class="small">{row.ended ? text('ended') : <bdi>{row.about}</bdi>}</span>}
                </span>
                <span class="when">
                  <time class="small">{startOfDay(row.at) === startOfDay(now) ? dates.time(row.at) : dates.day(row.at, now)}</time>
                  {row.unread > 0 && (
                    <span class="count">
                      <span aria-hidden="true">{row.unread > 99 ? '99+' : row.unread}</span>
                      <span class="hidden">{text('unread', { count: row.unread })}</span>
                    </span>
                  )}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    )
  }
})

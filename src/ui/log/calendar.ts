import { effect, signal, type ReadonlySignal } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import type { Page } from '../page.ts'
import { forgetZone, startOfDay } from './dates.ts'

/** A change of the time zone comes without an event. */
const LOOK_MS = 60_000
const DAY_MS = 86_400_000

const zone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** By which days and hours are told: another value once a day has begun, or the clock is that of another place. */
export function followCalendar({ now, visible }: Pick<Page, 'now' | 'visible'>, lifetime: AbortSignal): ReadonlySignal<string> {
  let place = zone()
  const read = (): string => `${startOfDay(now())} ${place}`
  const calendar = signal(read())
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    if (zone() !== place) forgetZone()
    place = zone()
    calendar.value = read()
    clearTimeout(timer)
    timer = setTimeout(look, Math.min(LOOK_MS, Math.max(startOfDay(startOfDay(now()) + 1.5 * DAY_MS) - now(), 1)))
  }
  // Timers of a device that sleeps, or of a page that nobody sees, come late.
  const stop = effect(() => {
    if (visible.value) look()
  })
  onEnd(lifetime, () => {
    stop()
    clearTimeout(timer)
  })
  return calendar
}

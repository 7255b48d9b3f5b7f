import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { createFakeChat, entry, ready } from './fake-chat.ts'
import { begin, desktop, type Mounted } from './setup.ts'

beforeEach(desktop)
afterEach(() => void vi.useRealTimers())

/** The clock stands at `now`; frames go on. */
function stopAt(now: Date): void {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now })
}
const frames = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))

async function logOf(...at: readonly Date[]): Promise<Mounted> {
  const entries = at.map((date, index) => entry(index, { createdAt: date.getTime() }))
  const mounted = begin(createFakeChat({ session: ready, open: true, entries }))
  await vi.waitFor(() => mounted.find('.day'))
  return mounted
}
const days = ({ root }: Mounted): string[] => [...root.querySelectorAll('.day')].map((day) => day.textContent)
const times = ({ root }: Mounted): string[] => [...root.querySelectorAll('.meta time')].map((time) => time.textContent)

test('at midnight today becomes yesterday, and what is said after it stands under today, while the page is open [E8]', async () => {
  stopAt(new Date(2025, 2, 3, 23, 58))
  const mounted = await logOf(new Date(2025, 2, 2, 12, 0), new Date(2025, 2, 3, 23, 57))
  expect(days(mounted)).toEqual(['Yesterday', 'Today'])
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  mounted.chat.receive('after midnight')
  await frames()
  expect(days(mounted)).toEqual(['Sunday', 'Yesterday', 'Today'])
})

test('a device that slept over midnight sees it at once', async () => {
  stopAt(new Date(2025, 2, 3, 12, 0))
  const mounted = await logOf(new Date(2025, 2, 3, 11, 0))
  vi.setSystemTime(new Date(2025, 2, 5, 9, 0))
  await vi.advanceTimersByTimeAsync(60_000)
  await frames()
  expect(days(mounted)).toEqual(['Monday'])
})

test('in another time zone hours and days are told anew [E8]', async () => {
  const session = cdp() as unknown as { send(method: string, params: object): Promise<void> }
  const travel = (timezoneId: string): Promise<void> => session.send('Emulation.setTimezoneOverride', { timezoneId })
  onTestFinished(() => travel(''))
  await travel('Europe/London')
  stopAt(new Date('2025-03-03T15:30:00Z'))
  const mounted = await logOf(new Date('2025-03-03T10:00:00Z'), new Date('2025-03-03T15:20:00Z'))
  expect(days(mounted)).toEqual(['Today'])
  expect(times(mounted)).toEqual(['10:00 AM', '3:20 PM'])
  await travel('Asia/Tokyo')
  await vi.advanceTimersByTimeAsync(60_000)
  await frames()
  expect(days(mounted)).toEqual(['Yesterday', 'Today'])
  expect(times(mounted)).toEqual(['7:00 PM', '12:20 AM'])
})

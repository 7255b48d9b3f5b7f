import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { signal } from '@preact/signals-core'
import { begin, type Means } from '../../../src/ui/notice/begin.ts'
import { followBadge } from '../../../src/ui/notice/badge.ts'
import { createSound } from '../../../src/ui/notice/sound.ts'
import { followTitle } from '../../../src/ui/notice/title.ts'
import type { Ui, UiOptions } from '../../../src/ui/context.ts'
import { createWords } from '../../../src/ui/words.ts'
import { conversation, createFakeChat, ended, ready, type FakeChat } from './fake-chat.ts'
import { desktop, settled, setup } from './setup.ts'

beforeEach(desktop)
beforeEach(() => {
  for (const key of ['mute', 'notify', 'told:sound', 'told:desktop']) localStorage.removeItem(`parlour:${key}`)
})
afterEach(() => vi.unstubAllGlobals())

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** Longer than any tab waits for its turn. */
const turnsOver = (): Promise<void> => later(600)

function life(): AbortSignal {
  const lifetime = new AbortController()
  onTestFinished(() => lifetime.abort())
  return lifetime.signal
}

interface Tab {
  readonly chat: FakeChat
  readonly visible: { value: boolean }
  readonly means: Means
  readonly heard: () => number
}

/** What tells the visitor in one tab, with a log of its own. */
function tab({
  visible = true,
  open = false,
  acted = true,
  options = {} as UiOptions,
  turns = (async () => true) as Means['turns']['take'],
} = {}): Tab {
  const chat = createFakeChat({ session: ready, entries: conversation(3), open })
  const inView = signal(visible)
  const play = vi.fn(async () => {})
  const means: Means = { turns: { take: turns, forget: () => {} }, sound: { possible: acted, play } }
  const ui = {
    chat,
    options: signal(options),
    words: signal(createWords('en')),
    spoken: signal(''),
    page: { visible: inView, now: Date.now },
  }
  begin(ui as unknown as Ui, life(), means)
  return { chat, visible: inView, means, heard: () => play.mock.calls.length }
}

/** Turns as several tabs share them. */
function sharedTurns(): Means['turns']['take'] {
  const taken = new Set<string>()
  return async (...asked) => {
    if (taken.has(asked.join())) return false
    taken.add(asked.join())
    return true
  }
}

test('five tabs and one Message make one sound [U2]', async () => {
  const turns = sharedTurns()
  const tabs = [false, false, true, false, false].map((visible) => tab({ visible, turns }))
  for (const { chat } of tabs) chat.receive('Hello')
  await turnsOver()
  expect(tabs.map(({ heard }) => heard())).toEqual([0, 0, 1, 0, 0])
})

test('where one tab is being read none makes a sound; history, own Messages and what was there before make none', async () => {
  const turns = sharedTurns()
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  const tabs = [tab({ turns, open: true }), tab({ turns, visible: false })]
  for (const { chat } of tabs) chat.receive('Hello')
  const alone = tab({})
  alone.chat.addHistory(20)
  await alone.chat.send('mine')
  await turnsOver()
  expect([...tabs, alone].map(({ heard }) => heard())).toEqual([0, 0, 0])
})

test('nothing is heard before the visitor has acted on the page, when sounds are off, or by the host', async () => {
  const tabs = [tab({ acted: false }), tab({ options: { sound: false } })]
  for (const { chat } of tabs) chat.receive('Hello')
  await turnsOver()
  localStorage.setItem('parlour:mute', '1')
  const muted = tab()
  muted.chat.receive('Hello')
  await turnsOver()
  expect([...tabs, muted].map(({ heard }) => heard())).toEqual([0, 0, 0])
})

/** Safari: there a context runs only when an act of the visitor began it. */
test.each([
  ['Safari makes its context by an act of the visitor', true, [0, 1, 1]],
  ['elsewhere it is made with the first sound, and costs no key', false, [0, 0, 1]],
])('the sound is two notes made here; %s [U2]', async (_, isSafari, made) => {
  if (isSafari) vi.stubGlobal('GestureEvent', Event)
  const struck: number[] = []
  let contexts = 0
  const Real = AudioContext
  vi.stubGlobal(
    'AudioContext',
    class extends Real {
      constructor() {
        super()
        contexts += 1
      }
      override createOscillator(): OscillatorNode {
        const tone = super.createOscillator()
        const start = tone.start.bind(tone)
        tone.start = (at) => {
          struck.push(tone.frequency.value)
          start(at)
        }
        return tone
      }
    },
  )
  const complaints = vi.spyOn(console, 'warn')
  const sound = createSound(life())
  const seen = [contexts]
  await userEvent.click(document.body)
  seen.push(contexts)
  expect(sound.possible).toBe(true)
  await sound.play()
  await sound.play()
  expect([...seen, contexts]).toEqual(made)
  expect(struck.map(Math.round)).toEqual([659, 880, 659, 880])
  expect(complaints).not.toHaveBeenCalled()
})

test('sounds are turned off and on in the menu, and stay so on this device [U2]', async () => {
  const { chat, find } = await setup(createFakeChat({ session: ready, entries: conversation(3), open: true }))
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('menuitem', { name: 'Turn sounds off' }).click()
  expect(localStorage.getItem('parlour:mute')).toBe('1')
  expect(chat.open.value).toBe(true)
  expect(find('[aria-haspopup=menu]').getAttribute('aria-expanded')).toBe('false')
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('menuitem', { name: 'Turn sounds on' }).click()
  expect(localStorage.getItem('parlour:mute')).toBe(null)
})

test('the title has the number of unread Messages, and is the page’s own again once they are read [U3]', async () => {
  const before = document.title
  onTestFinished(() => void (document.title = before))
  document.title = 'Our shop'
  const unread = signal(0)
  followTitle(() => ({ unread: unread.value, locale: 'en' }), life())
  unread.value = 2
  expect(document.title).toBe('(2) Our shop')
  unread.value = 120
  expect(document.title).toBe('(99+) Our shop')
  unread.value = 0
  expect(document.title).toBe('Our shop')
})

test('a title that the page changes meanwhile is kept, however it does it [U3]', async () => {
  const before = document.title
  onTestFinished(() => void (document.title = before))
  document.title = 'Our shop'
  const unread = signal(1)
  followTitle(() => ({ unread: unread.value, locale: 'en' }), life())
  document.title = 'Bowls'
  await expect.poll(() => document.title).toBe('(1) Bowls')
  document.title += ', blue'
  await expect.poll(() => document.title).toBe('(1) Bowls, blue')
  const element = document.createElement('title')
  element.textContent = 'Vases'
  document.querySelector('title')!.replaceWith(element)
  await expect.poll(() => document.title).toBe('(1) Vases')
  unread.value = 3
  expect(document.title).toBe('(3) Vases')
  // Too late for us to have seen it.
  document.title = 'Plates'
  unread.value = 0
  expect(document.title).toBe('Plates')
  await later(200)
  expect(document.title).toBe('Plates')
})

test('two chats on a page add up, and one that is destroyed takes its share away', async () => {
  const before = document.title
  onTestFinished(() => void (document.title = before))
  document.title = 'Our shop'
  const first = new AbortController()
  followTitle(() => ({ unread: 2, locale: 'en' }), first.signal)
  followTitle(() => ({ unread: 3, locale: 'en' }), life())
  expect(document.title).toBe('(5) Our shop')
  first.abort()
  expect(document.title).toBe('(3) Our shop')
})

test('without the option the title is left alone [U3]', async () => {
  const before = document.title
  const { chat } = tab({ visible: false })
  chat.receive('Hello')
  await settled()
  expect(document.title).toBe(before)
})

class FakeNotification extends EventTarget {
  static permission: NotificationPermission = 'default'
  static answer: NotificationPermission = 'granted'
  static asked = 0
  static shown: FakeNotification[] = []
  static async requestPermission(): Promise<NotificationPermission> {
    FakeNotification.asked += 1
    return (FakeNotification.permission = FakeNotification.answer)
  }
  closed = false
  readonly title: string
  readonly options: NotificationOptions
  constructor(title: string, options: NotificationOptions) {
    super()
    this.title = title
    this.options = options
    FakeNotification.shown.push(this)
  }
  close(): void {
    this.closed = true
  }
}

function stubNotifications(permission: NotificationPermission = 'default', answer: NotificationPermission = 'granted'): void {
  Object.assign(FakeNotification, { permission, answer, asked: 0, shown: [] })
  vi.stubGlobal('Notification', FakeNotification)
}

test('the browser is asked for notifications after a click in the menu, and never before [U4]', async () => {
  stubNotifications()
  await setup(createFakeChat({ session: ready, entries: conversation(3), open: true }))
  await page.getByRole('button', { name: 'More options' }).click()
  const item = page.getByRole('menuitemcheckbox', { name: 'Notify me about new messages' })
  await expect.element(item).toHaveAttribute('aria-checked', 'false')
  expect(FakeNotification.asked).toBe(0)
  await item.click()
  expect(FakeNotification.asked).toBe(1)
  await page.getByRole('button', { name: 'More options' }).click()
  await expect.element(item).toHaveAttribute('aria-checked', 'true')
  await item.click()
  await page.getByRole('button', { name: 'More options' }).click()
  await expect.element(item).toHaveAttribute('aria-checked', 'false')
  expect(FakeNotification.asked).toBe(1)
})

test('a visitor who refuses is told where that is changed, and is not asked again [U4]', async () => {
  stubNotifications('default', 'denied')
  const { spoken } = await setup(createFakeChat({ session: ready, entries: conversation(3), open: true }))
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Notify me about new messages' }).click()
  await expect.poll(spoken).toMatch('blocked')
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('menuitem', { name: 'Notifications are blocked in the settings of your browser.' }).click()
  expect(FakeNotification.asked).toBe(1)
})

test('a page that may notify for reasons of its own has not been asked by the visitor [U4]', async () => {
  stubNotifications('granted')
  const { chat } = tab({ visible: false })
  chat.receive('Hello')
  await turnsOver()
  expect(FakeNotification.shown).toEqual([])
})

test('one notification for a Message over all tabs, only when none is in view, of one conversation one at a time [U4]', async () => {
  stubNotifications('granted')
  localStorage.setItem('parlour:notify', '1')
  const turns = sharedTurns()
  const tabs = [tab({ visible: false, turns }), tab({ visible: false, turns })]
  for (const { chat } of tabs) chat.receive('Is it still there?', 'Ann \u202e')
  await turnsOver()
  expect(FakeNotification.shown.map(({ title, options }) => [title, options.body, options.tag, options.silent])).toEqual([
    ['Ann', 'Is it still there?', `parlour:${ready.channelSid}`, true],
  ])
  tabs[1]!.visible.value = true
  for (const { chat } of tabs) chat.receive('And now?')
  await turnsOver()
  expect(FakeNotification.shown).toHaveLength(1)
})

test('a click on it brings the tab to the front and opens the panel; what is read takes it away [U4]', async () => {
  stubNotifications('granted')
  localStorage.setItem('parlour:notify', '1')
  const front = vi.spyOn(window, 'focus').mockImplementation(() => {})
  const { chat } = tab({ visible: false })
  chat.receive('one')
  await turnsOver()
  const [first] = FakeNotification.shown
  first!.dispatchEvent(new Event('click'))
  expect(front).toHaveBeenCalledOnce()
  expect([chat.open.value, first!.closed]).toEqual([true, true])
  chat.receive('two')
  await turnsOver()
  expect(FakeNotification.shown[1]!.closed).toBe(false)
  chat.read()
  expect(FakeNotification.shown[1]!.closed).toBe(true)
})

test('an installed page has the number on its icon until all is read, a page in a tab never [U7]', async () => {
  const badges: (number | null)[] = []
  const unread = signal(2)
  const installed = { value: false }
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: installed.value && query.includes('standalone') }))
  Object.assign(navigator, {
    setAppBadge: async (count: number) => void badges.push(count),
    clearAppBadge: async () => void badges.push(null),
  })
  onTestFinished(() => {
    for (const name of ['setAppBadge', 'clearAppBadge']) Reflect.deleteProperty(navigator, name)
  })
  followBadge(() => unread.value, life())
  expect(badges).toEqual([])
  installed.value = true
  followBadge(() => unread.value, life())
  unread.value = 3
  unread.value = 0
  expect(badges).toEqual([2, 3, null])
})

test('after a logout, or when the conversation is over, nothing more is told', async () => {
  const { chat, heard } = tab()
  chat.session.value = ended()
  chat.receive('late')
  await turnsOver()
  expect(heard()).toBe(0)
})

import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { cdp, page } from 'vitest/browser'
import { ChatError } from '../../../src/chat/errors.ts'
import { conversation, createFakeChat, ended, entry, ready, type FakeChat } from './fake-chat.ts'
import { desktop, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

interface DevTools {
  send(method: string, params: object): Promise<unknown>
}
async function emulate(features: Readonly<Record<string, string>>): Promise<void> {
  const tools = cdp() as unknown as DevTools
  await tools.send('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) })
  onTestFinished(() => void tools.send('Emulation.setEmulatedMedia', { features: [] }))
  await settled()
}

const error = new ChatError('network', 'no answer')
const failed = entry(9, { own: true, author: 'me', key: 'x', sid: null, index: null, delivery: 'failed', error })
const states: Readonly<Record<string, () => FakeChat>> = {
  closed() {
    const chat = createFakeChat({ session: ready })
    chat.unread.value = 3
    return chat
  },
  welcome: () => createFakeChat({ session: { status: 'welcome', canStart: true, error }, open: true }),
  waiting: () => createFakeChat({ session: { status: 'waiting' }, open: true }),
  failed: () => createFakeChat({ session: { status: 'failed', error }, open: true }),
  conversation() {
    const chat = createFakeChat({ session: ready, open: true, entries: [...conversation(8), failed] })
    chat.typing.value = ['Ann']
    chat.setDraft('half a thought')
    return chat
  },
  ended: () => createFakeChat({ session: ended(), entries: conversation(4), open: true }),
}
const drawn = async (state: string): Promise<Mounted> => {
  const mounted = await setup(states[state]!())
  await settled()
  return mounted
}
const each = Object.keys(states)

describe('reduced motion [I4]', () => {
  test.each(each)('%s: nothing moves, nor begins to [I4]', async (state) => {
    await emulate({ 'prefers-reduced-motion': 'reduce' })
    const { find, chat } = await drawn(state)
    expect(find('.parlour').getAnimations({ subtree: true })).toHaveLength(0)
    chat.setOpen(!chat.open.value)
    await settled()
    expect(find('.parlour').getAnimations({ subtree: true })).toHaveLength(0)
  })
})

test('where motion is welcome it takes 120 to 200 ms, and can be turned back half way [I4]', async () => {
  const mounted = await drawn('conversation')
  const { find, chat } = mounted
  const running = (): CSSTransition[] =>
    find('.panel')
      .getAnimations()
      .filter((animation) => animation instanceof CSSTransition)
  await vi.waitFor(() => expect(running()).toHaveLength(0))
  for (const open of [false, true]) {
    await vi.waitFor(() => expect(running()).toHaveLength(0))
    chat.setOpen(open)
    await vi.waitFor(() => expect(running().length).toBeGreaterThan(0))
    for (const { effect } of running()) {
      const { duration } = effect!.getComputedTiming()
      expect(Number(duration)).toBeGreaterThanOrEqual(120)
      expect(Number(duration)).toBeLessThanOrEqual(200)
    }
  }
  // Turned round while it is closing, it ends open.
  chat.setOpen(false)
  await vi.waitFor(() => expect(running().length).toBeGreaterThan(0))
  chat.setOpen(true)
  await settled()
  await vi.waitFor(() => expect(running()).toHaveLength(0))
  expect(getComputedStyle(find('.panel')).opacity).toBe('1')
})

describe('forced colours [I4]', () => {
  test.each(each)('%s: what is told by a fill is told by a line as well, and the focus by an outline [I4]', async (state) => {
    await emulate({ 'forced-colors': 'active' })
    const { root } = await drawn(state)
    expect(matchMedia('(forced-colors: active)').matches).toBe(true)
    for (const element of root.querySelectorAll<HTMLElement>('button, .bubble, .field, .badge, .panel')) {
      if (element.getClientRects().length === 0) continue
      expect(Number.parseFloat(getComputedStyle(element).borderBlockStartWidth), element.className).toBeGreaterThanOrEqual(1)
    }
    const stop = root.querySelector<HTMLElement>('button')!
    stop.focus({ focusVisible: true } as FocusOptions)
    expect(getComputedStyle(stop).outlineStyle).toBe('solid')
  })
})

/** Where the reader has letters of another size, em by em; where the browser zooms, the window gets smaller. */
const zooms: Readonly<Record<string, { readonly window: readonly [number, number]; readonly letters?: string }>> = {
  '200 % on 1280 × 1024': { window: [640, 512] },
  '400 % on 1280 × 1024': { window: [320, 256] },
  'a window of 320 × 568': { window: [320, 568] },
  'letters of 200 %': { window: [1_280, 800], letters: '32px' },
  'letters of 200 % on a phone': { window: [390, 844], letters: '32px' },
}

describe.each(Object.keys(zooms))('at %s [I4]', (zoom) => {
  test.each(each)('%s: nothing is cut off sideways, and each control can be reached [I4]', async (state) => {
    const { window: size, letters } = zooms[zoom]!
    await page.viewport(size[0], size[1])
    const { root, find } = await drawn(state)
    if (letters) find('.parlour').style.fontSize = letters
    await settled()
    // They end by the browser's frames, which may be few where much else runs.
    await vi.waitFor(
      () =>
        expect(
          find('.parlour')
            .getAnimations({ subtree: true })
            .filter((each) => each instanceof CSSTransition),
        ).toHaveLength(0),
      5_000,
    )
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(size[0])
    for (const element of root.querySelectorAll<HTMLElement>('button, textarea, h2, h3, p, .bubble')) {
      if (element.closest('.hidden, [inert]') || element.getClientRects().length === 0) continue
      const { left, right } = element.getBoundingClientRect()
      expect([Math.floor(left) >= 0, Math.ceil(right) <= size[0]], element.className).toEqual([true, true])
    }
    for (const control of root.querySelectorAll<HTMLElement>('button, textarea')) {
      if (control.closest('[inert]') || control.getClientRects().length === 0) continue
      const log = control.closest('.log')
      if (log && log.clientHeight < 44) continue
      control.scrollIntoView({ block: 'nearest' })
      const { top, bottom, width } = control.getBoundingClientRect()
      if (control.matches('textarea')) expect(width).toBeGreaterThan(100)
      expect([Math.round(top) >= 0, Math.round(bottom) <= size[1]], control.className).toEqual([true, true])
    }
  })
})

describe('targets [I4]', () => {
  test.each(each)('%s: each is 24 px or more, the main ones 44 [I4]', async (state) => {
    const { root } = await drawn(state)
    for (const button of root.querySelectorAll('button')) {
      if (button.closest('[inert]') || button.getClientRects().length === 0) continue
      const { width, height } = button.getBoundingClientRect()
      const least = button.matches('.main:not(.pill), .round:not(.mini), .send') ? 44 : 24
      expect(Math.round(Math.min(width, height)), button.className).toBeGreaterThanOrEqual(least)
    }
  })
})

test('nothing jumps: no layout shift while somebody comes, types, writes and ends [I4]', async () => {
  const chat = createFakeChat({ session: { status: 'connecting' }, open: true })
  chat.others.value = []
  const { root } = await setup(chat)
  await settled()
  let shift = 0
  const observer = new PerformanceObserver((list) => {
    for (const each of list.getEntries() as (PerformanceEntry & {
      readonly value: number
      readonly sources: readonly { readonly node: Node | null }[]
    })[]) {
      if (each.sources.some(({ node }) => node && (root.contains(node) || node === root.host))) shift += each.value
    }
  })
  observer.observe({ type: 'layout-shift', buffered: false })
  onTestFinished(() => observer.disconnect())
  const steps: (() => void)[] = [
    () => (chat.session.value = ready),
    () => (chat.others.value = ['Ann']),
    () => (chat.typing.value = ['Ann']),
    () => (chat.typing.value = []),
    () => chat.setDraft('x'),
    () => (chat.others.value = ['Ann', 'Bob']),
  ]
  for (const step of steps) {
    step()
    await settled()
    await settled()
  }
  expect(shift).toBe(0)
})

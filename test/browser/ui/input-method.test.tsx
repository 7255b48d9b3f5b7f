import { beforeEach, expect, test } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { createFakeChat, ready } from './fake-chat.ts'
import { desktop, settled, setup } from './setup.ts'

const box = page.getByRole('textbox', { name: 'Message' })

beforeEach(desktop)

/** As much of Chromium's protocol as an input method needs. */
interface Session {
  send(method: 'Input.imeSetComposition', what: { text: string; selectionStart: number; selectionEnd: number }): Promise<unknown>
  send(method: 'Input.insertText', what: { text: string }): Promise<unknown>
  send(method: 'Input.dispatchKeyEvent', what: { type: string; key: string; code: string; windowsVirtualKeyCode: number }): Promise<unknown>
}

/** An input method: what it composes, key by key, and the Enter that confirms it, which belongs to it and not to us. */
async function compose(steps: readonly string[], confirmed: string): Promise<void> {
  const session = cdp() as unknown as Session
  for (const text of steps) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }
  // While it composes a key is its own: the page is told 229.
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 })
  await session.send('Input.insertText', { text: confirmed })
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 })
  await settled()
}

const languages = [
  ['Japanese', ['n', 'に', 'にh', 'にほ', 'にほn', 'にほん', '日本'], '日本', 'です'],
  ['Korean', ['ㅎ', '하', '한'], '한', '글'],
  ['Chinese', ['n', 'ni', 'ni h', 'ni hao', '你好'], '你好', '吗'],
] as const

test.each(languages)(
  'in %s the Enter that confirms what was composed never sends, the next one does [D1]',
  async (_, steps, first, second) => {
    const { chat } = await setup(createFakeChat({ session: ready, open: true }))
    const bodies = (): string[] => chat.timeline.value.entries.map(({ body }) => body)
    await box.click()
    const heard: (readonly [string, boolean, number])[] = []
    document.addEventListener('keydown', ({ key, isComposing, keyCode }) => heard.push([key, isComposing, keyCode]), {
      capture: true,
      once: true,
    })
    await compose(steps, first)
    expect(heard).toEqual([[expect.any(String), true, 229]])
    await expect.element(box).toHaveValue(first)
    expect(bodies()).toEqual([])
    await compose([second], second)
    await expect.element(box).toHaveValue(first + second)
    expect([bodies(), chat.open.value]).toEqual([[], true])
    await userEvent.keyboard('{Enter}')
    expect(bodies()).toEqual([first + second])
    await expect.element(box).toHaveValue('')
  },
)

test('what is being composed is neither sent by the button nor lost when a Message arrives [D1]', async () => {
  const { chat } = await setup(createFakeChat({ session: ready, open: true }))
  await box.click()
  await (cdp() as unknown as Session).send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 })
  chat.receive('Hello')
  await settled()
  await expect.element(box).toHaveValue('にほ')
  await (cdp() as unknown as Session).send('Input.insertText', { text: '二本' })
  await expect.element(box).toHaveValue('二本')
})

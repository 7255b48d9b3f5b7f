import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { conversation, createFakeChat, ready } from './fake-chat.ts'
import { desktop, phone, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

const onPage = <Name extends keyof HTMLElementTagNameMap>(name: Name, css = ''): HTMLElementTagNameMap[Name] => {
  const element = document.body.appendChild(document.createElement(name))
  element.style.cssText = css
  onTestFinished(() => element.remove())
  return element
}
/** What is at the middle of the launcher, or of the panel, for somebody who points there. */
function at({ find, root }: Mounted, selector: string): Element | null {
  const { x, y, width, height } = find(selector).getBoundingClientRect()
  const [left, top] = [x + width / 2, y + height / 2]
  const seen = document.elementFromPoint(left, top)
  return seen === root.host ? root.elementFromPoint(left, top) : seen
}
async function resting(mounted: Mounted, selector = '.launcher'): Promise<DOMRect> {
  await vi.waitFor(() => expect(mounted.find(selector).getAnimations()).toHaveLength(0))
  return mounted.find(selector).getBoundingClientRect()
}
const fromEdge = ({ right, bottom }: DOMRect): number[] => [Math.round(innerWidth - right), Math.round(innerHeight - bottom)]

describe('distance from the edge [G3]', () => {
  test('one length, one for each direction, and others for a phone, all while it is there [G3]', async () => {
    const mounted = await setup(createFakeChat({ session: ready }), { options: { locale: 'en', offset: '40px' } })
    expect(fromEdge(await resting(mounted))).toEqual([40, 40])
    mounted.ui.update({ offset: '96px 24px / 64px 8px' })
    expect(fromEdge(await resting(mounted))).toEqual([24, 96])
    await phone()
    await settled()
    expect(fromEdge(await resting(mounted))).toEqual([8, 64])
    mounted.ui.update({ offset: null })
    await settled()
    expect(fromEdge(await resting(mounted))).toEqual([20, 20])
  })

  test('the panel keeps the distance too, and stays in the window [G3]', async () => {
    const mounted = await setup(createFakeChat({ session: ready, open: true }), {
      options: { locale: 'en', offset: '200px 900px', position: 'start' },
    })
    const { left, right, top, bottom } = await resting(mounted, '.panel')
    expect([Math.round(left), Math.round(innerHeight - bottom)]).toEqual([900, 200])
    expect(top).toBeGreaterThanOrEqual(16)
    expect(right).toBeLessThanOrEqual(innerWidth)
  })

  test('a custom property of the page moves it, also later, out of the way of a bar for cookies [G3]', async () => {
    onTestFinished(() => document.documentElement.removeAttribute('style'))
    const mounted = await setup(createFakeChat({ session: ready }))
    document.documentElement.style.setProperty('--parlour-offset', '88px')
    expect(fromEdge(await resting(mounted))).toEqual([88, 88])
  })
})

describe('above the page [G3]', () => {
  test('no z-index of the page is above it: it is in the top layer [G3]', async () => {
    onPage('div', 'position:fixed;inset:0;z-index:2147483647;background:#fffa')
    const mounted = await setup(createFakeChat({ session: ready }))
    await resting(mounted)
    expect(mounted.find('.parlour').matches(':popover-open')).toBe(true)
    expect(at(mounted, '.launcher')?.closest('.launcher')).toBe(mounted.find('.launcher'))
  })

  test('without a top layer the z-index holds [G3]', async () => {
    const missing = vi.spyOn(HTMLElement.prototype, 'showPopover').mockImplementation(() => {
      throw new TypeError('showPopover is not a function')
    })
    onTestFinished(() => missing.mockRestore())
    onPage('div', 'position:fixed;inset:0;z-index:99999;background:#fffa')
    const mounted = await setup(createFakeChat({ session: ready }))
    const rect = await resting(mounted)
    expect([rect.width, ...fromEdge(rect)]).toEqual([56, 20, 20])
    expect(at(mounted, '.launcher')?.closest('.launcher')).toBe(mounted.find('.launcher'))
  })

  test('a transform, a filter or a clip of what it stands in does not move or cut it [G3]', async () => {
    const host = onPage('div', 'transform:scale(.5);filter:invert(1);overflow:hidden;width:10px;contain:paint').appendChild(
      document.createElement('div'),
    )
    const mounted = await setup(createFakeChat({ session: ready }), { host })
    const rect = await resting(mounted)
    expect([rect.width, ...fromEdge(rect)]).toEqual([56, 20, 20])
  })

  test('a modal dialog of the page covers it and keeps the visitor out of it; closed, it is there as before [G3]', async () => {
    const mounted = await setup(createFakeChat({ session: ready, open: true, entries: conversation(2) }))
    await resting(mounted, '.panel')
    const dialog = onPage('dialog')
    dialog.append(document.createElement('button'))
    dialog.showModal()
    expect(at(mounted, '.panel')).toBe(dialog)
    await userEvent.keyboard('{Tab}{Tab}{Tab}')
    expect(mounted.focused()).toBeNull()
    // Escape is for the dialog.
    await userEvent.keyboard('{Escape}')
    expect([dialog.open, mounted.chat.open.value]).toEqual([false, true])
    expect(at(mounted, '.panel')?.closest('.panel')).toBe(mounted.find('.panel'))
  })

  test('within a modal dialog it is on top and can be used [G3]', async () => {
    const dialog = onPage('dialog', 'inset:0;width:80vw;height:80vh')
    const host = dialog.appendChild(document.createElement('div'))
    const mounted = await setup(createFakeChat({ session: ready, open: true }), { host })
    dialog.showModal()
    await vi.waitFor(() => expect(at(mounted, '.panel')?.closest('.panel')).toBe(mounted.find('.panel')))
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
    expect(mounted.chat.draft.value).toBe('Hello')
  })
})

describe('hiding [G3]', () => {
  const hides: Readonly<Record<string, (host: HTMLElement) => void>> = {
    'the attribute `hidden`': (host) => void (host.hidden = true),
    '`display: none` on the element': (host) => void (host.style.display = 'none'),
    '`--parlour-display` in a style sheet': () => document.documentElement.style.setProperty('--parlour-display', 'none'),
    '`display: none` around it': ({ parentElement }) => void (parentElement!.style.display = 'none'),
  }
  test.each(Object.keys(hides))('%s hides launcher and panel, also in the top layer [G3]', async (name) => {
    onTestFinished(() => document.documentElement.removeAttribute('style'))
    const host = onPage('div').appendChild(document.createElement('div'))
    const mounted = await setup(createFakeChat({ session: ready, open: true }), { host })
    expect(mounted.find('.panel').getClientRects()).toHaveLength(1)
    hides[name]!(host)
    expect(mounted.find('.panel').getClientRects()).toHaveLength(0)
  })
})

import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { conversation, createFakeChat, ready } from './fake-chat.ts'
import { desktop, movePointerAway, settled, setup } from './setup.ts'

beforeEach(async () => {
  await desktop()
  await movePointerAway()
})

/** Whatever was found to break a widget, at once. */
const HOSTILE = `
  * { all: unset !important }
  * {
    font: italic 900 40px/2.4 fantasy !important; letter-spacing: .3em !important; word-spacing: 1em !important;
    text-transform: uppercase !important; text-align: center !important; text-indent: 3em !important;
    text-shadow: 2px 2px gold !important; color: crimson !important; transition: all 3s !important; cursor: wait !important;
    visibility: hidden !important; pointer-events: none !important; white-space: pre !important; direction: rtl !important;
    user-select: none !important; -webkit-user-select: none !important; line-break: anywhere !important; zoom: 1 !important;
  }
  div {
    float: left !important; border: 6px dashed lime !important; padding: 20px !important; transform: scale(.5) rotate(9deg) !important;
    filter: invert(1) !important; opacity: .3 !important; position: fixed !important; inset: 30px !important; contain: strict !important;
    perspective: 10px !important; clip-path: circle(1px) !important; columns: 3 !important; overflow: hidden !important;
  }
  button, textarea, form, [role=dialog], [role=log] { display: none !important }`

const WATCHED = [
  'font',
  'letterSpacing',
  'wordSpacing',
  'textTransform',
  'textAlign',
  'textIndent',
  'textShadow',
  'color',
  'backgroundColor',
  'direction',
  'visibility',
  'pointerEvents',
  'whiteSpace',
  'userSelect',
  'cursor',
  'opacity',
] as const

/** Where everything stands, to the pixel, and how it looks. */
async function portrait(): Promise<string[]> {
  const chat = createFakeChat({ session: ready, entries: conversation(6), open: true })
  const { root, find, unmount, host } = await setup(chat)
  chat.typing.value = ['Ann']
  await settled()
  await vi.waitFor(() => expect(find('.panel').getAnimations()).toHaveLength(0))
  const lines = [...root.querySelectorAll<HTMLElement>('*')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    const place = element.closest('.dots') ? [] : [x, y, width, height].map((value) => Math.round(value))
    return [element.localName, element.className, ...place, ...WATCHED.map((name) => style[name])].join(' ')
  })
  unmount()
  host.remove()
  return lines
}

test('not a pixel of it changes under the worst style sheet of a page', async () => {
  const plain = await portrait()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(HOSTILE)
  document.adoptedStyleSheets = [sheet]
  onTestFinished(() => void (document.adoptedStyleSheets = []))
  const framed = await portrait()
  expect(framed.filter((line, at) => line !== plain[at])).toEqual([])
  expect(framed).toHaveLength(plain.length)
})

test('a page can hide it with `hidden`', async () => {
  const { host, find } = await setup()
  await vi.waitFor(() => expect(find('.launcher').getBoundingClientRect().width).toBe(56))
  host.hidden = true
  expect(find('.launcher').getBoundingClientRect().width).toBe(0)
})

test('it styles nothing of the page', async () => {
  const button = document.body.appendChild(document.createElement('button'))
  onTestFinished(() => button.remove())
  const before = JSON.stringify(getComputedStyle(button))
  await setup(createFakeChat({ session: ready, open: true }))
  await settled()
  expect(JSON.stringify(getComputedStyle(button))).toBe(before)
})

test('a page chooses accent, font and corner by custom properties', async () => {
  const host = document.body.appendChild(document.createElement('div'))
  host.style.setProperty('--parlour-accent', 'rgb(120, 20, 90)')
  host.style.setProperty('--parlour-font', 'monospace')
  host.style.setProperty('--parlour-offset', '40px')
  const { find } = await setup(undefined, { host })
  await vi.waitFor(() => expect(find('.launcher').getAnimations()).toHaveLength(0))
  const style = getComputedStyle(find('.launcher'))
  expect(style.backgroundColor).toBe('rgb(120, 20, 90)')
  expect(getComputedStyle(find('.parlour')).fontFamily).toBe('monospace')
  expect(innerWidth - find('.launcher').getBoundingClientRect().right).toBe(40)
})

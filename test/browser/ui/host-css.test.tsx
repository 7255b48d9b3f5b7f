import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import bootstrap from '../../fixtures/host-css/bootstrap-reboot.css?raw'
import resets from '../../fixtures/host-css/resets.css?raw'
import tailwind from '../../fixtures/host-css/tailwind-preflight.css?raw'
import wordpress from '../../fixtures/host-css/wordpress-like.css?raw'
import worst from '../../fixtures/host-css/worst.css?raw'
import { conversation, createFakeChat, entry, ready, type FakeChat } from './fake-chat.ts'
import { desktop, movePointerAway, settled, setup } from './setup.ts'

beforeEach(async () => {
  await desktop()
  await movePointerAway()
})

const corpus = {
  'Tailwind’s preflight': tailwind,
  'Bootstrap’s reboot': bootstrap,
  'a theme of WordPress': wordpress,
  'resets of all schools': resets,
  'the worst we know': worst,
  '* alone':
    '* { all: unset !important; display: block !important; position: relative !important; z-index: 99 !important; color-scheme: dark }',
  'button and form alone': 'button, form, textarea { all: revert !important; display: none !important; width: 1px !important }',
  'custom properties that are called like ours':
    ':root { --accent: red; --surface: lime; --text: pink; --block: 99px; --brand: red; --notch: 50px }',
}

const states: Readonly<Record<string, () => FakeChat>> = {
  closed() {
    const chat = createFakeChat({ session: ready })
    chat.unread.value = 3
    return chat
  },
  welcome: () => createFakeChat({ session: { status: 'welcome', canStart: true }, open: true }),
  conversation: () => createFakeChat({ session: ready, open: true, entries: [...conversation(5), entry(5, { deleted: true, body: '' })] }),
}

/** Every property of every part, and where it stands, unrounded. */
async function portrait(state: string): Promise<string[]> {
  const { root, find, unmount, host } = await setup(states[state]!(), { options: { locale: 'en', theme: 'light' } })
  await vi.waitFor(() => expect(find('.parlour').getAnimations({ subtree: true })).toHaveLength(0))
  await settled()
  const lines = [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    const name = `${element.localName}.${element.getAttribute('class') ?? ''}`
    return [
      `${name} ${[x, y, width, height].join(' ')}`,
      ...[...style]
        .filter((property) => !property.startsWith('--'))
        .map((property) => `${name} ${property}: ${style.getPropertyValue(property)}`),
    ]
  })
  unmount()
  host.remove()
  return lines
}

test.each(Object.keys(corpus))('under %s each part has every property and every pixel that it has elsewhere [G7]', async (name) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(corpus[name as keyof typeof corpus])
  for (const state of Object.keys(states)) {
    const plain = await portrait(state)
    document.adoptedStyleSheets = [sheet]
    onTestFinished(() => void (document.adoptedStyleSheets = []))
    const framed = await portrait(state)
    document.adoptedStyleSheets = []
    expect(framed.filter((line, at) => line !== plain[at]).slice(0, 20)).toEqual([])
    expect(framed).toHaveLength(plain.length)
  }
})

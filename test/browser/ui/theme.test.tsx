import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { contrast, toHex, type Rgb } from '../../../src/ui/palette/colour.ts'
import { leastContrast, pairs, palette, tokenNames, type Mode } from '../../../src/ui/palette/palette.ts'
import { conversation, createFakeChat, ready } from './fake-chat.ts'
import { desktop, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

interface DevTools {
  send(method: string, params: object): Promise<unknown>
}
/** What the visitor's system asks for. */
async function emulate(features: Readonly<Record<string, string>>): Promise<void> {
  const tools = cdp() as unknown as DevTools
  await tools.send('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) })
  onTestFinished(() => void tools.send('Emulation.setEmulatedMedia', { features: [] }))
  await settled()
}

/** A custom property as the colour that it is drawn in. */
function colourOf({ find }: Mounted, token: string): Rgb {
  const probe = find('.parlour').appendChild(document.createElement('i'))
  probe.style.color = `color-mix(in srgb, var(--${token}), var(--${token}))`
  const parts = getComputedStyle(probe)
    .color.match(/[\d.]+(e-\d+)?/g)!
    .map(Number)
  probe.remove()
  return parts.slice(0, 3) as unknown as Rgb
}

const background = (element: Element): string => getComputedStyle(element).backgroundColor
const open = (options: object): Promise<Mounted> =>
  setup(createFakeChat({ session: ready, open: true, entries: conversation(4) }), { options: { locale: 'en', ...options } })

const systems: Readonly<Record<Mode, Readonly<Record<string, string>>>> = {
  light: {},
  dark: { 'prefers-color-scheme': 'dark' },
  'light-more': { 'prefers-contrast': 'more' },
  'dark-more': { 'prefers-color-scheme': 'dark', 'prefers-contrast': 'more' },
}

test.each(Object.keys(systems) as Mode[])('%s: each pair of the built-in palette is legible [G1] [G2]', async (mode) => {
  await emulate(systems[mode])
  const mounted = await open({})
  const faint = pairs.flatMap(({ front, back, kind }) => {
    const ratio = contrast(colourOf(mounted, front), colourOf(mounted, back))
    return ratio >= leastContrast(mode, kind) ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`]
  })
  expect(faint).toEqual([])
})

test.each(Object.keys(systems) as Mode[])(
  '%s: an accent in any notation of CSS gives the palette that was worked out for it [G1]',
  async (mode) => {
    await emulate(systems[mode])
    document.documentElement.style.setProperty('--of-the-page', 'hsl(243 100% 68%)')
    onTestFinished(() => document.documentElement.removeAttribute('style'))
    const expected = palette([0x5f / 255, 0x57 / 255, 1])
    for (const accent of ['#5f57ff', 'rgb(95 87 255)', 'color(srgb 0.372549 0.341176 1)']) {
      const mounted = await open({ accent })
      const drawn = tokenNames.map((name) => `${name} ${toHex(colourOf(mounted, name))}`)
      expect(drawn).toEqual(tokenNames.map((name) => `${name} ${toHex(expected.modes[mode][name])}`))
      mounted.unmount()
    }
    const mounted = await open({ accent: 'var(--of-the-page)' })
    expect(toHex(colourOf(mounted, 'brand'))).toBe('#645cff')
  },
)

test('an accent is there from the first moment on, changes live, and goes back to ours; a bad one is corrected with a warning [G1]', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  onTestFinished(() => warned.mockRestore())
  const mounted = await open({})
  const ours = colourOf(mounted, 'accent')
  mounted.ui.update({ accent: '#e8590c' })
  await vi.waitFor(() => expect(warned).toHaveBeenCalledOnce())
  expect(warned.mock.calls[0]![0]).toMatch(/accent #e8590c was corrected .*3\.58:1 .*drawn in #\w{6} instead/)
  await vi.waitFor(() => expect(toHex(colourOf(mounted, 'brand'))).toBe('#e8590c'))
  mounted.ui.update({ accent: 'inherit' })
  await vi.waitFor(() => expect(warned).toHaveBeenLastCalledWith(expect.stringContaining('is no colour here')))
  expect(colourOf(mounted, 'accent')).toEqual(ours)
  mounted.ui.update({ accent: null })
  expect(colourOf(mounted, 'accent')).toEqual(ours)
})

test('without an accent no palette is loaded or made: one sheet of ours is empty [G1]', async () => {
  const { root } = await open({})
  expect(root.adoptedStyleSheets.filter(({ cssRules }) => cssRules.length === 0)).toHaveLength(1)
  expect(
    [...root.adoptedStyleSheets].flatMap(({ cssRules }) => [...cssRules]).filter(({ cssText }) => /--accent: *light-dark\(#/.test(cssText)),
  ).toHaveLength(0)
})

test('auto follows the system, light and dark stay, inherit follows the page; all change live, without a drawing of the chat [G2]', async () => {
  onTestFinished(() => document.documentElement.removeAttribute('style'))
  const { find, ui } = await open({ theme: 'auto' })
  const panel = find('.panel')
  const light = background(panel)
  await emulate({ 'prefers-color-scheme': 'dark' })
  const dark = background(panel)
  expect(dark).not.toBe(light)
  const seen: Record<string, string> = {}
  for (const theme of ['light', 'dark', 'inherit'] as const) {
    ui.update({ theme })
    await settled()
    seen[theme] = background(panel)
  }
  expect(seen).toEqual({ light, dark, inherit: light })
  for (const [scheme, expected] of [
    ['dark', dark],
    ['light', light],
    ['light dark', dark],
    ['only light', light],
  ] as const) {
    document.documentElement.style.colorScheme = scheme
    expect(background(panel), scheme).toBe(expected)
  }
  expect(find('.panel')).toBe(panel)
})

test('a switch of the theme is no fade: no part is ever half way [G2]', async () => {
  const { find, ui, root } = await open({ theme: 'light' })
  await vi.waitFor(() => expect(find('.parlour').getAnimations({ subtree: true })).toHaveLength(0))
  ui.update({ theme: 'dark' })
  await settled()
  const fading = root.querySelector('.parlour')!.getAnimations({ subtree: true }) as CSSTransition[]
  const large = fading.filter(({ effect }) => ((effect as KeyframeEffect).target as Element).matches('.panel, .bubble, .header, .field'))
  expect(large).toHaveLength(0)
})

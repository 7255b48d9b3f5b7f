import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createFakeChat, entry, ready } from './fake-chat.ts'
import { desktop, phone, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

const hello = {
  ar: 'مرحبًا، كيف يمكنني المساعدة؟',
  he: 'שלום, איך אפשר לעזור?',
  fa: 'سلام، چطور می‌توانم کمک کنم؟',
  ur: 'السلام علیکم، میں کیا مدد کر سکتا ہوں؟',
}
type Locale = keyof typeof hello

async function opened(locale: string, ours = 'Own'): Promise<Mounted> {
  const entries = [entry(0, { body: hello[locale as Locale] ?? 'Hello' }), entry(1, { own: true, author: 'me', body: ours })]
  const mounted = await setup(createFakeChat({ session: ready, open: true, entries }), { options: { locale } })
  await vi.waitFor(() => expect(mounted.find('.parlour').lang).toBe(locale))
  await vi.waitFor(() => expect(mounted.find('.own .bubble')).toBeTruthy())
  await vi.waitFor(() =>
    expect(
      mounted
        .find('.parlour')
        .getAnimations({ subtree: true })
        .filter((each) => each instanceof CSSTransition),
    ).toHaveLength(0),
  )
  await settled()
  return mounted
}

/** Left and right of each part, from the panel's left edge; of the mirror image from its right one. */
function sides({ find }: Mounted, mirrored: boolean): Readonly<Record<string, readonly number[]>> {
  const panel = find('.panel').getBoundingClientRect()
  const of = (selector: string): number[] => {
    const { left, right } = find(selector).getBoundingClientRect()
    const ends = mirrored ? [panel.right - right, panel.right - left] : [left - panel.left, right - panel.left]
    return ends.map(Math.round)
  }
  const parts = ['.face', '[aria-haspopup=menu]', '.header .round:last-of-type', '.avatar', '.field', '.send', '.log', '.composer']
  return Object.fromEntries(parts.map((part) => [part, of(part)]))
}

describe.each(Object.keys(hello))('%s', (locale) => {
  test('is written from right to left, and stands in the other corner [G6]', async () => {
    const { find } = await opened(locale)
    expect(find('.parlour').dir).toBe('rtl')
    expect(Math.round(find('.panel').getBoundingClientRect().left)).toBe(20)
    const log = find('.log').getBoundingClientRect()
    expect(find('.row:not(.own) .bubble').getBoundingClientRect().right).toBeGreaterThan(log.right - 64)
    expect(find('.own .bubble').getBoundingClientRect().left).toBeLessThan(log.left + 32)
    expect(find('.send').getBoundingClientRect().left).toBeLessThan(find('textarea').getBoundingClientRect().left)
  })

  test('is the mirror image of English, to the pixel [G6]', async () => {
    const english = await opened('en')
    const plain = sides(english, false)
    english.unmount()
    expect(sides(await opened(locale), true)).toEqual(plain)
  })

  test('a Message of the other direction is written its own way, on its own side [G6]', async () => {
    const { find } = await opened(locale, 'Yes, the size is 28 cm (Large).')
    const own = find('.own .body')
    expect([own.matches(':dir(ltr)'), getComputedStyle(own).direction]).toEqual([true, 'ltr'])
    expect(getComputedStyle(find('.row:not(.own) .body')).direction).toBe('rtl')
    expect(find('.own .bubble').getBoundingClientRect().left).toBeLessThan(find('.log').getBoundingClientRect().left + 32)
  })

  test('nothing stands over an edge on a small phone [G6]', async () => {
    const { page } = await import('vitest/browser')
    await phone()
    await page.viewport(320, 568)
    onTestFinished(() => desktop())
    const { root } = await opened(locale)
    for (const element of root.querySelectorAll<HTMLElement>('.panel, .bar, .bar *, .row, .bubble, .field, .field *, .meta')) {
      if (element.closest('.hidden')) continue
      const { left, right, width } = element.getBoundingClientRect()
      if (width > 0) expect([Math.floor(left) >= 0, Math.ceil(right) <= 320], element.className).toEqual([true, true])
    }
  })
})

test('English text within an Arabic chat, and Arabic text in an English one, does not turn what stands around it [G6]', async () => {
  const chat = createFakeChat({ session: ready, open: true, entries: [entry(0, { authorName: 'ليلى (support)', body: hello.ar })] })
  chat.others.value = ['ليلى', 'Ann']
  const { find } = await setup(chat, { options: { locale: 'en', title: 'مساعدة' } })
  expect(find('h2 bdi').matches(':dir(rtl)')).toBe(true)
  expect(getComputedStyle(find('h2')).direction).toBe('ltr')
  expect(find('h2').getBoundingClientRect().left - find('.face').getBoundingClientRect().right).toBeLessThan(16)
})

test('an icon that points along the line points the other way [G6]', async () => {
  const { find } = await opened('ar')
  const box = find('.bar').appendChild(document.createElement('span'))
  box.className = 'points'
  const icon = find('.header .icon').cloneNode(true) as Element
  box.append(icon)
  expect(getComputedStyle(icon).scale).toBe('-1 1')
})

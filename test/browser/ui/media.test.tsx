import { expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { FileToCheck, FileVerdict } from '../../../src/options.ts'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { createFakeChat, entry, ready, type FakeChat } from './fake-chat.ts'
import { picture, sound } from './pictures.ts'
import { setup, settled, type Mounted } from './setup.ts'

interface Sample {
  readonly type: string
  readonly name?: string
  readonly facts?: object
}

const withFile = (index: number, { type, name = 'file', facts }: Sample, partial: Partial<TimelineEntry> = {}): TimelineEntry =>
  entry(index, {
    body: '',
    media: [{ sid: `ME${index}`, filename: name, contentType: type, size: 12_345 }],
    attributes: facts ? { parlour: { v: 1, media: [facts] } } : {},
    ...partial,
  })

/** An address from which the file can be fetched until the test is over. */
function served(file: Blob): string {
  const url = URL.createObjectURL(file)
  onTestFinished(() => URL.revokeObjectURL(url))
  return url
}

async function open(
  entries: readonly TimelineEntry[],
  urls: Record<string, string | null> = {},
  options: object = {},
): Promise<Mounted & { readonly chat: FakeChat }> {
  const chat = createFakeChat({ session: ready, open: true, entries })
  chat.files.urls = urls
  const mounted = await setup(chat, { options: { locale: 'en', ...options } })
  await settled()
  return mounted
}
const shot = (index: number, w = 800, h = 600): TimelineEntry =>
  withFile(index, { type: 'image/jpeg', name: `photo ${index}.jpg`, facts: { w, h } })
const image = (mounted: Mounted): HTMLImageElement | null => mounted.root.querySelector('.look img')
const box = (mounted: Mounted): DOMRect => mounted.find('.media').getBoundingClientRect()

test('a picture has its place before it is loaded, and nothing moves when it comes [E3]', async () => {
  const shifts: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const shift of list.getEntries() as unknown as { value: number }[]) shifts.push(shift.value)
  })
  let come: ((url: string) => void) | undefined
  const chat = createFakeChat({ session: ready, open: true, entries: [entry(0), shot(1, 600, 900), entry(2)] })
  chat.fileUrl = () => new Promise((resolve) => (come = resolve))
  const mounted = await setup(chat)
  await settled()
  // The panel has come up.
  await Promise.all(mounted.root.getAnimations().map(({ finished }) => finished))
  observer.observe({ type: 'layout-shift', buffered: false })
  onTestFinished(() => observer.disconnect())
  const place = box(mounted)
  expect(place.height / place.width).toBeCloseTo(1.5, 2)
  const last = mounted.find('li:last-of-type .bubble').getBoundingClientRect().top
  await expect.poll(() => come).toBeDefined()
  await settled()
  come!(served(await picture(600, 900)))
  await expect.poll(() => image(mounted)?.naturalWidth).toBe(600)
  await settled()
  expect(box(mounted)).toEqual(place)
  expect(mounted.find('li:last-of-type .bubble').getBoundingClientRect().top).toBe(last)
  expect(shifts).toEqual([])
})

test('of a picture that does not say how large it is, a place is kept all the same [E3]', async () => {
  const mounted = await open([withFile(0, { type: 'image/png', name: 'a.png' })], { ME0: served(await picture(300, 900, 'image/png')) })
  const place = box(mounted)
  await expect.poll(() => image(mounted)?.naturalWidth).toBe(300)
  await settled()
  expect(box(mounted)).toEqual(place)
})

test('an address that has run out is asked for anew; a file that is gone says so, and can be tried again [E3]', async () => {
  const good = served(await picture(800, 600))
  const mounted = await open([shot(0)], { ME0: URL.createObjectURL(new Blob(['expired'])) })
  const { files } = mounted.chat
  await expect.element(page.getByText('This file could not be loaded.')).toBeVisible()
  expect(files.asked).toEqual(['ME0', 'ME0'])
  files.urls = { ME0: good }
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => image(mounted)?.naturalWidth).toBe(800)
  // It was good for a while, and is not any more.
  files.urls = { ME0: served(await picture(400, 300)) }
  image(mounted)!.dispatchEvent(new Event('error'))
  await expect.poll(() => image(mounted)?.naturalWidth).toBe(400)
  expect(files.asked).toHaveLength(4)
})

test('the viewer shows a picture over the whole window; arrows lead through all, and Escape back to where one was [E3]', async () => {
  const urls = Object.fromEntries(await Promise.all([0, 1, 2].map(async (at) => [`ME${at}`, served(await picture(800 + at, 600))])))
  const mounted = await open([shot(0), entry(5, { index: 5 }), shot(1), shot(2)], urls)
  const opener = page.getByRole('button', { name: 'View photo 1.jpg' })
  await expect.element(opener).toBeVisible()
  ;(opener.element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  const viewer = page.getByRole('dialog', { name: 'photo 1.jpg' })
  await expect.element(viewer).toBeVisible()
  const area = viewer.element().getBoundingClientRect()
  expect([area.width, area.height]).toEqual([innerWidth, innerHeight])
  expect(mounted.find('dialog').contains(mounted.focused())).toBe(true)
  await expect.element(page.getByText('2 of 3')).toBeVisible()
  let pageKeys = 0
  const listener = (): void => void (pageKeys += 1)
  document.addEventListener('keydown', listener)
  onTestFinished(() => document.removeEventListener('keydown', listener))
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(page.getByText('3 of 3')).toBeVisible()
  await expect.poll(() => mounted.root.querySelector<HTMLImageElement>('.sheet img')?.naturalWidth).toBe(802)
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}{ArrowLeft}')
  await expect.element(page.getByText('1 of 3')).toBeVisible()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect.element(page.getByText('2 of 3')).toBeVisible()
  expect(pageKeys).toBe(0)
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => mounted.root.querySelector('dialog')).toBeNull()
  expect(mounted.chat.open.value).toBe(true)
  await expect.poll(() => mounted.focused()?.getAttribute('aria-label')).toBe('View photo 1.jpg')
})

test('in the viewer one can look closely: by the button, the keys, the wheel and a double click [E3]', async () => {
  const mounted = await open([shot(0)], { ME0: served(await picture(800, 600)) })
  await page.getByRole('button', { name: 'View photo 0.jpg' }).click()
  const print = (): HTMLElement => mounted.find('.sheet img')
  await expect.poll(() => mounted.root.querySelector('.sheet img')).toBeTruthy()
  await page.getByRole('button', { name: 'Zoom' }).click()
  await expect.poll(() => print().style.transform).toBe('translate(0px, 0px) scale(2.5)')
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(() => print().style.transform).toMatch(/translate\(-\d+px, 0px\)/)
  await userEvent.keyboard('0')
  await expect.poll(() => print().style.transform).toBe('')
  await userEvent.keyboard('+')
  await expect.poll(() => print().style.transform).toContain('scale(1.25)')
  await userEvent.keyboard('-')
  await expect.poll(() => print().style.transform).toBe('')
  print().dispatchEvent(new WheelEvent('wheel', { deltaY: -1, bubbles: true, cancelable: true }))
  await expect.poll(() => print().style.transform).toContain('scale(1.25)')
  print().dispatchEvent(new MouseEvent('dblclick', { bubbles: true, clientX: innerWidth / 2, clientY: innerHeight / 2 }))
  await expect.poll(() => print().style.transform).toBe('')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.poll(() => mounted.root.querySelector('dialog')).toBeNull()
})

test('a film and a sound have the browser’s own controls and their place [E3]', async () => {
  const mounted = await open(
    [
      withFile(0, { type: 'video/mp4', name: 'film.mp4', facts: { w: 1_600, h: 900 } }),
      withFile(1, { type: 'audio/mpeg', name: 'song.mp3' }),
    ],
    { ME0: served(new Blob(['x'], { type: 'video/mp4' })), ME1: served(new Blob(['x'], { type: 'audio/mpeg' })) },
  )
  const { width, height } = box(mounted)
  expect(width / height).toBeCloseTo(16 / 9, 1)
  await expect
    .poll(
      () =>
        mounted.root.querySelectorAll('video[controls][aria-label="film.mp4"], audio[controls][aria-label="song.mp3"], .instead').length,
    )
    .toBe(2)
})

test('a file row brings the file, by an address that is asked for at that moment [E4]', async () => {
  const mounted = await open([withFile(0, { type: 'application/pdf', name: 'bill.pdf' })], { ME0: served(new Blob(['%PDF'])) })
  const clicked: string[] = []
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(`${this.download} ${this.rel} ${this.href}`)
  })
  onTestFinished(() => click.mockRestore())
  await page.getByRole('button', { name: 'Download bill.pdf' }).click()
  await expect.poll(() => clicked.length).toBe(1)
  expect(clicked[0]).toMatch(/^bill\.pdf noopener noreferrer blob:/)
  expect(mounted.root.textContent).toContain('12 kB')
})

test.each(['image/jpeg', 'application/pdf', 'video/mp4', 'audio/mpeg'])(
  '%s that the host blocks never gets an address [E4]',
  async (type) => {
    const asked: FileToCheck[] = []
    const hooks = {
      file: async (file: FileToCheck): Promise<FileVerdict> => {
        asked.push(file)
        return 'block'
      },
    }
    const mounted = await open([withFile(0, { type, name: 'x' })], { ME0: served(new Blob(['x'])) }, { hooks })
    await expect.element(page.getByText('This file was blocked for your safety.')).toBeVisible()
    expect(mounted.chat.files.asked).toEqual([])
    expect(mounted.root.querySelector('.media a, .media img, .media video, .media audio, .media button')).toBeNull()
    expect(asked).toEqual([
      { sid: 'ME0', filename: 'x', contentType: type, size: 12_345, messageSid: 'IM0', author: 'ann', own: false, attributes: {} },
    ])
  },
)

test('a file that is being checked says so, and is there once it may be: when its Message changes, or a while later [E4]', async () => {
  let verdict: FileVerdict = 'pending'
  const hooks = { file: ({ attributes }: FileToCheck): FileVerdict => (attributes['scan'] === 'clean' ? 'allow' : verdict) }
  const mounted = await open(
    [withFile(0, { type: 'application/pdf', name: 'a.pdf' }), withFile(1, { type: 'application/pdf', name: 'b.pdf' })],
    {},
    { hooks },
  )
  const { chat } = mounted
  chat.files.urls = { ME0: served(new Blob(['a'])), ME1: served(new Blob(['b'])) }
  await expect.poll(() => mounted.root.textContent?.match(/Checking this file…/g)?.length).toBe(2)
  expect(chat.files.asked).toEqual([])
  const [first, second] = chat.timeline.value.entries
  chat.timeline.value = { ...chat.timeline.value, entries: [{ ...first!, attributes: { scan: 'clean' } }, second!] }
  await expect.element(page.getByRole('button', { name: 'Download a.pdf' })).toBeVisible()
  // Its address is asked for once it is wanted.
  expect(chat.files.asked).toEqual([])
  verdict = 'allow'
  await expect.element(page.getByRole('button', { name: 'Download b.pdf' }), { timeout: 5_000 }).toBeVisible()
})

test('a check that fails lets nothing through [E4]', async () => {
  const hooks = {
    file: (): never => {
      throw new Error('out of order')
    },
  }
  const mounted = await open([shot(0)], { ME0: served(await picture(80, 60)) }, { hooks })
  await expect.element(page.getByText('Checking this file…')).toBeVisible()
  expect(mounted.chat.files.asked).toEqual([])
})

test('what calls itself a picture and is a document that can act is a file like others', async () => {
  const mounted = await open([withFile(0, { type: 'image/svg+xml', name: 'x.svg' })], { ME0: served(new Blob(['<svg/>'])) })
  await expect.element(page.getByRole('button', { name: 'Download x.svg' })).toBeVisible()
  expect(mounted.root.querySelector('.media img')).toBeNull()
})

test('a voice message is heard, and has a slider of its own [D7]', async () => {
  const mounted = await open([withFile(0, { type: 'audio/wav', name: 'voice.wav', facts: { ms: 4_000, wave: [1, 9, 20, 31, 4] } })], {
    ME0: served(sound(4_000)),
  })
  await expect.element(page.getByRole('group', { name: 'Voice message' })).toBeVisible()
  const slider = page.getByRole('slider', { name: 'Voice message' })
  await expect.element(slider).toHaveAttribute('aria-valuetext', '0:00 / 0:04')
  expect(mounted.root.querySelectorAll('.wave path')).toHaveLength(2)
  const player = mounted.find('.player audio') as HTMLAudioElement
  await expect.poll(() => player.readyState).toBeGreaterThan(0)
  ;(slider.element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(slider).toHaveAttribute('aria-valuetext', '0:02 / 0:04')
  expect(player.currentTime).toBe(2)
  await page.getByRole('button', { name: 'Play' }).click()
  await expect.element(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect.element(page.getByRole('button', { name: 'Play' })).toBeVisible()
})

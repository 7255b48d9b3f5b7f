import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { states } from '../../demo/gallery/states.ts'
import { violations } from './demo/axe.ts'
import { openGallery, type Gallery } from './demo/gallery.ts'

let gallery: Gallery
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

/** Both directions, whatever the language: what does not mirror is seen in either. */
const turn = (page: Page, dir: string): Promise<void> =>
  page.evaluate((value) => {
    for (const host of document.querySelectorAll('body > *')) host.shadowRoot?.querySelector('.parlour')?.setAttribute('dir', value)
  }, dir)

const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
} as const
const LIGHT = { ...LOOKS.light, reducedMotion: 'reduce' } as const

/** Two pages in turn: the next state comes about on the one while the other is looked at. */
const pages: Page[] = []
const coming = new Map<number, Promise<Page>>()

async function come(at: number): Promise<Page> {
  const { id } = states[at]!
  const page = pages[at % 2]
  if (!page) return (pages[at % 2] = await gallery.show(id, {}, LIGHT))
  await page.emulateMedia(LIGHT)
  await gallery.turn(page, id)
  return page
}
/** The page with this state, once it is there. One that failed is asked for again. */
function pageOf(at: number): Promise<Page> {
  const page = coming.get(at) ?? come(at)
  coming.set(at, page)
  page.catch(() => coming.delete(at))
  return page
}

describe('every state of the gallery', () => {
  test('is one of at least sixty, each with its own address', () => {
    expect(new Set(states.map(({ id }) => id)).size).toBe(states.length)
    expect(states.length).toBeGreaterThanOrEqual(60)
  })

  test.each(states.map(({ id, title }, at) => [id, title, at] as const))(
    '%s (%s): axe finds nothing, light, dark and in forced colours, in both directions [I3]',
    async (_, __, at) => {
      const page = await pageOf(at)
      if (at + 1 < states.length) pageOf(at + 1).catch(() => {})
      const found: Record<string, readonly string[]> = {}
      for (const [look, media] of Object.entries(LOOKS)) {
        await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
        for (const dir of ['ltr', 'rtl']) {
          await turn(page, dir)
          found[`${look}, ${dir}`] = await violations(page)
        }
      }
      expect(Object.entries(found).filter(([, broken]) => broken.length > 0)).toEqual([])
      expect(Object.keys(found)).toHaveLength(6)
    },
  )

  test('brings no complaint of the page and no report of its CSP', () => {
    expect(gallery.complaints).toEqual([])
  })
})

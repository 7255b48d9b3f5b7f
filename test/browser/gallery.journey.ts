import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
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

describe('every state of the gallery', () => {
  test.each(states.map(({ id, title }) => [id, title] as const))(
    '%s (%s): axe finds nothing, light, dark and in forced colours, in both directions [I3]',
    async (id) => {
      const page = await gallery.show(id)
      onTestFinished(() => page.close())
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

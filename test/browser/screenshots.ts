/**
 * `npm run screenshots`: plays a conversation on the demo and writes the README's picture from it; then the key states from the
 * gallery, each on a phone and a desktop, light and dark, in English, Arabic and Japanese, into `docs/images/states`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { openGallery } from './demo/gallery.ts'
import { openDemo } from './demo/support.ts'

const PHONE = { width: 360, height: 700 }
const DESK = { width: 900, height: 700 }

const stage = await openDemo()
const visitor = await stage.newVisitor('/', { viewport: PHONE, colorScheme: 'light' })
const agent = await stage.newAgent({ viewport: DESK, colorScheme: 'light' })
await visitor.open()
await visitor.start()
await visitor.write('Hello! Is the blue bowl still there? I saw it in the window last week.')
await agent.open()
await agent.write('Yes, two of them came out of the kiln on Friday. Shall I keep one for you?')
await visitor.message('Yes, two of them came out of the kiln on Friday. Shall I keep one for you?').waitFor()
await visitor.write('Please do. Can I come by on Saturday?')
await agent.message('Please do. Can I come by on Saturday?').waitFor()
// The SDK tells at most every five seconds that somebody types.
await agent.page.waitForTimeout(5_500)
await agent.type('Saturday is fine, we open at ten')
await visitor.panel.getByText(/typing/).waitFor()

mkdirSync('docs/images/states', { recursive: true })
const shots = [await visitor.page.screenshot(), await agent.page.screenshot()]
writeFileSync('docs/images/conversation.png', await onOneSheet(stage.browser, shots, 1, 'png'))
await stage.close()

/** In the order in which a visitor may meet them. */
const keyStates = [
  'greeting',
  'welcome',
  'pre-chat',
  'conversation',
  'carousel',
  'pictures',
  'emoji',
  'recorded',
  'failed-message',
  'rooms',
  'away',
  'rating-comment',
]
const views = [
  { switches: { locale: 'en', theme: 'light' }, viewport: PHONE },
  { switches: { locale: 'ar', theme: 'dark' }, viewport: PHONE },
  { switches: { locale: 'ja', theme: 'light' }, viewport: DESK },
  { switches: { locale: 'en', theme: 'dark' }, viewport: DESK },
] as const
const gallery = await openGallery()
for (const state of keyStates) {
  const seen: Buffer[] = []
  for (const { switches, viewport } of views) {
    const page = await gallery.show(state, switches, { viewport })
    seen.push(await page.screenshot())
    await page.close()
  }
  writeFileSync(`docs/images/states/${state}.jpg`, await onOneSheet(gallery.stage.browser, seen, 0.6, 'jpeg'))
}
await gallery.close()

async function onOneSheet(browser: Browser, images: readonly Buffer[], scale: number, type: 'png' | 'jpeg'): Promise<Buffer> {
  const sheet = await browser.newPage({ viewport: { width: 3_000, height: 1_000 } })
  await sheet.setContent('<!doctype html><title>Parlour</title><body></body>')
  await sheet.evaluate(
    async ([sources, size]) => {
      Object.assign(document.body.style, {
        margin: '0',
        padding: `${32 * size}px`,
        display: 'flex',
        gap: `${32 * size}px`,
        background: '#e9e4db',
        inlineSize: 'max-content',
      })
      for (const base64 of sources) {
        const image = document.body.appendChild(new Image())
        image.src = `data:image/png;base64,${base64}`
        await image.decode()
        Object.assign(image.style, { blockSize: `${image.naturalHeight * size}px`, borderRadius: '16px', boxShadow: '0 8px 32px #0003' })
      }
    },
    [images.map((image) => image.toString('base64')), scale] as const,
  )
  const made = await sheet.locator('body').screenshot(type === 'png' ? { type } : { type, quality: 80 })
  await sheet.close()
  return made
}

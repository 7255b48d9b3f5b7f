/** `npm run screenshots`: plays a conversation on the demo and writes the README's picture from it. */
import { mkdirSync, writeFileSync } from 'node:fs'
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

const shots = [await visitor.page.screenshot(), await agent.page.screenshot()]
const sheet = await stage.browser.newPage({ viewport: { width: PHONE.width + DESK.width + 96, height: PHONE.height + 64 } })
await sheet.setContent('<!doctype html><title>Parlour</title><body></body>')
await sheet.evaluate(
  async (images) => {
    Object.assign(document.body.style, { margin: '0', padding: '32px', display: 'flex', gap: '32px', background: '#e9e4db' })
    for (const base64 of images) {
      const image = document.body.appendChild(new Image())
      image.src = `data:image/png;base64,${base64}`
      Object.assign(image.style, { borderRadius: '16px', boxShadow: '0 8px 32px #0003' })
      await image.decode()
    }
  },
  shots.map((shot) => shot.toString('base64')),
)
mkdirSync('docs/images', { recursive: true })
writeFileSync('docs/images/conversation.png', await sheet.screenshot())
await stage.close()

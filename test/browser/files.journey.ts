import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDemo, type Stage } from './demo/support.ts'

const photo = fileURLToPath(new URL('../../docs/images/conversation.png', import.meta.url))

describe.each(['chat', 'conversations'] as const)('on %s', (service) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openDemo({ service })
  })
  afterAll(() => stage.close())

  test('under the strictest policy files go, are seen, looked at closely and fetched, and survive a reload, without a report [D4] [E3] [E4]', async () => {
    const visitor = await stage.newVisitor('/csp')
    const { page, panel, log } = visitor
    const before = await stage.cspReports()
    await visitor.open()
    await visitor.start()
    await visitor.write('Here they are.')
    await panel.getByRole('button', { name: 'Attach files' }).waitFor()
    await panel.locator('input[type=file]').setInputFiles([
      { name: 'bowl.png', mimeType: 'image/png', buffer: await readFile(photo) },
      { name: 'terms.txt', mimeType: 'text/plain', buffer: Buffer.from('terms') },
    ])
    await panel.getByRole('img', { name: 'bowl.png' }).waitFor()
    await panel.getByRole('button', { name: 'Send message' }).click()
    await log.getByRole('button', { name: 'Download terms.txt' }).waitFor()
    await page.reload()
    await visitor.open()
    const picture = log.getByRole('button', { name: 'View bowl.png' })
    await picture.waitFor()
    await expect
      .poll(() => picture.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth), { timeout: 15_000 })
      .toBeGreaterThan(100)
    await picture.click()
    await page.getByRole('dialog', { name: 'bowl.png' }).getByRole('img', { name: 'bowl.png' }).waitFor()
    await page.keyboard.press('Escape')
    const [download] = await Promise.all([page.waitForEvent('download'), log.getByRole('button', { name: 'Download terms.txt' }).click()])
    expect(download.suggestedFilename()).toBe('terms.txt')
    expect(await readFile(await download.path(), 'utf8')).toBe('terms')
    expect(await stage.cspReports()).toEqual(before)
    expect(visitor.problems).toEqual([])
    await visitor.close()
  })

  test('visitor and agent send each other pictures and files', async () => {
    const visitor = await stage.newVisitor('/')
    await visitor.open()
    await visitor.start()
    await visitor.write('This one?')
    const agent = await stage.newAgent()
    await agent.open()
    await agent.message('This one?').waitFor()
    const buffer = await readFile(photo)
    await visitor.panel.locator('input[type=file]').setInputFiles([{ name: 'bowl.png', mimeType: 'image/png', buffer }])
    await visitor.panel.getByRole('img', { name: 'bowl.png' }).waitFor()
    await visitor.panel.getByRole('button', { name: 'Send message' }).click()
    await agent.log.getByRole('img', { name: 'bowl.png' }).waitFor()
    await agent.page.getByLabel('Attach files').setInputFiles([
      { name: 'glaze.png', mimeType: 'image/png', buffer },
      { name: 'prices.txt', mimeType: 'text/plain', buffer: Buffer.from('12') },
    ])
    await visitor.log.getByRole('button', { name: 'View glaze.png' }).waitFor()
    await visitor.log.getByRole('button', { name: 'Download prices.txt' }).waitFor()
    expect([...visitor.problems, ...agent.problems]).toEqual([])
    await visitor.close()
    await agent.close()
  })
})

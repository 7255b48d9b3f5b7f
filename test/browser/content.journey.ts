import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributes, links, naughty, ownTexts, payloadsIn } from '../support/foreign-text.ts'
import { openDemo, type Stage } from './demo/support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage?.close())

const BOT = 'bot'

/** Messages of somebody whose client is not ours, as the service stores them. */
function intruder({ demo }: Stage): { readonly write: (body: string, attributes: string) => void } {
  const { domain, credentials } = demo.service
  const house = domain.instance(credentials.serviceSid)
  const { sid } = house.channels
    .list({ limit: 50 })
    .items.toSorted((a, b) => +a.dateCreated - +b.dateCreated)
    .at(-1)!
  return { write: (body, attributes) => void house.messages.create({ kind: 'system' }, sid, { body, attributes, from: BOT }) }
}

test('under a strict policy suggested answers and cards come from the console, and what is chosen goes back [D8] [E2]', async () => {
  const visitor = await stage.newVisitor('/csp')
  await visitor.open()
  await visitor.start()
  const agent = await stage.newAgent()
  await agent.open()
  const more = agent.page.getByLabel('Send something else')
  await more.selectOption('Suggested answers')
  await visitor.message('Which one do you like best?').waitFor()
  await visitor.panel.getByRole('group', { name: 'Suggested answers' }).getByRole('button', { name: 'Neither' }).click()
  await agent.message('Neither of them, thank you.').waitFor()
  await visitor.panel.getByRole('group', { name: 'Suggested answers' }).waitFor({ state: 'detached' })
  await more.selectOption('Several cards')
  await visitor.log.getByText('Celadon, 16 cm across.').waitFor()
  await visitor.log.getByRole('button', { name: 'Keep it for me' }).first().click()
  await agent.message('Please keep the blue bowl for me.').waitFor()
  expect(visitor.problems).toEqual([])
  expect(await stage.cspReports()).toEqual([])
  await visitor.close()
  await agent.close()
})

test('foreign texts and attributes come through the real service as they were sent, and no page reports anything [E1]', async () => {
  const visitor = await stage.newVisitor('/csp')
  await visitor.open()
  await visitor.start()
  const file = await readFile(new URL('../fixtures/foreign-text/xss-payloads.txt', import.meta.url), 'utf8')
  const every = (texts: readonly string[], step: number): string[] =>
    texts.filter((text, at) => at % step === 0 && text.length < 400 && text.trim())
  const texts = [...every(payloadsIn(file), 200), ...every(naughty, 16), ...every(ownTexts, 8), ...every(links, 6)]
  const { write } = intruder(stage)
  // As much as the service itself lets through.
  const objects = attributes.filter((json) => json.startsWith('{') && json.length < 4_000)
  for (const [at, text] of texts.entries()) write(text, objects[at % objects.length]!)
  write('That was all.', '{}')
  await visitor.message('That was all.').waitFor({ timeout: 30_000 })
  // Through the whole log, so that every row is drawn once.
  for (let step = 0; step < 60; step += 1) {
    await visitor.log.evaluate((log) => log.scrollBy(0, -400))
    await visitor.page.waitForTimeout(30)
  }
  expect(await visitor.page.evaluate(() => (globalThis as { hit?: unknown }).hit)).toBeUndefined()
  expect(await visitor.log.locator('img, script, iframe, style, form').count()).toBe(0)
  const hrefs = await visitor.log.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol))
  for (const protocol of hrefs) expect(protocol).toMatch(/^(https?|mailto|tel):$/)
  expect(visitor.problems).toEqual([])
  expect(await stage.cspReports()).toEqual([])
  await visitor.close()
})

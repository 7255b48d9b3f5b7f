import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDemo, type Stage } from './demo/support.ts'
import type { Visitor } from './demo/visitor.ts'

/** Text that only a slow reader misses. */
const SOON = { timeout: 15_000 }

async function talk(stage: Stage, path = '/'): Promise<Visitor> {
  const visitor = await stage.newVisitor(path)
  await visitor.open()
  await visitor.start()
  await visitor.write('Is the blue bowl still there?')
  await visitor.message('Is the blue bowl still there?').waitFor()
  return visitor
}

describe.each(['chat', 'conversations'] as const)('on %s', (service) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openDemo({ service })
  })
  afterAll(() => stage.close())

  test('a visitor answers the questions, waits in the queue, sees it move, is accepted and handed over [C1] [C2] [C10]', async () => {
    const agent = await stage.newAgent()
    await agent.page.getByRole('checkbox', { name: 'New visitors wait in a queue' }).check()
    const first = await stage.newVisitor()
    await first.open()
    await first.start()
    await first.panel.getByText('You are number 1 in the queue.').waitFor(SOON)

    const second = await stage.newVisitor('/pre-chat')
    await second.open()
    await second.page.getByRole('textbox', { name: 'Your name' }).fill('Bea')
    await second.page.getByRole('combobox').selectOption('A course')
    await second.start()
    await second.panel.getByText('You are number 2 in the queue.').waitFor(SOON)
    await second.write('I am in no hurry.')
    await second.message('I am in no hurry.').waitFor()

    const queue = agent.page.getByRole('list', { name: 'Queue' })
    await queue.getByRole('listitem').filter({ hasText: 'Bea' }).waitFor(SOON)
    await queue.getByRole('button', { name: 'Accept' }).first().click()
    await first.panel.getByText('Agent joined').waitFor(SOON)
    await expect.poll(() => first.panel.getByText(/in the queue/).count()).toBe(0)
    await second.panel.getByText('You are number 1 in the queue.').waitFor(SOON)

    await queue.getByRole('listitem').filter({ hasText: 'Bea' }).getByRole('button', { name: 'Accept' }).click()
    await agent.message('I am in no hurry.').waitFor(SOON)
    await agent.write('Good to hear.')
    await second.message('Good to hear.').waitFor()
    await agent.page.getByRole('button', { name: 'Hand over' }).click()
    await second.panel.getByText('You are now talking to Robin').waitFor(SOON)
    await agent.page.getByText('Bea is with Robin now.').waitFor(SOON)

    const robin = await stage.newAgent()
    await robin.page.goto(`${stage.url}/console?as=robin`)
    await robin.open('Bea')
    await robin.write('Robin here.')
    await second.message('Robin here.').waitFor()
    await agent.page.getByRole('checkbox', { name: 'New visitors wait in a queue' }).uncheck()
    expect([...first.problems, ...second.problems]).toEqual([])
    for (const each of [first, second, agent, robin]) await each.close()
  })

  test('a visitor ends, rates by keyboard, and starts anew with one press; the console has the rating [C3] [C4]', async () => {
    const agent = await stage.newAgent()
    const visitor = await talk(stage)
    await visitor.end()
    await visitor.panel.getByRole('button', { name: 'Yes, end it' }).click()
    const stars = visitor.panel.getByRole('radio')
    await stars.first().waitFor({ ...SOON, state: 'attached' })
    await stars.first().focus()
    for (let press = 0; press < 4; press += 1) await visitor.page.keyboard.press('ArrowRight')
    await visitor.page.keyboard.press('Tab')
    await visitor.page.keyboard.type('Quick and kind')
    await visitor.panel.getByRole('button', { name: 'Send feedback' }).press('Enter')
    await visitor.panel.getByText('Thank you for your feedback.').waitFor(SOON)
    await agent.page.getByRole('tab', { name: 'Feedback' }).click()
    await agent.page.getByRole('list', { name: 'Ratings' }).getByText('Quick and kind').waitFor(SOON)
    await agent.page.getByText('5 of 5').first().waitFor()

    await visitor.start()
    await visitor.write('One more thing.')
    await visitor.message('One more thing.').waitFor()
    expect(await visitor.message('Is the blue bowl still there?').count()).toBe(0)
    expect(visitor.problems).toEqual([])
    await visitor.close()
    await agent.close()
  })

  test('a close by the agent is seen by the visitor within a second of the service [C3]', async () => {
    const visitor = await talk(stage)
    const { domain, credentials } = stage.demo.service
    const instance = domain.instance(credentials.serviceSid)
    const [channel] = instance.channels.list({ limit: 50 }).items.toReversed()
    const began = performance.now()
    instance.channels.update({ kind: 'system' }, channel!.sid, { attributes: '{"status":"ended"}' })
    await visitor.panel.getByText('This conversation has ended.').waitFor({ timeout: 1_000 })
    expect(performance.now() - began).toBeLessThan(1_000)
    await visitor.close()
  })

  test('while nobody is there the visitor reads so and leaves a message, which the console has [C8]', async () => {
    const visitor = await stage.newVisitor('/pre-chat?away=true')
    await visitor.open()
    await visitor.panel.getByRole('heading', { name: 'We are away right now' }).waitFor(SOON)
    await visitor.panel.getByRole('textbox', { name: 'E-mail' }).fill('ann@example.com')
    await visitor.panel.getByRole('textbox', { name: 'Message' }).fill('Do you post to Norway?')
    await visitor.panel.getByRole('button', { name: 'Leave a message' }).click()
    await visitor.panel.getByRole('heading', { name: 'Thank you. We have your message.' }).waitFor(SOON)
    const agent = await stage.newAgent()
    await agent.page.getByRole('tab', { name: 'Feedback' }).click()
    await agent.page.getByText('Do you post to Norway?').waitFor(SOON)
    await visitor.page.evaluate(() => (window as unknown as { Parlour(...call: unknown[]): void }).Parlour('setOptions', { away: false }))
    await visitor.panel.getByRole('button', { name: 'Start conversation' }).waitFor(SOON)
    await visitor.close()
    await agent.close()
  })

  test('a reload in the middle of a sentence goes on in the middle of it; a logout leaves nothing [C6] [D9]', async () => {
    const visitor = await talk(stage)
    await visitor.composer.fill('And could you')
    await visitor.page.reload()
    await visitor.open()
    await visitor.message('Is the blue bowl still there?').waitFor(SOON)
    await expect.poll(() => visitor.composer.inputValue()).toBe('And could you')
    await visitor.page.evaluate(() => (window as unknown as { Parlour(...call: unknown[]): void }).Parlour('logout'))
    const left = (): Promise<readonly string[]> =>
      visitor.page.evaluate(() => Object.values({ ...localStorage, ...sessionStorage }).map(String))
    await expect.poll(async () => (await left()).filter((text) => text.includes('could you'))).toEqual([])
    await visitor.close()
  })

  test('the conversation is saved as text, page and data under a strict policy, and nothing is held back [C5]', async () => {
    const before = await stage.cspReports()
    const visitor = await talk(stage, '/csp')
    for (const [item, extension] of [
      ['As text', 'txt'],
      ['As web page', 'html'],
      ['As data (JSON)', 'json'],
    ] as const) {
      await visitor.panel.getByRole('button', { name: 'More options' }).click()
      const download = visitor.page.waitForEvent('download')
      await visitor.panel.getByRole('menuitem', { name: item }).click()
      const file = await download
      expect(file.suggestedFilename()).toMatch(new RegExp(`^Chat-\\d{4}-\\d\\d-\\d\\d\\.${extension}$`))
      expect(await readFile(await file.path(), 'utf8')).toContain('Is the blue bowl still there?')
    }
    expect(await stage.cspReports()).toEqual(before)
    expect(visitor.problems).toEqual([])
    await visitor.close()
  })
})

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { violations } from './demo/axe.ts'
import { openDemo, type Stage } from './demo/support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage.close())

describe.each(['light', 'dark'] as const)('on the strict CSP page, %s', (colorScheme) => {
  test.each([
    ['desktop', { width: 1280, height: 800 }],
    ['phone', { width: 390, height: 844 }],
  ])('axe finds nothing in any state of the widget (%s), and nothing is reported', async (_, viewport) => {
    const visitor = await stage.newVisitor('/csp', { colorScheme, viewport })
    onTestFinished(() => visitor.close())
    const found: Record<string, readonly string[]> = {}
    const look = async (state: string): Promise<void> => {
      // Motion is at most 200 ms; axe would read colours half way.
      await visitor.page.waitForTimeout(300)
      found[state] = await violations(visitor.page)
    }

    await look('closed')
    await visitor.open()
    await visitor.panel.getByRole('button', { name: 'Start conversation' }).waitFor()
    await look('open')
    await visitor.start()
    await look('empty')
    await visitor.write('Hello')
    await visitor.message('Hello').waitFor()
    await look('conversation')
    await stage.qa('refuse-403')
    await visitor.write('not taken')
    await visitor.log.getByText('Not sent.').waitFor()
    await look('failed message')
    await stage.qa('token-401')
    // The Message that failed has a "Try again" of its own.
    await visitor.panel.getByText('The chat did not let you in.').first().waitFor({ timeout: 30_000 })
    await look('error')
    await stage.qa('reset')
    await visitor.panel.getByRole('button', { name: 'Try again' }).first().click()
    await expect.poll(() => stage.qaState().then(({ sockets }) => sockets.length), { timeout: 15_000 }).toBeGreaterThan(0)
    // There is something to end once the visitor is in the conversation again.
    await visitor.panel.getByRole('button', { name: 'End conversation' }).waitFor({ timeout: 15_000 })
    await stage.qa('remove-member')
    await visitor.panel.getByText('You are no longer part of this conversation.').first().waitFor({ timeout: 15_000 })
    await look('ended')

    expect(found).toEqual({ closed: [], open: [], empty: [], conversation: [], 'failed message': [], error: [], ended: [] })
    expect(await stage.cspReports()).toEqual([])
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDemo, type Stage } from './demo/support.ts'

/** Text that only a slow reader misses. */
const SOON = { timeout: 15_000 }

describe.each(['chat', 'conversations'] as const)('on %s', (service) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openDemo({ service })
  })
  afterAll(() => stage.close())

  test('a second conversation is seen, read and answered beside the first, which keeps its draft over a reload [C7]', async () => {
    const visitor = await stage.newVisitor('/')
    await visitor.open()
    await visitor.start()
    await visitor.write('Do you have cups?')
    await visitor.message('Do you have cups?').waitFor()
    await visitor.hide()
    await stage.qa('second-channel')
    await expect.poll(() => visitor.unread(), SOON).toBe('1 unread message')

    await visitor.open()
    await visitor.composer.fill('And saucers')
    await visitor.page.getByRole('button', { name: 'Conversations (1 unread message)' }).click()
    await visitor.page.getByRole('button', { name: /Your order 4711/ }).click()
    await visitor.message('Your bowl is on its way.').waitFor(SOON)
    await expect.poll(() => visitor.composer.inputValue()).toBe('')
    await visitor.write('Thank you!')
    await visitor.message('Thank you!').waitFor()
    expect(await visitor.message('Do you have cups?').count()).toBe(0)

    await visitor.page.reload()
    await visitor.open()
    // The back end names the one to resume.
    await visitor.message('Do you have cups?').waitFor(SOON)
    await expect.poll(() => visitor.composer.inputValue(), SOON).toBe('And saucers')
    await visitor.page.getByRole('button', { name: /^Conversations/ }).click()
    await visitor.page.getByRole('button', { name: /Your order 4711/ }).click()
    await visitor.message('Thank you!').waitFor(SOON)
    expect(visitor.problems).toEqual([])
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo, type Stage } from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage?.close())

test('the chat stays open while the single-page app changes its route', async () => {
  const visitor = await stage.newVisitor('/spa/', { viewport: { width: 1400, height: 1000 } })
  await visitor.open()
  await visitor.start()
  await visitor.composer.fill('half a sentence')
  await visitor.page.getByRole('link', { name: 'Care' }).click()
  await visitor.page.getByRole('heading', { name: 'Care' }).waitFor()
  expect(await visitor.composer.inputValue()).toBe('half a sentence')
  await visitor.page.goBack()
  await visitor.page.getByRole('heading', { name: 'Glazes' }).waitFor()
  expect(await visitor.composer.inputValue()).toBe('half a sentence')
  expect(visitor.problems).toEqual([])
  await visitor.close()
})

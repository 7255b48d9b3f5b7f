import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Agent } from './agent.ts'
import { openDemo, type Stage } from './support.ts'

let stage: Stage
let agent: Agent
beforeAll(async () => {
  stage = await openDemo()
  agent = await stage.newAgent()
})
afterAll(() => stage?.close())

test.each(['/', '/spa/', '/element', '/csp', '/cross-origin', '/hostile'])('on %s a visitor and the agent talk', async (path) => {
  const visitor = await stage.newVisitor(path)
  await visitor.open()
  await visitor.start()
  await visitor.write(`Hello from ${path}`)
  await agent.row(`Hello from ${path}`).getByRole('button').click()
  await agent.message(`Hello from ${path}`).waitFor()
  await agent.write(`Welcome to ${path}`)
  await visitor.message(`Welcome to ${path}`).waitFor()
  expect(await visitor.message(`Hello from ${path}`).count()).toBe(1)

  await agent.end()
  await visitor.page.getByRole('button', { name: 'Start conversation' }).waitFor()
  expect(visitor.problems).toEqual([])
  expect(await stage.cspReports()).toEqual([])
  await visitor.close()
})

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

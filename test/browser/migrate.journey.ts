import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo, type Stage } from './demo/support.ts'
import { createVisitor } from './demo/visitor.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo({ service: 'chat' })
})
afterAll(() => stage.close())

test('a conversation begun on chat goes on, with its history, on a page that was switched to conversations', async () => {
  const before = await stage.newVisitor('/')
  const agent = await stage.newAgent()
  await before.open()
  await before.start()
  await before.write('Begun on the older service')
  await before.message('Begun on the older service').waitFor()
  await agent.open()
  await agent.write('I am here.')
  await before.message('I am here.').waitFor()
  await before.page.close()
  await agent.write('Are you still there?')

  // The same browser, the next day: the website owner has changed one option.
  const after = await createVisitor(before.context, `${stage.url}/?service=conversations`)
  const files: string[] = []
  after.page.on('request', (request) => files.push(request.url()))
  await after.page.reload()
  await expect.poll(() => after.unread(), { timeout: 15_000 }).toMatch(/\b1\b/)
  await after.open()
  await after.message('Are you still there?').waitFor()
  await after.write('Yes, on the newer one.')
  await agent.message('Yes, on the newer one.').waitFor()
  await agent.write('Good.')
  await after.message('Good.').waitFor()

  const said = ['Begun on the older service', 'I am here.', 'Are you still there?', 'Yes, on the newer one.', 'Good.']
  for (const text of said) expect(await after.message(text).count(), text).toBe(1)
  const { domain, credentials } = stage.demo.service
  const { channels, messages } = domain.instance(credentials.serviceSid)
  const [channel] = channels.list({ limit: 2 }).items
  expect(channels.list({ limit: 2 }).items).toHaveLength(1)
  expect(messages.list({ kind: 'system' }, channel!.sid, { limit: 50 }).items.map(({ body }) => body)).toEqual(said)
  expect(files.some((file) => file.includes('/chunks/conversations-'))).toBe(true)
  expect(files.some((file) => file.includes('/chunks/twilio-chat-'))).toBe(false)
  expect(after.problems).toEqual([])
  await after.close()
  await agent.close()
})
